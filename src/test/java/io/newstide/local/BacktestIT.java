package io.newstide.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.newstide.feed.JsonLines;
import io.newstide.job.DemoJob;
import io.newstide.job.JobFile;
import io.newstide.kafka.Schemas;
import io.newstide.kafka.TopicName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import recount.Recount;

/** The sample through the production graph, and its rows counted again by other means. */
class BacktestIT {

  private static final Path SAMPLE = Path.of("jobs/sample/articles.jsonl");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JobFile JOB =
      JobFile.read(Path.of("jobs/demo.yaml"), Map.of(), Map.of())
          .withWindows(Map.of("6h", "PT6H/PT2H"));
  private static final AtomicLong LAST_PROGRESS = new AtomicLong();

  @TempDir private static Path folder;

  /** With fewer windows, where all rows are compared or looked at one by one. */
  private static JobFile few;

  @BeforeAll
  static void run() throws Exception {
    run(JOB, "first", 1, false);
    few = JobFile.read(DemoJob.write(folder, DemoJob.FEW_WINDOWS), Map.of(), Map.of());
    run(few, "few", 1, false);
  }

  private static Path run(JobFile job, String name, int parallelism, boolean allRevisions)
      throws Exception {
    Path out = folder.resolve(name);
    Backtest.run(job, SAMPLE, out, parallelism, allRevisions, LAST_PROGRESS::set);
    return out;
  }

  private static List<JsonNode> rows(Path out, TopicName topic) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(out.resolve(topic.fileName() + ".jsonl"))) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }

  @Test
  void aRecountFromTheEnrichedArticlesGivesEveryRow() throws Exception {
    assertThat(
            Recount.check(
                    folder.resolve("first"),
                    ZoneId.of("Asia/Shanghai"),
                    Duration.ofMinutes(10),
                    20,
                    List.of(
                        "hour=PT1H",
                        "3h=PT3H/PT1H",
                        "day=P1D",
                        "today=P1D+PT1H",
                        "week=P1W",
                        "month=P1M",
                        "visit=~PT6H",
                        "6h=PT6H/PT2H"))
                .stream()
                .limit(3))
        .isEmpty();
  }

  @Test
  void theSameArticlesAndSettingsGiveTheSameBytes() throws Exception {
    Path again = run(few, "again", 1, false);
    for (TopicName topic : TopicName.results()) {
      String file = topic.fileName() + ".jsonl";
      assertThat(again.resolve(file)).hasSameBinaryContentAs(folder.resolve("few").resolve(file));
    }
  }

  @Test
  void twoSubtasksGiveTheSameFinalRows() throws Exception {
    Path parallel = run(few, "parallel", 2, false);
    for (TopicName topic : List.of(TopicName.TRENDS, TopicName.SLICES, TopicName.ENRICHED)) {
      Set<JsonNode> different = new HashSet<>(withoutRevisions(parallel, topic));
      List<JsonNode> expected = withoutRevisions(folder.resolve("few"), topic);
      assertThat(different).hasSameSizeAs(expected);
      expected.forEach(different::remove);
      assertThat(different.stream().limit(3)).as(topic.fileName()).isEmpty();
    }
  }

  private static List<JsonNode> withoutRevisions(Path out, TopicName topic) throws IOException {
    List<JsonNode> rows = rows(out, topic);
    rows.forEach(row -> ((ObjectNode) row).remove(List.of("revision", "firing")));
    return rows;
  }

  @Test
  void everyCopyInTheSampleTellsTheStoryOfItsOriginal() throws Exception {
    Map<String, String> copies = new HashMap<>();
    for (JsonNode row : rows(folder.resolve("first"), TopicName.ENRICHED)) {
      if (!row.get("duplicateOf").isNull()) {
        copies.put(row.get("id").asText(), row.get("duplicateOf").asText());
      }
    }
    assertThat(copies)
        .isEqualTo(
            Map.of(
                "lj-copy-01", "lj-flood-18",
                "lj-copy-02", "lj-flood-13",
                "lj-copy-03", "lj-flood-19",
                "lj-copy-04", "lj-robot-06",
                "lj-copy-05", "lj-robot-06",
                "lj-copy-06", "lj-robot-08",
                "lj-copy-07", "lj-robot-12",
                "lj-copy-08", "lj-green-01",
                "lj-copy-09", "lj-flood-22",
                "lj-copy-10", "lj-city-07"));
  }

  @Test
  void everyRecordReadIsAccumulatedLateOrRejected() throws Exception {
    Path out = folder.resolve("first");
    long accumulated =
        rows(out, TopicName.ENRICHED).stream().filter(r -> !r.get("late").asBoolean()).count();
    long late = rows(out, TopicName.LATE).size();
    long rejected = rows(out, TopicName.REJECTED).size();

    assertThat(accumulated + late + rejected).isEqualTo(JsonLines.count(SAMPLE));
    assertThat(accumulated)
        .as("the total of the slices")
        .isEqualTo(
            rows(out, TopicName.SLICES).stream()
                .filter(row -> row.get("kind").asText().equals("total"))
                .mapToLong(row -> row.get("mentions").asLong())
                .sum());
    assertThat(rows(out, TopicName.ENRICHED))
        .filteredOn(r -> r.get("late").asBoolean())
        .hasSize((int) late);
  }

  @Test
  void everyRevisionIsThereWhenAskedForAndTheLastIsTheRow() throws Exception {
    Path all = run(few, "all", 1, true);
    List<JsonNode> revisions = rows(all, TopicName.TRENDS);
    List<JsonNode> last = rows(folder.resolve("few"), TopicName.TRENDS);

    assertThat(revisions.size()).isGreaterThan(last.size());
    assertThat(new HashSet<>(revisions).containsAll(last)).isTrue();
    Map<String, List<JsonNode>> byKey = new HashMap<>();
    for (JsonNode row : revisions) {
      if (!row.get("kind").asText().equals("topic") || row.get("window").asText().equals("visit")) {
        continue; // what is withdrawn and comes back begins anew
      }
      String key =
          String.join(
              "/",
              row.get("kind").asText(),
              row.get("id").asText(),
              row.get("window").asText(),
              row.get("windowStart").asText(),
              row.get("windowEnd").asText());
      byKey.computeIfAbsent(key, absent -> new ArrayList<>()).add(row);
    }
    // Provisional, then on time, then corrected, each one revision higher.
    assertThat(byKey.values())
        .allSatisfy(
            rows -> {
              assertThat(rows)
                  .extracting(row -> row.get("revision").asInt())
                  .isEqualTo(IntStream.range(0, rows.size()).boxed().toList());
              assertThat(
                      String.join(" ", rows.stream().map(r -> r.get("firing").asText()).toList()))
                  .matches("(EARLY ?)*(ON_TIME ?)?(LATE ?)*");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "ENRICHED, enriched",
    "TRENDS, trend",
    "SLICES, slice",
    "LATE, late",
    "REJECTED, rejected",
  })
  void everyRowKeepsItsSchema(TopicName topic, String schema) throws Exception {
    JsonSchema of =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Schemas.read(schema));
    List<JsonNode> rows = rows(folder.resolve("few"), topic);

    assertThat(rows).isNotEmpty();
    assertThat(rows.stream().filter(row -> !of.validate(row).isEmpty()).limit(1))
        .allSatisfy(row -> assertThat(of.validate(row)).as(row.toString()).isEmpty());
  }

  @Test
  void tellsItsProgressAndLeavesOnlyItsFiles() throws Exception {
    try (var files = Files.list(folder.resolve("first"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "enriched.jsonl",
              "trends.jsonl",
              "slices.jsonl",
              "alerts.jsonl",
              "emerging.jsonl",
              "late.jsonl",
              "rejected.jsonl");
    }
  }
}
