package io.newstide.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.article.Article;
import io.newstide.trend.Trend;
import io.newstide.trend.WindowBoard;
import io.newstide.window.Firing;
import io.newstide.window.Observation;
import io.newstide.window.Slicing;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import io.newstide.window.SubjectSlice;
import io.newstide.window.Tally;
import io.newstide.window.WindowShape;
import io.newstide.window.WindowedCount;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** {@link Accumulate} and {@link Rank}: when rows come, and what is kept. */
class WindowsTest {

  private static final Slicing SLICING =
      new Slicing(ZoneId.of("Asia/Shanghai"), Duration.ofMinutes(10));
  private static final Subject FLOOD = new Subject(SubjectKind.TOPIC, "flood");

  private static KeyedOneInputStreamOperatorTestHarness<Subject, SubjectSlice, WindowedCount>
      accumulate() throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(
            new Accumulate(
                List.of(
                    WindowShape.window("hour", "PT1H", Optional.empty(), Optional.empty(), SLICING),
                    WindowShape.window(
                        "3h", "PT3H", Optional.of("PT1H"), Optional.empty(), SLICING)),
                Duration.ofDays(2))),
        SubjectSlice::subject,
        WireTypes.SUBJECT);
  }

  private static KeyedOneInputStreamOperatorTestHarness<WindowKey, WindowedCount, Trend> rank()
      throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(
            new Rank(
                List.of(
                    new WindowBoard.RankedTopic("flood", "防汛", "v1"),
                    new WindowBoard.RankedTopic("robot", "机器人", "v1")),
                Duration.ofDays(1))),
        count -> new WindowKey(count.window(), count.count().span()),
        WireTypes.WINDOW_KEY);
  }

  private static long at(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }

  private static SubjectSlice slice(String id, String publishedAt) {
    Article article = Samples.article(id, publishedAt);
    Map<Subject, Observation> observations = new HashMap<>();
    Observations.of(Samples.enriched(article, "flood"), observations::put);
    Tally.Sum sum = new Tally.Sum();
    sum.add(observations.get(FLOOD));
    return new SubjectSlice(FLOOD, SLICING.sliceOf(article), false, sum.total());
  }

  private static List<String> rows(
      KeyedOneInputStreamOperatorTestHarness<Subject, SubjectSlice, WindowedCount> harness) {
    return harness.extractOutputValues().stream()
        .map(
            row ->
                "%s %s %d"
                    .formatted(
                        row.window(),
                        Instant.ofEpochMilli(row.count().span().end()),
                        row.count().mentions()))
        .toList();
  }

  @Test
  void reportsAWindowWhenTheWatermarkPassesItsEndAndCorrectsItForALateArticle() throws Exception {
    try (var harness = accumulate()) {
      harness.open();
      harness.processElement(slice("a1", "2026-07-04T10:05:00Z"), 0);
      harness.processElement(slice("a2", "2026-07-04T10:55:00Z"), 0);
      harness.processWatermark(at("2026-07-04T11:00:00Z") - 2);
      assertThat(rows(harness)).isEmpty();
      harness.processWatermark(at("2026-07-04T11:00:00Z") - 1);
      assertThat(rows(harness))
          .containsExactly("hour 2026-07-04T11:00:00Z 2", "3h 2026-07-04T11:00:00Z 2");

      harness.processElement(slice("late", "2026-07-04T10:30:00Z"), 0);
      harness.processWatermark(at("2026-07-04T11:10:00Z"));

      assertThat(rows(harness).subList(2, 4))
          .containsExactly("hour 2026-07-04T11:00:00Z 3", "3h 2026-07-04T11:00:00Z 3");
      assertThat(harness.getSideOutput(Accumulate.SLICES)).hasSize(3);
    }
  }

  @Test
  void holdsOneTimerASubjectAndNothingWhenRetentionHasPassed() throws Exception {
    try (var harness = accumulate()) {
      harness.open();
      for (int minute = 10; minute < 60; minute += 10) {
        harness.processElement(slice("a" + minute, "2026-07-04T10:" + minute + ":00Z"), 0);
      }
      assertThat(harness.numEventTimeTimers()).isEqualTo(1);
      harness.processWatermark(at("2026-07-06T11:00:00Z") - 2);
      assertThat(harness.numKeyedStateEntries()).isPositive();
      harness.processWatermark(at("2026-07-06T11:00:00Z") - 1);
      assertThat(harness.numKeyedStateEntries()).isZero();
      assertThat(harness.numEventTimeTimers()).isZero();
    }
  }

  @Test
  void goesOnAfterAFailureAsIfNothingHadBeen() throws Exception {
    OperatorSubtaskState saved;
    try (var harness = accumulate()) {
      harness.open();
      harness.processElement(slice("a1", "2026-07-04T10:05:00Z"), 0);
      harness.processWatermark(at("2026-07-04T11:00:00Z"));
      saved = harness.snapshot(1, 1);
    }
    try (var harness = accumulate()) {
      harness.initializeState(saved);
      harness.open();
      harness.processElement(slice("a2", "2026-07-04T11:05:00Z"), 0);
      harness.processWatermark(at("2026-07-04T12:00:00Z"));
      assertThat(rows(harness))
          .containsExactly("hour 2026-07-04T12:00:00Z 1", "3h 2026-07-04T12:00:00Z 2");
    }
  }

  @Test
  void ranksWhenTheTotalIsThereAndForgetsTheWindowAfterItsLateness() throws Exception {
    Span span = new Span(at("2026-07-04T10:00:00Z"), at("2026-07-04T11:00:00Z"));
    Tally tally = slice("a1", "2026-07-04T10:05:00Z").tally();
    try (var harness = rank()) {
      harness.open();
      for (Subject subject : List.of(FLOOD, Subject.TOTAL)) {
        harness.processElement(
            new WindowedCount(
                "hour", "d1", io.newstide.window.WindowCount.of(subject, span, tally, 0)),
            0);
      }
      harness.processWatermark(span.end() - 1);

      assertThat(harness.extractOutputValues())
          .extracting(
              trend -> trend.count().subject().id(),
              Trend::rank,
              trend -> trend.count().mentions(),
              Trend::firing,
              Trend::finalAt)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(
                  "flood", 1, 1L, Firing.ON_TIME, at("2026-07-05T11:00:00Z")),
              org.assertj.core.groups.Tuple.tuple(
                  "robot", 2, 0L, Firing.ON_TIME, at("2026-07-05T11:00:00Z")));
      assertThat(harness.numKeyedStateEntries()).isPositive();
      harness.processWatermark(at("2026-07-05T11:00:00Z"));
      assertThat(harness.numKeyedStateEntries()).isZero();
    }
  }
}
