package io.newstide.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.kafka.ControlRecord;
import io.newstide.trend.Trend;
import io.newstide.trend.TrendRow;
import io.newstide.trend.WindowBoard;
import io.newstide.window.Slicing;
import io.newstide.window.SubjectHistory;
import io.newstide.window.SubjectKind;
import io.newstide.window.SubjectSlice;
import io.newstide.window.WindowDefinition;
import io.newstide.window.WindowShape;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.junit.jupiter.api.Test;

/** {@link Accumulate} and {@link Rank}: when rows come, and what is kept. */
class WindowsTest {

  private static final Slicing SLICING =
      new Slicing(ZoneId.of("Asia/Shanghai"), Duration.ofMinutes(10));
  private static final SubjectHistory.Terms TERMS =
      new SubjectHistory.Terms(Duration.ofDays(2).toMillis(), Duration.ofDays(1).toMillis());

  private static EngineHarness.Settings settings(String... shapes) {
    List<WindowDefinition> windows = new ArrayList<>();
    for (String shape : shapes) {
      String[] named = shape.split("=", 2);
      windows.add(WindowShape.parse(named[0], named[1], SLICING));
    }
    return new EngineHarness.Settings(
        windows,
        SLICING,
        TERMS,
        List.of(
            new WindowBoard.RankedTopic("flood", "防汛", "v1"),
            new WindowBoard.RankedTopic("robot", "机器人", "v1")),
        20);
  }

  /** A moment of 2026-07-04 in UTC, or some days later. */
  private static long at(String time) {
    return at(0, time);
  }

  private static long at(int days, String time) {
    return LocalDateTime.parse("2026-07-04T" + time + ":00")
        .plusDays(days)
        .toInstant(ZoneOffset.UTC)
        .toEpochMilli();
  }

  private static void article(EngineHarness engine, String id, String time, String... topics)
      throws Exception {
    engine.article(
        Samples.enriched(Samples.article(id, Instant.ofEpochMilli(at(time)).toString()), topics));
  }

  /** The rows of a topic: window, end, mentions, total, firing. */
  private static List<String> rows(EngineHarness engine, String topic) {
    List<String> rows = new ArrayList<>();
    for (TrendRow row : engine.newRows()) {
      if (row.subject().id().equals(topic)) {
        String span = span(row);
        rows.add(
            row instanceof Trend trend
                ? "%s %s %d/%d %s r%d"
                    .formatted(
                        row.window(),
                        span,
                        trend.count().mentions(),
                        trend.totalMentions(),
                        trend.firing(),
                        trend.revision())
                : "%s %s withdrawn".formatted(row.window(), span));
      }
    }
    rows.sort(null);
    return rows;
  }

  private static String span(TrendRow row) {
    return String.format(
        Locale.ROOT,
        "%tR-%tR",
        Instant.ofEpochMilli(row.span().start()).atOffset(ZoneOffset.UTC),
        Instant.ofEpochMilli(row.span().end()).atOffset(ZoneOffset.UTC));
  }

  @Test
  void aWindowHasProvisionalRowsThenOneOnTimeThenCorrections() throws Exception {
    try (var engine = new EngineHarness(settings("hour=PT1H", "3h=PT3H/PT1H"), 2)) {
      article(engine, "a1", "10:05", "flood");
      engine.watermark(at("10:10") - 2);
      assertThat(rows(engine, "flood")).isEmpty();
      engine.watermark(at("10:10") - 1);
      assertThat(rows(engine, "flood"))
          .containsExactly(
              "3h 08:00-11:00 1/1 EARLY r0",
              "3h 09:00-12:00 1/1 EARLY r0",
              "3h 10:00-13:00 1/1 EARLY r0",
              "hour 10:00-11:00 1/1 EARLY r0");

      article(engine, "a2", "10:55");
      engine.watermark(at("11:00") - 1);
      assertThat(rows(engine, "flood"))
          .containsExactly("3h 08:00-11:00 1/2 ON_TIME r1", "hour 10:00-11:00 1/2 ON_TIME r1");

      article(engine, "late", "10:30", "flood");
      engine.watermark(at("11:10"));
      assertThat(rows(engine, "flood"))
          .containsExactly(
              "3h 08:00-11:00 2/3 LATE r2",
              "3h 09:00-12:00 2/3 EARLY r1",
              "3h 10:00-13:00 2/3 EARLY r1",
              "hour 10:00-11:00 2/3 LATE r2");
    }
  }

  @Test
  void aTopicThatDoesNotOccurHasARowOfZerosOnTimeAndNoneBefore() throws Exception {
    try (var engine = new EngineHarness(settings("hour=PT1H"), 1)) {
      article(engine, "a1", "10:05", "flood");
      engine.watermark(at("10:30"));
      assertThat(rows(engine, "robot")).isEmpty();
      engine.watermark(at("11:30"));
      assertThat(rows(engine, "robot")).containsExactly("hour 10:00-11:00 0/1 ON_TIME r0");
    }
  }

  @Test
  void aSessionThatGrowsOrJoinsAnotherWithdrawsItsOldKey() throws Exception {
    try (var engine = new EngineHarness(settings("visit=~PT2H"), 2)) {
      article(engine, "a1", "10:05", "flood");
      engine.watermark(at("10:10") - 1);
      assertThat(rows(engine, "flood")).containsExactly("visit 10:00-12:10 1/1 EARLY r0");

      article(engine, "a2", "11:05", "flood");
      article(engine, "a3", "11:15");
      engine.watermark(at("11:20") - 1);
      assertThat(rows(engine, "flood"))
          .containsExactly("visit 10:00-12:10 withdrawn", "visit 10:00-13:10 2/3 EARLY r0");

      article(engine, "a4", "14:05", "flood");
      engine.watermark(at("16:10") - 1);
      assertThat(rows(engine, "flood"))
          .containsExactly("visit 10:00-13:10 2/3 ON_TIME r1", "visit 14:00-16:10 1/1 ON_TIME r0");

      article(engine, "late", "12:35", "flood");
      engine.watermark(at("16:20"));
      assertThat(rows(engine, "flood"))
          .containsExactly(
              "visit 10:00-13:10 withdrawn",
              "visit 10:00-16:10 4/5 ON_TIME r0",
              "visit 14:00-16:10 withdrawn");

      article(engine, "other", "12:45");
      engine.watermark(at("16:30"));
      assertThat(rows(engine, "flood"))
          .as("a late article of another subject is in its total")
          .containsExactly("visit 10:00-16:10 4/6 LATE r1");
    }
  }

  @Test
  void ranksNamesAndKeywordsWhenTheWindowHasClosed() throws Exception {
    try (var engine = new EngineHarness(settings("hour=PT1H"), 2)) {
      article(engine, "a1", "10:05", "flood");
      engine.watermark(at("10:30"));
      assertThat(rows(engine, "防汛")).isEmpty();
      engine.watermark(at("11:00"));
      assertThat(engine.rows())
          .filteredOn(row -> row.subject().kind() != SubjectKind.TOPIC)
          .extracting(row -> row.subject().kind() + " " + row.subject().id())
          .containsExactlyInAnyOrder(
              "KEYWORD 防汛",
              "KEYWORD 水位",
              "PERSON 梁若兰",
              "PLACE 澜江市",
              "ORGANISATION 澜江市水务局",
              "TOPIC_PLACE flood@澜江市");
    }
  }

  @Test
  void publishesTheSlicesOfTopicsPlacesAndTheTotal() throws Exception {
    try (var engine = new EngineHarness(settings("hour=PT1H"), 2)) {
      article(engine, "a1", "10:05", "flood");
      engine.watermark(at("10:10") - 1);
      assertThat(engine.slices())
          .extracting(slice -> slice.subject().id())
          .containsExactlyInAnyOrder("all", "flood", "flood@澜江市");
      article(engine, "a2", "10:06", "flood");
      engine.watermark(at("10:20"));
      assertThat(engine.slices())
          .filteredOn(slice -> slice.subject().id().equals("flood"))
          .extracting(slice -> slice.tally().mentions())
          .containsExactly(1L, 2L);
    }
  }

  @Test
  void holdsOneMomentASubjectAndNothingWhenRetentionHasPassed() throws Exception {
    for (boolean rocks : List.of(false, true)) {
      try (var engine =
          new EngineHarness(
              settings("hour=PT1H", "day=P1D", "visit=~PT2H"),
              1,
              null,
              rocks ? new EmbeddedRocksDBStateBackend() : null)) {
        for (int minute = 10; minute < 60; minute += 10) {
          article(engine, "a" + minute, "10:" + minute, "flood");
          engine.watermark(at("10:" + minute));
        }
        // total, topic, two keywords, a person, a place, an organisation, the topic at the place
        engine.barrier(1);
        assertThat(engine.due()).isEqualTo(8);
        engine.watermark(at(2, "10:50"));
        if (!rocks) {
          assertThat(engine.entries()).isPositive();
        }
        // a topic's row one size later waits for a total as long as that is kept
        engine.watermark(at(6, "00:00"));
        engine.barrier(2);
        if (!rocks) {
          assertThat(engine.entries()).isZero();
        }
        assertThat(engine.due()).isZero();
        assertThat(engine.timers()).isZero();
      }
    }
  }

  @Test
  void goesOnAfterAFailureAsIfNothingHadBeenOnAnyNumberOfSubtasks() throws Exception {
    EngineHarness.Saved saved;
    try (var engine = new EngineHarness(settings("hour=PT1H", "3h=PT3H/PT1H"), 1)) {
      article(engine, "a1", "10:05", "flood");
      engine.watermark(at("11:00"));
      saved = engine.barrier(1);
    }
    try (var engine = new EngineHarness(settings("hour=PT1H", "3h=PT3H/PT1H"), 3, saved, null)) {
      article(engine, "a2", "11:05", "flood");
      engine.watermark(at("12:00"));
      assertThat(rows(engine, "flood"))
          .containsExactly(
              "3h 09:00-12:00 2/2 ON_TIME r1",
              "3h 10:00-13:00 2/2 EARLY r1",
              "3h 11:00-14:00 1/1 EARLY r0",
              "hour 11:00-12:00 1/1 ON_TIME r0");
    }
  }

  @Test
  void afterAFailureWhoWasBehindDecidesWhatTheOthersHadDecided() throws Exception {
    EngineHarness.Saved saved;
    try (var engine = new EngineHarness(settings("hour=PT1H"), 2)) {
      article(engine, "a1", "10:05", "flood");
      engine.watermark(at("10:30"));
      engine.watermark(at("11:00"), 0);
      saved = engine.barrier(1);
    }
    try (var engine = new EngineHarness(settings("hour=PT1H"), 2, saved, null)) {
      engine.watermark(at("11:00"));
      assertThat(engine.rows())
          .filteredOn(row -> row.subject().kind() != SubjectKind.TOPIC)
          .extracting(row -> row.subject().kind() + " " + row.subject().id())
          .containsExactlyInAnyOrder(
              "KEYWORD 防汛",
              "KEYWORD 水位",
              "PERSON 梁若兰",
              "PLACE 澜江市",
              "ORGANISATION 澜江市水务局",
              "TOPIC_PLACE flood@澜江市");
    }
  }

  @Test
  void whatIsTakenAwayMakesRoomForWhatStoodBehindIt() throws Exception {
    var narrow =
        new EngineHarness.Settings(
            settings("hour=PT1H").windows(), SLICING, TERMS, settings("h=PT1H").topics(), 1);
    try (var engine = new EngineHarness(narrow, 1)) {
      article(engine, "a1", "10:05");
      engine.watermark(at("11:00"));
      assertThat(EngineHarness.upserted(engine.rows()).keySet())
          .filteredOn(key -> key.startsWith("KEYWORD"))
          .singleElement()
          .asString()
          .startsWith("KEYWORD/水位/");
      SubjectSlice counted = keywordSlice("a1", "10:05", "水位");
      engine.slice(
          new SubjectSlice(
              counted.subject(),
              counted.slice(),
              false,
              io.newstide.window.Tally.zero().minus(counted.tally())));
      engine.watermark(at("11:10"));
      assertThat(EngineHarness.upserted(engine.rows()).keySet())
          .filteredOn(key -> key.startsWith("KEYWORD"))
          .singleElement()
          .asString()
          .startsWith("KEYWORD/防汛/");
    }
  }

  private static ControlChange change(
      String name, long checkpoint, boolean removed, boolean paused, String shape) {
    return new ControlChange(ControlRecord.Kind.WINDOW, name, checkpoint, removed, paused, shape);
  }

  @Test
  void aNewWindowReportsAtTheBarrierOverTheSlicesThereAre() throws Exception {
    try (var engine = new EngineHarness(settings("hour=PT1H"), 2)) {
      article(engine, "a1", "10:05", "flood");
      article(engine, "a2", "12:05", "flood");
      engine.watermark(at("12:20") - 1);
      engine.newRows();
      engine.change(change("2h", 7, false, false, "PT2H"));
      engine.settle();
      assertThat(rows(engine, "flood")).as("before the barrier").isEmpty();

      engine.barrier(7);
      engine.settle();

      assertThat(rows(engine, "flood"))
          .containsExactly("2h 10:00-12:00 1/1 ON_TIME r0", "2h 12:00-14:00 1/1 EARLY r0");
      article(engine, "late", "10:35", "flood");
      engine.watermark(at("12:30") - 1);
      assertThat(rows(engine, "flood"))
          .containsExactly(
              "2h 10:00-12:00 2/2 LATE r1",
              "hour 10:00-11:00 2/2 LATE r1",
              "hour 11:00-12:00 0/0 LATE r1");
    }
  }

  @Test
  void aRemovedWindowsRowsAreWithdrawnThoseOfZerosToo() throws Exception {
    try (var engine = new EngineHarness(settings("hour=PT1H", "day=P1D"), 2)) {
      article(engine, "a1", "10:05", "flood");
      article(engine, "a2", "14:05");
      engine.watermark(at("15:20") - 1);
      Map<String, Trend> rows = EngineHarness.upserted(engine.newRows());
      assertThat(rows.keySet())
          .as("five hours of each topic")
          .filteredOn(key -> key.matches("TOPIC/(flood|robot)/hour.*"))
          .hasSize(10);

      engine.change(change("hour", 7, true, false, ""));
      engine.barrier(7);
      engine.settle();

      EngineHarness.upsert(rows, engine.newRows());
      assertThat(rows.keySet()).noneMatch(key -> key.contains("/hour"));
      article(engine, "a3", "15:25", "flood");
      engine.watermark(at("15:40") - 1);
      assertThat(rows(engine, "flood")).containsExactly("day 16:00-16:00 2/3 EARLY r1");
    }
  }

  @Test
  void aRemovedWindowsRowsAreWithdrawnEvenWhereTheyWereFinal() throws Exception {
    try (var engine = new EngineHarness(settings("hour=PT1H", "day=P1D"), 1)) {
      article(engine, "a1", "10:05", "flood");
      engine.watermark(at(1, "20:00") - 1);
      Map<String, Trend> rows = EngineHarness.upserted(engine.newRows());
      engine.change(change("hour", 7, false, false, "PT2H"));
      engine.barrier(7);
      engine.settle();
      EngineHarness.upsert(rows, engine.newRows());
      assertThat(rows.values())
          .filteredOn(row -> row.window().equals("hour"))
          .isNotEmpty()
          .allSatisfy(
              row ->
                  assertThat(row.span().end() - row.span().start())
                      .isEqualTo(Duration.ofHours(2).toMillis()));
    }
  }

  @Test
  void aPausedWindowSaysNothingAndMakesUpForItWhenItIsResumed() throws Exception {
    try (var engine = new EngineHarness(settings("hour=PT1H", "day=P1D"), 1)) {
      article(engine, "a1", "10:05", "flood");
      engine.watermark(at("10:20") - 1);
      engine.change(change("hour", 7, false, true, ""));
      engine.barrier(7);
      engine.newRows();
      article(engine, "a2", "10:25", "flood");
      engine.watermark(at("12:00") - 1);
      assertThat(rows(engine, "flood")).noneMatch(row -> row.startsWith("hour"));

      engine.change(change("hour", 8, false, false, ""));
      engine.barrier(8);
      engine.settle();

      assertThat(rows(engine, "flood"))
          .filteredOn(row -> row.startsWith("hour"))
          .containsExactly("hour 10:00-11:00 2/2 ON_TIME r1");
    }
  }

  @Test
  void aChangeIsMadeOnceMoreWhereAFailureCutItShort() throws Exception {
    EngineHarness.Saved saved;
    try (var engine = new EngineHarness(settings("hour=PT1H"), 1)) {
      article(engine, "a1", "10:05", "flood");
      engine.watermark(at("12:20") - 1);
      engine.change(change("2h", 7, false, false, "PT2H"));
      saved = engine.barrier(7); // and no batch is worked on before it fails
    }
    try (var engine = new EngineHarness(settings("hour=PT1H"), 2, saved, null)) {
      engine.watermark(at("12:30") - 1);
      assertThat(rows(engine, "flood")).contains("2h 10:00-12:00 1/1 ON_TIME r0");
    }
  }

  @Test
  void aWindowOfTheJobFileThatChangedBetweenTwoRunsIsAChangeToo() throws Exception {
    EngineHarness.Saved saved;
    Map<String, Trend> rows;
    try (var engine = new EngineHarness(settings("hour=PT1H", "day=P1D"), 1)) {
      article(engine, "a1", "10:05", "flood");
      engine.watermark(at("12:20") - 1);
      rows = EngineHarness.upserted(engine.newRows());
      saved = engine.barrier(1);
    }
    try (var engine = new EngineHarness(settings("2h=PT2H", "day=P1D"), 1, saved, null)) {
      engine.watermark(at("12:30") - 1);
      EngineHarness.upsert(rows, engine.newRows());
      assertThat(rows.keySet())
          .noneMatch(key -> key.contains("/hour"))
          .anyMatch(key -> key.startsWith("TOPIC/flood/2h"));
    }
  }

  private static SubjectSlice keywordSlice(String id, String time, String keyword) {
    List<SubjectSlice> found = new ArrayList<>();
    var article = Samples.article(id, Instant.ofEpochMilli(at(time)).toString());
    Observations.of(
        Samples.enriched(article),
        (subject, observation) -> {
          if (subject.id().equals(keyword)) {
            found.add(
                new SubjectSlice(
                    subject,
                    SLICING.sliceOf(article),
                    false,
                    io.newstide.window.Tally.of(observation)));
          }
        });
    return found.get(0);
  }
}
