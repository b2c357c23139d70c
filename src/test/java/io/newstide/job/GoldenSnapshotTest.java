package io.newstide.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.trend.Trend;
import io.newstide.trend.TrendRow;
import io.newstide.trend.WindowBoard;
import io.newstide.window.Slicing;
import io.newstide.window.SubjectHistory;
import io.newstide.window.WindowShape;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.api.Test;

/**
 * The state of the windows as this version wrote it once, restored by the code as it is: what an
 * operator's savepoint goes through at an upgrade. {@code -Dnewstide.golden=write} writes it anew,
 * which until 1.0 is allowed; see CONTRIBUTING.md.
 */
class GoldenSnapshotTest {

  private static final Path FOLDER = Path.of("src/test/resources/golden/0.1");
  private static final Slicing SLICING =
      new Slicing(ZoneId.of("Asia/Shanghai"), Duration.ofMinutes(10));
  private static final EngineHarness.Settings SETTINGS =
      new EngineHarness.Settings(
          List.of(
              WindowShape.parse("hour", "PT1H", SLICING),
              WindowShape.parse("day", "P1D", SLICING),
              WindowShape.parse("visit", "~PT2H", SLICING)),
          SLICING,
          new SubjectHistory.Terms(Duration.ofDays(2).toMillis(), Duration.ofDays(1).toMillis()),
          List.of(new WindowBoard.RankedTopic("flood", "防汛", "v1")),
          20);

  private static long at(String time) {
    return Instant.parse("2026-07-04T" + time + ":00Z").toEpochMilli();
  }

  private static void article(EngineHarness engine, String id, String time) throws Exception {
    engine.article(
        Samples.enriched(Samples.article(id, Instant.ofEpochMilli(at(time)).toString()), "flood"));
  }

  private static void write() throws Exception {
    try (var engine = new EngineHarness(SETTINGS, 1)) {
      article(engine, "a1", "10:05");
      article(engine, "a2", "10:45");
      engine.watermark(at("11:00") - 1);
      article(engine, "a3", "11:05");
      EngineHarness.Saved saved = engine.barrier(1);
      OperatorSnapshotUtil.writeStateHandle(
          saved.accumulate(), FOLDER.resolve("accumulate.snapshot").toString());
      OperatorSnapshotUtil.writeStateHandle(
          saved.rank(), FOLDER.resolve("rank.snapshot").toString());
    }
  }

  private static OperatorSubtaskState read(String operator) throws Exception {
    return OperatorSnapshotUtil.readStateHandle(FOLDER.resolve(operator + ".snapshot").toString());
  }

  @Test
  void whatThisVersionWroteIsReadByWhatItHasBecome() throws Exception {
    if (System.getProperty("newstide.golden", "").equals("write")) {
      write();
    }
    var saved = new EngineHarness.Saved(read("accumulate"), read("rank"), 1);
    try (var engine = new EngineHarness(SETTINGS, 2, saved, null)) {
      article(engine, "late", "10:15");
      engine.watermark(at("12:00") - 1);
      assertThat(engine.rows())
          .filteredOn(row -> row.subject().id().equals("flood"))
          .extracting(GoldenSnapshotTest::text)
          .containsExactlyInAnyOrder(
              "hour 10:00 3 LATE r1",
              "hour 11:00 1 ON_TIME r0",
              "day 16:00 4 EARLY r1",
              "visit 10:00 withdrawn",
              "visit 10:00 4 EARLY r0");
    }
  }

  private static String text(TrendRow row) {
    String of =
        row.window() + " " + Instant.ofEpochMilli(row.span().start()).toString().substring(11, 16);
    return row instanceof Trend trend
        ? "%s %d %s r%d".formatted(of, trend.count().mentions(), trend.firing(), trend.revision())
        : of + " withdrawn";
  }
}
