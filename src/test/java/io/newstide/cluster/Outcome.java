package io.newstide.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.newstide.job.JobFile;
import io.newstide.kafka.TopicName;
import io.newstide.local.Backtest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import recount.Recount;

/**
 * What everyone who reads committed records has seen of a run that has ended, held against what was
 * put in: nothing lost, nothing twice. The reference are the records of the articles topic, counted
 * again the plain way ({@link Recount}), and a back-test of the same records, in which nothing
 * failed.
 */
final class Outcome {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The windows of jobs/demo.yaml, in the form of {@link Recount}. */
  private static final List<String> WINDOWS =
      List.of(
          "hour=PT1H",
          "3h=PT3H/PT1H",
          "day=P1D",
          "today=P1D+PT1H",
          "week=P1W",
          "month=P1M",
          "visit=~PT6H");

  private final String address;
  private final JobFile job;
  private final List<String> wrong = new ArrayList<>();
  private List<ConsumerRecord<String, byte[]>> input = List.of();
  private long accepted;
  private long rows;
  private long aborted;

  private Outcome(String address, JobFile job) {
    this.address = address;
    this.job = job;
  }

  /**
   * Compares all of it.
   *
   * @param folder for the rows and the back-test
   */
  static Outcome of(String address, JobFile job, Path folder) throws Exception {
    var outcome = new Outcome(address, job);
    Path live = outcome.counts(Files.createDirectories(folder));
    outcome.recount(live, WINDOWS);
    outcome.backtest(folder, live);
    return outcome;
  }

  /**
   * Compares what must hold of a job that was changed in between: all but the back-test.
   *
   * @param windows those it had at the end
   */
  static Outcome ofChanged(String address, JobFile job, Path folder, List<String> windows)
      throws Exception {
    var outcome = new Outcome(address, job);
    outcome.recount(outcome.counts(Files.createDirectories(folder)), windows);
    return outcome;
  }

  /** Compares what must hold even where articles come far out of their order. */
  static Outcome ofCounts(String address, JobFile job, Path folder) throws Exception {
    var outcome = new Outcome(address, job);
    outcome.counts(Files.createDirectories(folder));
    return outcome;
  }

  /** What is wrong, a line each; empty if nothing is. */
  List<String> wrong() {
    return wrong;
  }

  /** How many articles were accepted. */
  long accepted() {
    return accepted;
  }

  /** How many committed rows were compared. */
  long rows() {
    return rows;
  }

  /** How many rows lie in the topics whose transactions were aborted. */
  long aborted() {
    return aborted;
  }

  /** All records of a topic, in their order within each partition. */
  static List<ConsumerRecord<String, byte[]>> read(
      String address, String topic, String isolation, Map<String, String> client) {
    Map<String, Object> settings = new LinkedHashMap<>(client);
    settings.put("bootstrap.servers", address);
    settings.put("isolation.level", isolation);
    settings.put("enable.auto.commit", false);
    settings.put("max.poll.records", 5000);
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(200)).forEach(all::add);
      }
      return all;
    }
  }

  private List<ConsumerRecord<String, byte[]>> read(TopicName topic, String isolation) {
    return read(address, topic.in(job.cluster().prefix()), isolation, Map.of());
  }

  /** Every article once and no other, every rejection once and no other, every one counted. */
  private Path counts(Path folder) throws Exception {
    input = read(TopicName.ARTICLES, "read_committed");
    Set<String> ids = new HashSet<>();
    Map<String, String> rejections = new TreeMap<>();
    for (var record : input) {
      String place = "%s-%d-%d".formatted(record.topic(), record.partition(), record.offset());
      String id;
      try {
        id = JSON.readTree(record.value()).get("id").asText();
      } catch (JsonProcessingException e) {
        rejections.put(place, "not-json");
        continue;
      }
      // A key has one partition, so the first of an id is the first read.
      if (!ids.add(id)) {
        rejections.put(place, "repeated-id");
      }
    }
    accepted = ids.size();

    var committed = new LinkedHashMap<TopicName, List<ConsumerRecord<String, byte[]>>>();
    for (TopicName topic : TopicName.results()) {
      List<ConsumerRecord<String, byte[]>> all = read(topic, "read_committed");
      committed.put(topic, all);
      rows += all.size();
      aborted += read(topic, "read_uncommitted").size() - all.size();
    }
    enriched(committed.get(TopicName.ENRICHED), ids);
    rejected(committed.get(TopicName.REJECTED), rejections);
    revisions(committed.get(TopicName.TRENDS));
    alerts(committed.get(TopicName.ALERTS));
    Path live = Files.createDirectories(folder.resolve("live"));
    for (TopicName topic : TopicName.results()) {
      Files.write(live.resolve(topic.fileName() + ".jsonl"), last(topic, committed.get(topic)));
    }
    long counted = 0;
    for (String line : Files.readAllLines(live.resolve("slices.jsonl"))) {
      JsonNode slice = JSON.readTree(line);
      counted += slice.get("kind").asText().equals("total") ? slice.get("mentions").asLong() : 0;
    }
    if (counted != accepted) {
      wrong.add("%d articles are counted in slices, %d were accepted".formatted(counted, accepted));
    }
    return live;
  }

  private void recount(Path live, List<String> windows) throws IOException {
    Recount.check(
            live,
            job.settings().time().zone(),
            job.settings().time().slice(),
            job.settings().trends().ranked(),
            windows)
        .forEach(line -> wrong.add("recount: " + line));
  }

  private void enriched(List<ConsumerRecord<String, byte[]>> found, Set<String> ids)
      throws IOException {
    Map<String, Integer> revisions = new TreeMap<>();
    for (var row : found) {
      int revision = JSON.readTree(row.value()).get("revision").asInt();
      Integer before = revisions.put(row.key(), revision);
      if (revision != (before == null ? 0 : before + 1)) {
        wrong.add("enriched %s: revision %d after %s".formatted(row.key(), revision, before));
      }
    }
    differences("enriched", revisions.keySet(), ids);
  }

  private void rejected(List<ConsumerRecord<String, byte[]>> found, Map<String, String> expected)
      throws IOException {
    Map<String, String> reasons = new TreeMap<>();
    for (var row : found) {
      if (reasons.put(row.key(), JSON.readTree(row.value()).get("reason").asText()) != null) {
        wrong.add("rejected twice: " + row.key());
      }
    }
    differences("rejected", new TreeSet<>(lines(reasons)), new TreeSet<>(lines(expected)));
  }

  private static List<String> lines(Map<String, String> map) {
    return map.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList();
  }

  /** The rows of a window come one revision after another. */
  private void revisions(List<ConsumerRecord<String, byte[]>> found) throws IOException {
    Map<String, Integer> last = new TreeMap<>();
    for (var row : found) {
      if (row.value() == null) {
        last.remove(row.key()); // what is withdrawn and comes back begins anew
        continue;
      }
      int revision = JSON.readTree(row.value()).get("revision").asInt();
      Integer before = last.put(row.key(), revision);
      if (before != null && revision <= before) {
        wrong.add("trends %s: revision %d after %d".formatted(row.key(), revision, before));
      }
    }
  }

  /** Each alert opens once, is told on, and closes at most once. */
  private void alerts(List<ConsumerRecord<String, byte[]>> found) throws IOException {
    Map<String, String> states = new TreeMap<>();
    for (var row : found) {
      JsonNode alert = JSON.readTree(row.value());
      states.merge(row.key(), alert.get("state").asText(), (before, state) -> before + " " + state);
    }
    states.forEach(
        (alert, all) -> {
          if (!all.matches("OPEN( UPDATE)*( CLOSE)?")) {
            wrong.add("alert %s: %s".formatted(alert, all));
          }
        });
  }

  private void differences(String what, Set<String> found, Set<String> expected) {
    expected.stream().filter(e -> !found.contains(e)).forEach(e -> wrong.add(what + " lost: " + e));
    found.stream()
        .filter(f -> !expected.contains(f))
        .forEach(f -> wrong.add(what + " extra: " + f));
  }

  /** The last row of each key, without tombstones; of a topic without keys every row. */
  private static List<String> last(TopicName topic, List<ConsumerRecord<String, byte[]>> found) {
    Map<String, String> last = new TreeMap<>();
    for (var row : found) {
      String key = topic.upsert() ? row.key() : row.key() + " " + last.size();
      if (row.value() == null) {
        last.remove(key);
      } else {
        last.put(key, new String(row.value(), StandardCharsets.UTF_8));
      }
    }
    return List.copyOf(last.values());
  }

  private void backtest(Path folder, Path live) throws Exception {
    var inOrder = new ArrayList<>(input);
    inOrder.sort(Comparator.comparingLong(ConsumerRecord::timestamp));
    Path articles = folder.resolve("articles.jsonl");
    Files.write(
        articles,
        inOrder.stream().map(r -> new String(r.value(), StandardCharsets.UTF_8)).toList());
    Path reference = folder.resolve("reference");
    Backtest.run(job, articles, reference, 1, false, read -> {});
    for (TopicName topic : TopicName.results()) {
      if (topic == TopicName.REJECTED) {
        continue; // its keys are places, and were compared
      }
      if (topic == TopicName.ALERTS || topic == TopicName.EMERGING) {
        continue; // what came late takes no part in them, and that is a matter of arrival
      }
      List<JsonNode> expected = comparable(reference, topic);
      List<JsonNode> found = comparable(live, topic);
      var missing = new ArrayList<>(expected);
      var surplus = new HashSet<>(found);
      surplus.removeAll(new HashSet<>(expected));
      missing.removeIf(new HashSet<>(found)::contains);
      if (found.size() != expected.size()) {
        wrong.add(
            "%s: %d rows, of a run without faults %d"
                .formatted(topic.fileName(), found.size(), expected.size()));
      }
      missing.forEach(row -> wrong.add(topic.fileName() + ": missing " + row));
      surplus.forEach(row -> wrong.add(topic.fileName() + ": surplus " + row));
    }
  }

  /** Without what depends on the order of arrival. */
  private static List<JsonNode> comparable(Path folder, TopicName topic) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(topic.fileName() + ".jsonl"))) {
      var row = (ObjectNode) JSON.readTree(line);
      row.remove(
          List.of(
              "revision",
              "firing",
              "arrivedAt",
              "delays",
              "expected",
              "expectedLow",
              "expectedHigh",
              "score",
              "warmingUp",
              "baselineWindows"));
      rows.add(row);
    }
    return rows;
  }
}
