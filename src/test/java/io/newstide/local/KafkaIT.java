package io.newstide.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.newstide.article.RawRecord;
import io.newstide.cluster.Await;
import io.newstide.cluster.Child;
import io.newstide.feed.JsonLines;
import io.newstide.job.DefinitionsInEffect;
import io.newstide.job.DemoJob;
import io.newstide.job.JobFile;
import io.newstide.job.WindowsInEffect;
import io.newstide.kafka.ArticleFeeder;
import io.newstide.kafka.ControlAck;
import io.newstide.kafka.ControlClient;
import io.newstide.kafka.ControlRecord;
import io.newstide.kafka.KafkaCluster;
import io.newstide.kafka.Row;
import io.newstide.kafka.RowReader;
import io.newstide.kafka.TopicName;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The job from Kafka to Kafka, with a broker in a process of its own. */
class KafkaIT {

  private static final Path SAMPLE = Path.of("jobs/sample/articles.jsonl");
  private static final Duration DEADLINE = Duration.ofMinutes(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static Child broker;
  private static String address;
  private static Path fewWindows;

  /** What a back-test gives of the sample, by key. */
  private static Map<String, JsonNode> expected;

  /**
   * What depends on which articles came late, and so on how the partitions were read: an
   * expectation is that of what had come in time.
   */
  private static final List<String> LATENESS =
      List.of(
          "revision",
          "firing",
          "expected",
          "expectedLow",
          "expectedHigh",
          "score",
          "warmingUp",
          "baselineWindows");

  @BeforeAll
  static void startBroker() throws Exception {
    int port = EmbeddedBroker.freePort();
    address = "127.0.0.1:" + port;
    // The embedded broker formats the folder; then Kafka's own main runs on it.
    EmbeddedBroker.start(folder.resolve("kafka"), port).close();
    Properties properties =
        EmbeddedBroker.properties(folder.resolve("kafka"), port, EmbeddedBroker.freePort());
    Path file = folder.resolve("server.properties");
    try (var out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    }
    List<String> options = new ArrayList<>(List.of("-Xmx512m", "-XX:+UseSerialGC"));
    options.addAll(Child.sparing());
    broker =
        Child.java(
            "broker",
            folder.resolve("broker.log"),
            Map.of(),
            options,
            "-cp",
            System.getProperty("java.class.path"),
            "kafka.Kafka",
            file.toString());
    await(KafkaIT::brokerAnswers);
    fewWindows = DemoJob.write(folder.resolve("few"), DemoJob.FEW_WINDOWS);
    JobFile job = job("expected");
    expected = closed(backtest(job), job);
    assertThat(expected).isNotEmpty();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  private static boolean brokerAnswers() {
    assertThat(broker.isAlive()).as("the broker, see broker.log").isTrue();
    try (Admin admin =
        Admin.create(
            Map.of(
                "bootstrap.servers",
                address,
                "default.api.timeout.ms",
                "5000",
                "request.timeout.ms",
                "4000"))) {
      return !admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).isEmpty();
    } catch (Exception e) {
      return false;
    }
  }

  private static void await(BooleanSupplier condition) {
    Await.until(() -> "what is awaited", DEADLINE, condition::getAsBoolean);
  }

  private static JobFile job(String prefix) {
    return job(prefix, fewWindows);
  }

  private static JobFile job(String prefix, Path file) {
    Map<String, String> set = new TreeMap<>();
    set.put("kafka.bootstrapServers", address);
    set.put("kafka.prefix", prefix);
    set.put("name", prefix);
    return JobFile.read(file, set, Map.of());
  }

  private static void feed(JobFile job) {
    EmbeddedJob.prepareTopics(job, line -> {});
    try (ArticleFeeder feeder =
            ArticleFeeder.open(job.cluster(), job.settings().name(), job.reader());
        JsonLines lines = JsonLines.open(SAMPLE, job.reader())) {
      feeder.sendAll(lines, sent -> {});
    }
  }

  /** Puts rows in place of those with the same keys. */
  private static void upsert(Map<String, JsonNode> last, List<Row> rows) {
    for (Row row : rows) {
      if (row.value() == null) {
        last.remove(row.key());
        continue;
      }
      try {
        ObjectNode json = (ObjectNode) JSON.readTree(row.value());
        if (json.get("firing").asText().equals("EARLY")) {
          continue; // a better one follows
        }
        json.remove(LATENESS);
        last.put(row.key(), json);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** What was fed gives the rows of a back-test; then acknowledged changes, and their rows. */
  @Test
  void aFeedGivesTheRowsOfItsBacktestAndWindowsChangeMeanwhile() throws Exception {
    JobFile job = job("live");
    feed(job);
    Map<String, JsonNode> seen = new TreeMap<>();
    try (EmbeddedJob running = EmbeddedJob.start(job, folder.resolve("live"), false, Map.of());
        ControlClient client = new ControlClient(job.cluster());
        RowReader rows = new RowReader(job.cluster(), TopicName.TRENDS)) {
      await(
          () -> {
            upsert(seen, rows.poll(Duration.ofMillis(500)));
            assertThat(running.isRunning()).isTrue();
            return seen.keySet().containsAll(expected.keySet());
          });
      assertThat(differences(seen, expected)).as("the rows of a back-test").isEmpty();

      Map<String, ControlAck> acks =
          client.ask(
              List.of(
                  control("r1", "4h", false, "{\"size\": \"PT4H\"}"),
                  control("r2", "odd", false, "{\"size\": \"PT15M\"}"),
                  control("r3", "long", false, "{\"size\": \"P100D\"}"),
                  control("r4", "other", false, "{\"name\": \"day\", \"size\": \"P1D\"}"),
                  control("r5", "none", true, "")),
              DEADLINE);

      assertThat(acks.get("r1").accepted()).as(acks.toString()).isTrue();
      assertThat(acks.get("r1").checkpoint()).isPositive();
      assertThat(acks.get("r2").reason())
          .isEqualTo("the size PT15M is no multiple of the slice PT10M");
      assertThat(acks.get("r3").reason()).contains("is longer than time.retention");
      assertThat(acks.get("r4").reason()).isEqualTo("there is another window named 'day'");
      assertThat(acks.get("r5").reason()).startsWith("there is no window 'none'");
      Map<String, JsonNode> added =
          new TreeMap<>(closed(backtest(job.withWindows(Map.of("4h", "PT4H"))), job));
      added.keySet().removeIf(key -> !key.contains("/4h/"));
      assertThat(added).isNotEmpty();
      await(
          () -> {
            upsert(seen, rows.poll(Duration.ofMillis(500)));
            return seen.keySet().containsAll(added.keySet());
          });
      Map<String, JsonNode> found = new TreeMap<>(seen);
      found.keySet().retainAll(added.keySet());
      assertThat(differences(found, added)).isEmpty();

      assertThat(client.ask(List.of(control("r6", "4h", true, "")), DEADLINE).get("r6").accepted())
          .isTrue();
      await(
          () -> {
            upsert(seen, rows.poll(Duration.ofMillis(500)));
            return seen.keySet().stream().noneMatch(key -> key.contains("/4h/"));
          });
      assertThat(WindowsInEffect.of(job, ControlClient.accepted(job.cluster())))
          .extracting(WindowsInEffect.Line::name, WindowsInEffect.Line::state)
          .contains(
              org.assertj.core.groups.Tuple.tuple("4h", "removed"),
              org.assertj.core.groups.Tuple.tuple("day", "reported"));
    }
  }

  /** Topics and lexicon, as windows: what comes after the barrier is read with them. */
  @Test
  void topicsAndLexiconChangeWhileTheJobRuns() throws Exception {
    JobFile job = job("topics", Path.of("jobs/demo.yaml"));
    EmbeddedJob.prepareTopics(job, line -> {});
    Map<String, JsonNode> trends = new TreeMap<>();
    Map<String, JsonNode> articles = new TreeMap<>();
    try (EmbeddedJob running = EmbeddedJob.start(job, folder.resolve("topics"), false, Map.of());
        ControlClient client = new ControlClient(job.cluster());
        ArticleFeeder feeder =
            ArticleFeeder.open(job.cluster(), job.settings().name(), job.reader());
        RowReader enriched = new RowReader(job.cluster(), TopicName.ENRICHED);
        RowReader rows = new RowReader(job.cluster(), TopicName.TRENDS)) {
      Runnable look =
          () -> {
            assertThat(running.isRunning()).isTrue();
            upsert(trends, rows.poll(Duration.ofMillis(300)));
            for (Row row : enriched.poll(Duration.ofMillis(300))) {
              articles.put(row.key(), json(row));
            }
          };
      send(feeder, job, "before", "2026-08-01T01:05:00Z");
      await(
          () -> {
            look.run();
            return articles.containsKey("before");
          });

      Map<String, ControlAck> acks =
          client.ask(
              List.of(
                  change(
                      "t1",
                      ControlRecord.Kind.TOPIC,
                      "comets",
                      false,
                      "{\"name\": \"彗星\", \"query\": \"彗星^3\", \"threshold\": 2}"),
                  change(
                      "t2",
                      ControlRecord.Kind.TOPIC,
                      "broken",
                      false,
                      "{\"name\": \"断\", \"query\": \"彗星 AND (\"}"),
                  change("t3", ControlRecord.Kind.TOPIC, "absent", true, ""),
                  change(
                      "l1",
                      ControlRecord.Kind.LEXICON,
                      "observatories",
                      false,
                      "{\"text\": \"organisation 望舒观测站 = 望舒站\"}"),
                  change(
                      "l2",
                      ControlRecord.Kind.LEXICON,
                      "wrong",
                      false,
                      "{\"text\": \"planet 火星\"}")),
              DEADLINE);
      assertThat(acks.get("t1").accepted()).as(acks.toString()).isTrue();
      assertThat(acks.get("t1").version()).isNotEmpty();
      assertThat(acks.get("t2").reason()).startsWith("definition:1: query: column ");
      assertThat(acks.get("t3").reason()).startsWith("there is no topic 'absent'; there are ");
      assertThat(acks.get("l1").accepted()).as(acks.toString()).isTrue();
      assertThat(acks.get("l1").checkpoint())
          .as("asked together, in effect with the same checkpoint unless one came between them")
          .isBetween(acks.get("t1").checkpoint(), acks.get("t1").checkpoint() + 1);
      assertThat(acks.get("l2").reason()).startsWith("wrong:1: unknown type 'planet'");

      send(feeder, job, "after", "2026-08-01T01:15:00Z");
      send(feeder, job, "later", "2026-08-01T02:30:00Z");
      await(
          () -> {
            look.run();
            return articles.containsKey("after")
                && trends.containsKey(
                    "topic/comets/hour/2026-08-01T01:00:00Z/2026-08-01T02:00:00Z");
          });
      assertThat(articles.get("before").get("topics")).isEmpty();
      assertThat(articles.get("before").get("organisations").toString()).doesNotContain("望舒观测站");
      assertThat(articles.get("after").get("topics").get(0).get("id").asText()).isEqualTo("comets");
      assertThat(articles.get("after").get("organisations").toString()).contains("望舒观测站");
      assertThat(articles.get("after").get("analyser").get("topics").asText())
          .isNotEqualTo(articles.get("before").get("analyser").get("topics").asText());
      JsonNode row = trends.get("topic/comets/hour/2026-08-01T01:00:00Z/2026-08-01T02:00:00Z");
      assertThat(row.get("mentions").asInt()).isEqualTo(1);
      assertThat(row.get("name").asText()).isEqualTo("彗星");
      assertThat(row.get("topicVersion").asText()).isEqualTo(acks.get("t1").version());
      assertThat(DefinitionsInEffect.topics(job, ControlClient.accepted(job.cluster())))
          .filteredOn(line -> line.id().equals("comets"))
          .extracting(DefinitionsInEffect.Line::state, DefinitionsInEffect.Line::origin)
          .containsExactly(org.assertj.core.groups.Tuple.tuple("followed", "control"));

      assertThat(
              client
                  .ask(
                      List.of(change("t4", ControlRecord.Kind.TOPIC, "comets", true, "")), DEADLINE)
                  .get("t4")
                  .accepted())
          .isTrue();
      send(feeder, job, "gone", "2026-08-01T04:30:00Z");
      await(
          () -> {
            look.run();
            return articles.containsKey("gone")
                && trends.keySet().stream().noneMatch(key -> key.startsWith("topic/comets/"));
          });
      assertThat(articles.get("gone").get("topics")).isEmpty();
    }
  }

  private static JsonNode json(Row row) {
    try {
      return JSON.readTree(row.value());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void send(ArticleFeeder feeder, JobFile job, String id, String publishedAt)
      throws IOException {
    Path file = folder.resolve(id + ".jsonl");
    Files.writeString(
        file,
        JSON.createObjectNode()
                .put("id", id)
                .put("source", "观星报")
                .put("title", "彗星今晚划过夜空")
                .put("body", "望舒站的天文学家说，这颗彗星今晚最亮。" + id + "。市民可以到城郊观看彗星。")
                .put("publishedAt", publishedAt)
            + "\n");
    try (JsonLines lines = JsonLines.open(file, job.reader())) {
      feeder.sendAll(lines, sent -> {});
    }
  }

  private static ControlRecord control(
      String request, String id, boolean removed, String definition) {
    return change(request, ControlRecord.Kind.WINDOW, id, removed, definition);
  }

  private static ControlRecord change(
      String request, ControlRecord.Kind kind, String id, boolean removed, String definition) {
    return new ControlRecord(
        request,
        kind,
        id,
        removed,
        false,
        definition.isEmpty() ? Optional.empty() : Optional.of(definition),
        "test",
        "");
  }

  private static Map<String, JsonNode> backtest(JobFile job) throws Exception {
    Path out = folder.resolve(job.settings().name() + "-backtest");
    Backtest.run(job, SAMPLE, out, 1, false, read -> {});
    Map<String, JsonNode> rows = new TreeMap<>();
    for (String line : Files.readAllLines(out.resolve("trends.jsonl"))) {
      ObjectNode json = (ObjectNode) JSON.readTree(line);
      json.remove(LATENESS);
      String key =
          String.join(
              "/",
              json.get("kind").asText(),
              json.get("id").asText(),
              json.get("window").asText(),
              json.get("windowStart").asText(),
              json.get("windowEnd").asText());
      rows.put(key, json);
    }
    return rows;
  }

  /** What of a back-test a running job has reported: windows that ended before its event time. */
  private static Map<String, JsonNode> closed(Map<String, JsonNode> rows, JobFile job)
      throws IOException {
    long last = Long.MIN_VALUE;
    Path enriched = folder.resolve(job.settings().name() + "-backtest/enriched.jsonl");
    for (String line : Files.readAllLines(enriched)) {
      JsonNode row = JSON.readTree(line);
      if (row.get("dateReliable").asBoolean()) {
        last = Math.max(last, Instant.parse(row.get("publishedAt").asText()).toEpochMilli());
      }
    }
    long reached = last - job.settings().time().outOfOrderness().toMillis();
    return rows.entrySet().stream()
        .filter(row -> row.getValue().get("windowEndMs").asLong() <= reached)
        .collect(
            Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
  }

  /** What differs, at most three rows of it: a whole map says nothing to a reader. */
  private static List<String> differences(
      Map<String, JsonNode> found, Map<String, JsonNode> expected) {
    Set<String> keys = new TreeSet<>(found.keySet());
    keys.addAll(expected.keySet());
    return keys.stream()
        .filter(key -> !Objects.equals(found.get(key), expected.get(key)))
        .limit(3)
        .map(key -> "found %s, expected %s".formatted(found.get(key), expected.get(key)))
        .toList();
  }

  @ParameterizedTest(name = "changes of state logged: {0}")
  @ValueSource(booleans = {false, true})
  void stoppedAndStartedAgainItGoesOnWithoutLossOrRepetition(boolean logged) throws Exception {
    JobFile job = job(logged ? "again-logged" : "again");
    Path data = folder.resolve(job.settings().name());
    Map<String, String> flink =
        logged
            ? Map.of(
                "state.changelog.enabled",
                "true",
                "state.changelog.storage",
                "filesystem",
                "state.changelog.dstl.dfs.base-path",
                folder.resolve("changes").toUri().toString())
            : Map.of();
    EmbeddedJob.prepareTopics(job, line -> {});
    List<RawRecord> records = JsonLines.all(SAMPLE, job.reader());
    Map<String, JsonNode> seen = new TreeMap<>();
    try (ArticleFeeder feeder =
            ArticleFeeder.open(job.cluster(), job.settings().name(), job.reader());
        RowReader enriched = new RowReader(job.cluster(), TopicName.ENRICHED);
        RowReader rejected = new RowReader(job.cluster(), TopicName.REJECTED);
        RowReader trends = new RowReader(job.cluster(), TopicName.TRENDS)) {
      int half = records.size() / 2;
      feeder.sendAll(records.subList(0, half).iterator(), sent -> {});
      List<Row> understood = new ArrayList<>();
      List<Row> refused = new ArrayList<>();
      try (EmbeddedJob first = EmbeddedJob.start(job, data, false, flink)) {
        assertThat(first.resumedFrom()).isEmpty();
        await(
            () -> {
              understood.addAll(enriched.poll(Duration.ofMillis(300)));
              refused.addAll(rejected.poll(Duration.ofMillis(300)));
              return understood.size() + refused.size() >= half;
            });
      }
      feeder.sendAll(records.subList(half, records.size()).iterator(), sent -> {});
      try (EmbeddedJob second = EmbeddedJob.start(job, data, false, flink)) {
        Path before = second.resumedFrom().orElseThrow();
        await(
            () -> {
              understood.addAll(enriched.poll(Duration.ofMillis(300)));
              refused.addAll(rejected.poll(Duration.ofMillis(300)));
              upsert(seen, trends.poll(Duration.ofMillis(300)));
              return understood.size() + refused.size() >= records.size()
                  && seen.keySet().containsAll(expected.keySet());
            });
        // What it went on from is needed no more.
        await(() -> Files.notExists(before));
      }
      understood.addAll(enriched.toHighWatermark(Duration.ofMinutes(1)));
      refused.addAll(rejected.toHighWatermark(Duration.ofMinutes(1)));
      assertThat(understood.size() + refused.size()).isEqualTo(records.size());
      assertThat(understood).extracting(Row::key).doesNotHaveDuplicates();
    }
    assertThat(differences(seen, expected)).isEmpty();
  }

  @Test
  void badRecordsAreRejectedWithReasonPlaceAndBytesAndHarmNothing() throws Exception {
    JobFile job = job("bad");
    EmbeddedJob.prepareTopics(job, line -> {});
    byte[] huge = new byte[20 * 1024 * 1024];
    Arrays.fill(huge, (byte) 'x');
    byte[] hugeBody =
        ("{\"title\": \"t\", \"publishedAt\": \"2026-07-04T10:00:00Z\", \"body\": \""
                + new String(huge, StandardCharsets.UTF_8)
                + "\"}")
            .getBytes(StandardCharsets.UTF_8);
    Map<String, byte[]> bad = new TreeMap<>();
    bad.put("not-json", utf8("no json"));
    bad.put("not-utf8", "{\"title\": \"防汛\"}".getBytes(Charset.forName("GBK")));
    bad.put("missing-field", utf8("{\"id\": \"x\"}"));
    bad.put("wrong-type", utf8("{\"title\": 7}"));
    bad.put("bad-date", utf8("{\"title\": \"t\", \"publishedAt\": \"soon\"}"));
    bad.put("future-date", utf8("{\"title\": \"t\", \"publishedAt\": \"2027-07-04\"}"));
    bad.put("too-large", hugeBody);
    bad.put("control-characters", utf8("{\"title\": \"a\\u0007\"}"));
    bad.put("empty", new byte[0]);
    List<byte[]> records = new ArrayList<>();
    records.add(article("good-1", "2026-07-04T10:00:00Z"));
    records.addAll(bad.values());
    records.add(null);
    records.add(article("good-1", "2026-07-04T10:00:00Z"));
    records.add(article("good-2", "2026-07-04T10:05:00Z"));
    records.add(article("later", "2026-07-08T10:00:00Z"));
    records.add(article("too-late", "2026-07-04T10:00:00Z"));
    send(job.cluster(), records);

    List<Row> rejected = new ArrayList<>();
    List<Row> enriched = new ArrayList<>();
    List<Row> late = new ArrayList<>();
    try (EmbeddedJob running = EmbeddedJob.start(job, folder.resolve("bad"), false, Map.of());
        RowReader rejections = new RowReader(job.cluster(), TopicName.REJECTED);
        RowReader articles = new RowReader(job.cluster(), TopicName.ENRICHED);
        RowReader lates = new RowReader(job.cluster(), TopicName.LATE)) {
      await(
          () -> {
            assertThat(running.isRunning()).isTrue();
            rejected.addAll(rejections.poll(Duration.ofMillis(300)));
            enriched.addAll(articles.poll(Duration.ofMillis(300)));
            late.addAll(lates.poll(Duration.ofMillis(300)));
            return rejected.size() + enriched.size() >= records.size() && !late.isEmpty();
          });
    }

    assertThat(enriched)
        .extracting(Row::key)
        .containsExactly("good-1", "good-2", "later", "too-late");
    assertThat(late).extracting(Row::key).containsExactly("too-late");
    int accumulated = enriched.size() - late.size();
    assertThat(accumulated + late.size() + rejected.size()).isEqualTo(records.size());
    Map<Integer, JsonNode> byOffset = new TreeMap<>();
    for (Row row : rejected) {
      JsonNode json = JSON.readTree(row.value());
      byOffset.put(json.get("offset").asInt(), json);
      assertThat(row.key()).isEqualTo("bad.articles-0-" + json.get("offset").asInt());
      assertThat(json.get("topic").asText()).isEqualTo("bad.articles");
    }
    int offset = 1;
    for (Map.Entry<String, byte[]> one : bad.entrySet()) {
      JsonNode row = byOffset.get(offset++);
      assertThat(row.get("reason").asText()).isEqualTo(one.getKey());
      byte[] kept = Arrays.copyOf(one.getValue(), Math.min(one.getValue().length, 64 * 1024));
      assertThat(Base64.getDecoder().decode(row.get("raw").asText())).isEqualTo(kept);
      assertThat(row.get("rawLength").asInt()).isEqualTo(one.getValue().length);
    }
    assertThat(byOffset.get(offset++).get("reason").asText())
        .as("the null record")
        .isEqualTo("empty");
    assertThat(byOffset.get(offset).get("reason").asText()).isEqualTo("repeated-id");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] article(String id, String publishedAt) {
    return utf8(
        "{\"id\": \"%s\", \"source\": \"s\", \"title\": \"防汛\", \"publishedAt\": \"%s\"}"
            .formatted(id, publishedAt));
  }

  private static void send(KafkaCluster cluster, List<byte[]> records) throws Exception {
    Map<String, Object> properties =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            cluster.bootstrapServers(),
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            TopicName.MAX_RECORD);
    long arrival = Instant.parse("2026-07-08T12:00:00Z").toEpochMilli();
    try (var producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (byte[] record : records) {
        producer
            .send(
                new ProducerRecord<>(
                    TopicName.ARTICLES.in(cluster.prefix()), 0, arrival, null, record))
            .get();
      }
    }
  }
}
