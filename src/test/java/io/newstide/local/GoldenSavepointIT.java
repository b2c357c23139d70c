package io.newstide.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.newstide.article.Incoming;
import io.newstide.article.RawRecord;
import io.newstide.feed.JsonLines;
import io.newstide.job.JobFile;
import io.newstide.job.KafkaEndpoints;
import io.newstide.job.NewstideJob;
import io.newstide.kafka.ArticleFeeder;
import io.newstide.kafka.Row;
import io.newstide.kafka.RowReader;
import io.newstide.kafka.TopicName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.flink.core.execution.SavepointFormatType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A savepoint of the whole job as a version wrote it once, restored by the job as it is: its
 * windows end as if nothing had happened. {@code -Dnewstide.golden=write} writes it anew, which
 * until 1.0 is allowed; see CONTRIBUTING.md.
 */
class GoldenSavepointIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SAMPLE = Path.of("jobs/sample/articles.jsonl");
  private static final Path SAVEPOINT = Path.of("src/test/resources/golden/0.1/savepoint");

  /** So many articles were read before the savepoint. */
  private static final int BEFORE = 30;

  @TempDir private Path folder;

  @Test
  void theJobGoesOnFromTheSavepointOfEachVersion() throws Exception {
    if (System.getProperty("newstide.golden", "").equals("write")) {
      write();
    }
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"))) {
      JobFile job = job(broker);
      List<RawRecord> records = feed(job, Integer.MAX_VALUE);
      run(
          job,
          Map.of("execution.state-recovery.path", SAVEPOINT.toAbsolutePath().toUri().toString()),
          accepted(job, records.subList(BEFORE, records.size())),
          true);
      Map<String, JsonNode> found = new TreeMap<>();
      try (RowReader rows = new RowReader(job.cluster(), TopicName.TRENDS)) {
        for (Row row : rows.toHighWatermark(Duration.ofMinutes(1))) {
          if (row.value() == null) {
            found.remove(row.key());
          } else {
            found.put(row.key(), comparable(row.value()));
          }
        }
      }
      Path out = folder.resolve("backtest");
      Backtest.run(job, SAMPLE, out, 1, false, read -> {});
      Map<String, Boolean> late = new TreeMap<>();
      for (String line : Files.readAllLines(out.resolve("enriched.jsonl"))) {
        JsonNode row = JSON.readTree(line);
        late.put(row.get("id").asText(), row.get("late").asBoolean());
      }
      try (RowReader rows = new RowReader(job.cluster(), TopicName.ENRICHED)) {
        for (Row row : rows.toHighWatermark(Duration.ofMinutes(1))) {
          assertThat(JSON.readTree(row.value()).get("late").asBoolean())
              .as("late: " + row.key())
              .isEqualTo(late.get(row.key()));
        }
      }
      Instant reached = Instant.ofEpochMilli(records.get(BEFORE - 1).timestamp());
      Map<String, JsonNode> expected = new TreeMap<>();
      for (String line : Files.readAllLines(out.resolve("trends.jsonl"))) {
        JsonNode row = comparable(line.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        if (Instant.parse(row.get("windowEnd").asText()).isAfter(reached)) {
          expected.put(key(row), row);
        }
      }
      Map<String, JsonNode> later = new TreeMap<>();
      for (JsonNode row : found.values()) {
        if (Instant.parse(row.get("windowEnd").asText()).isAfter(reached)) {
          later.put(key(row), row);
        }
      }
      assertThat(expected).hasSizeGreaterThan(1000);
      Set<String> keys = new TreeSet<>(expected.keySet());
      keys.addAll(later.keySet());
      assertThat(
              keys.stream()
                  .filter(one -> !Objects.equals(expected.get(one), later.get(one)))
                  .limit(3)
                  .map(one -> "found %s, expected %s".formatted(later.get(one), expected.get(one))))
          .isEmpty();
    }
  }

  private static JsonNode comparable(byte[] row) throws IOException {
    var json = (ObjectNode) JSON.readTree(row);
    json.remove(List.of("revision", "firing"));
    return json;
  }

  private static String key(JsonNode row) {
    return Stream.of("kind", "id", "window", "windowStart", "windowEnd")
        .map(field -> row.get(field).asText())
        .reduce((one, other) -> one + "/" + other)
        .orElseThrow();
  }

  private static JobFile job(EmbeddedBroker broker) {
    return JobFile.read(
        Path.of("jobs/demo.yaml"),
        Map.of("kafka.bootstrapServers", broker.bootstrapServers()),
        Map.of());
  }

  private static List<RawRecord> feed(JobFile job, int most) {
    EmbeddedJob.prepareTopics(job, line -> {});
    List<RawRecord> records = JsonLines.all(SAMPLE, job.reader());
    try (ArticleFeeder feeder = ArticleFeeder.open(job.cluster(), "golden", job.reader())) {
      // In two transactions, so that offsets are those of the savepoint.
      records.stream().limit(BEFORE).forEach(feeder::send);
      feeder.commit();
      records.stream().limit(most).skip(BEFORE).forEach(feeder::send);
      feeder.commit();
    }
    return records;
  }

  private void write() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("old"))) {
      JobFile job = job(broker);
      List<RawRecord> records = feed(job, BEFORE);
      String written =
          run(
              job,
              Map.of("execution.checkpointing.snapshot-compression", "true"),
              accepted(job, records.subList(0, BEFORE)),
              false);
      try (Stream<Path> old = Files.exists(SAVEPOINT) ? Files.walk(SAVEPOINT) : Stream.empty()) {
        for (Path file : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
      Files.createDirectories(SAVEPOINT);
      try (Stream<Path> files = Files.list(Path.of(java.net.URI.create(written)))) {
        for (Path file : files.toList()) {
          Files.copy(file, SAVEPOINT.resolve(file.getFileName()));
        }
      }
    }
  }

  private static Set<String> accepted(JobFile job, List<RawRecord> records) {
    Set<String> ids = new HashSet<>();
    for (RawRecord record : records) {
      if (job.reader().read(record) instanceof Incoming.Accepted accepted) {
        ids.add(accepted.article().id());
      }
    }
    return ids;
  }

  /** Runs the job until some articles have come out, and stops it; where its savepoint is. */
  private String run(JobFile job, Map<String, String> more, Set<String> articles, boolean drain)
      throws Exception {
    Map<String, String> flink = new TreeMap<>(more);
    flink.put("execution.checkpointing.storage", "filesystem");
    flink.put("execution.checkpointing.dir", folder.resolve("checkpoints").toUri().toString());
    var env = LocalFlink.environment(job, 1, flink);
    NewstideJob.build(env, job, new KafkaEndpoints(job, false));
    var client = env.executeAsync("golden");
    Set<String> missing = new HashSet<>(articles);
    try (RowReader rows = new RowReader(job.cluster(), TopicName.ENRICHED)) {
      long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
      while (!missing.isEmpty()) {
        rows.poll(Duration.ofMillis(200)).forEach(row -> missing.remove(row.key()));
        assertThat(System.nanoTime()).as("within five minutes: " + missing).isLessThan(end);
      }
    }
    return client
        .stopWithSavepoint(
            drain, folder.resolve("savepoints").toString(), SavepointFormatType.CANONICAL)
        .get();
  }
}
