package io.newstide.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.newstide.job.JobFile;
import io.newstide.kafka.TopicName;
import io.newstide.local.Backtest;
import java.io.IOException;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of an article on the architecture page: rows of a back-test of the sample. */
class WrittenLifeIT {

  private static final Path PAGE = Path.of("docs/architecture.md");
  private static final Path SAMPLE = Path.of("jobs/sample/articles.jsonl");
  private static final int WIDTH = 116;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;

  @BeforeAll
  static void run() throws Exception {
    // The sample has too few articles for an alert at the default threshold.
    JobFile job =
        JobFile.read(Path.of("jobs/demo.yaml"), Map.of("trends.threshold", "2"), Map.of());
    Backtest.run(job, SAMPLE, folder, 1, true, read -> {});
  }

  @Test
  void thePageHasTheRowsOfTheArticle() throws IOException {
    part("life-article", "article", row(SAMPLE, row -> is(row, "id", "lj-flood-13")));
    part("life-enriched", "enriched", row(TopicName.ENRICHED, "id", "lj-flood-13"));
    part(
        "life-slice",
        "slice",
        row(
            TopicName.SLICES,
            "kind",
            "topic",
            "id",
            "flood-prevention",
            "sliceStart",
            "2026-07-05T03:20:00Z"));
    for (String firing : List.of("EARLY", "ON_TIME")) {
      part(
          "life-" + firing,
          "trend",
          row(
              TopicName.TRENDS,
              "kind",
              "topic",
              "id",
              "flood-prevention",
              "window",
              "hour",
              "windowStart",
              "2026-07-05T03:00:00Z",
              "firing",
              firing));
    }
    part(
        "life-alert",
        "alert",
        row(TopicName.ALERTS, "kind", "topic-place", "id", "flood-prevention@澜江", "state", "OPEN"));
  }

  @Test
  void thePageHasTheRowsOfOthersThatFareOtherwise() throws IOException {
    part("life-copy", "enriched", row(TopicName.ENRICHED, "id", "lj-copy-02"));
    part(
        "life-correction",
        "trend",
        row(
            TopicName.TRENDS,
            "kind",
            "topic",
            "id",
            "flood-prevention",
            "window",
            "hour",
            "windowStart",
            "2026-07-06T01:00:00Z",
            "firing",
            "LATE"));
    part("life-late", "late", row(TopicName.LATE, "id", "lj-robot-14"));
    part("life-rejected", "rejected", row(TopicName.REJECTED, "reason", "bad-date"));
  }

  private static void part(String name, String schema, JsonNode row) throws IOException {
    Generated.part(PAGE, name, "```json " + schema + "\n" + wrapped(row) + "\n```\n");
  }

  /** The one row of a topic that has these values in these fields. */
  private static JsonNode row(TopicName topic, String... fieldsAndValues) throws IOException {
    return row(
        folder.resolve(topic.fileName() + ".jsonl"),
        row -> {
          boolean all = true;
          for (int i = 0; i < fieldsAndValues.length; i += 2) {
            all &= is(row, fieldsAndValues[i], fieldsAndValues[i + 1]);
          }
          return all;
        });
  }

  private static boolean is(JsonNode row, String field, String value) {
    return row.path(field).asText().equals(value);
  }

  private static JsonNode row(Path file, Predicate<JsonNode> which) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    try (Stream<String> lines = Files.lines(file)) {
      // Some of the sample's lines are broken on purpose.
      for (String line : (Iterable<String>) lines.filter(one -> one.endsWith("}"))::iterator) {
        JsonNode row = JSON.readTree(line);
        if (which.test(row)) {
          rows.add(row);
        }
      }
    }
    assertThat(rows).as(file.toString()).hasSize(1);
    return rows.get(0);
  }

  /** On lines of a width as far as texts allow it; small things are kept together. */
  private static String wrapped(JsonNode row) {
    StringBuilder all = new StringBuilder();
    int column = 0;
    for (String piece : pieces(row, false)) {
      int columns = columns(piece);
      if (column > 0 && column + 1 + columns > WIDTH) {
        all.append("\n ");
        column = 1;
      } else if (column > 0) {
        all.append(' ');
        column++;
      }
      all.append(piece);
      column += columns;
    }
    return all.toString();
  }

  /** Chinese characters take two columns. */
  private static int columns(String text) {
    return text.codePoints().map(one -> one < 0x2e80 ? 1 : 2).sum();
  }

  /** What a value is written in, to be put on lines one after the other. */
  private static List<String> pieces(JsonNode value, boolean element) {
    if (value.isFloatingPointNumber()) {
      // Enough to read, and the same on every machine.
      return List.of(
          value
              .decimalValue()
              .setScale(4, RoundingMode.HALF_EVEN)
              .stripTrailingZeros()
              .toPlainString());
    }
    if (!value.isContainerNode() || value.isEmpty()) {
      return List.of(value.toString());
    }
    List<String> pieces = new ArrayList<>();
    Iterator<String> names = value.fieldNames();
    for (JsonNode child : value) {
      List<String> below = new ArrayList<>(pieces(child, value.isArray()));
      if (value.isObject()) {
        below.set(0, TextNode.valueOf(names.next()) + ": " + below.get(0));
      }
      if (pieces.isEmpty()) {
        below.set(0, (value.isObject() ? "{" : "[") + below.get(0));
      } else {
        pieces.set(pieces.size() - 1, pieces.get(pieces.size() - 1) + ",");
      }
      pieces.addAll(below);
    }
    pieces.set(pieces.size() - 1, pieces.get(pieces.size() - 1) + (value.isObject() ? "}" : "]"));
    String together = String.join(" ", pieces);
    return element && columns(together) < WIDTH ? List.of(together) : pieces;
  }
}
