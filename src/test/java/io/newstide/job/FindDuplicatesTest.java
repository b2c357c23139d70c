package io.newstide.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.article.DatePrecision;
import io.newstide.article.Incoming;
import io.newstide.article.Rejection;
import io.newstide.article.RejectionReason;
import io.newstide.duplicate.Signature;
import io.newstide.duplicate.SignedArticle;
import io.newstide.window.Slicing;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class FindDuplicatesTest {

  private static final Slicing SLICING =
      new Slicing(ZoneId.of("Asia/Shanghai"), Duration.ofMinutes(10));

  private static KeyedOneInputStreamOperatorTestHarness<String, Incoming.Accepted, Counted>
      harness() throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        FindDuplicates.operator(SLICING, Duration.ofDays(1), Duration.ofDays(7)),
        accepted -> accepted.article().id(),
        Types.STRING);
  }

  private static long at(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }

  private static List<Counted> counted(
      KeyedOneInputStreamOperatorTestHarness<String, Incoming.Accepted, Counted> harness) {
    return harness.extractOutputValues();
  }

  @Test
  void countsAnIdOnceWithinItsTimeToLive() throws Exception {
    try (var harness = harness()) {
      harness.open();
      Incoming.Accepted first = Samples.accepted("a1", "2026-07-04T10:00:00Z");
      harness.processElement(first, 0);
      harness.processElement(Samples.accepted("a2", "2026-07-04T10:00:00Z"), 0);
      harness.processElement(Samples.accepted("a1", "2026-07-05T10:00:00Z"), 0);

      assertThat(counted(harness))
          .containsExactly(
              new Counted(first.article(), Duration.ZERO, Long.MIN_VALUE),
              new Counted(
                  Samples.article("a2", "2026-07-04T10:00:00Z"), Duration.ZERO, Long.MIN_VALUE));
      assertThat(harness.getSideOutput(SortOutRejected.REJECTED))
          .extracting(StreamRecord::getValue)
          .containsExactly(
              Rejection.of(
                  RejectionReason.REPEATED_ID, "the id 'a1' was counted already", first.raw()));
    }
  }

  @Test
  void signsWhatCountsWithWhatEventTimeHadSealed() throws Exception {
    try (var harness = harness()) {
      harness.open();
      harness.processElement(Samples.accepted("a1", "2026-07-04T10:00:00Z"), 0);
      harness.processWatermark(at("2026-07-04T10:10:00Z") - 1);
      harness.processElement(Samples.accepted("a1", "2026-07-04T10:00:00Z"), 0);
      harness.processElement(Samples.accepted("a2", "2026-07-04T10:00:00Z"), 0);

      long moment = at("2026-07-04T10:00:00Z");
      assertThat(harness.getSideOutput(FindDuplicates.SIGNED))
          .extracting(StreamRecord::getValue)
          .containsExactly(
              new SignedArticle(
                  "a1",
                  moment,
                  Long.MIN_VALUE,
                  Signature.of(Samples.article("a1", "2026-07-04T10:00:00Z"))),
              new SignedArticle(
                  "a2",
                  moment,
                  at("2026-07-04T10:10:00Z") - 1,
                  Signature.of(Samples.article("a2", "2026-07-04T10:00:00Z"))));
    }
  }

  @Test
  void forgetsAnIdWhenItsTimeToLiveHasPassed() throws Exception {
    try (var harness = harness()) {
      harness.open();
      harness.processElement(Samples.accepted("a1", "2026-07-04T10:00:00Z"), 0);
      assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
      harness.processWatermark(at("2026-07-11T10:00:00Z"));
      assertThat(harness.numKeyedStateEntries()).isZero();
      assertThat(harness.numEventTimeTimers()).isZero();
      harness.processElement(Samples.accepted("a1", "2026-07-11T11:00:00Z"), 0);
      assertThat(counted(harness)).hasSize(2);
    }
  }

  @Test
  void isLateOnceTheWatermarkHasPassedSliceAndLateness() throws Exception {
    try (var harness = harness()) {
      harness.open();
      // the slice 10:00 to 10:10 may be corrected until 10:10 the next day
      harness.processWatermark(at("2026-07-05T10:10:00Z") - 2);
      harness.processElement(Samples.accepted("in-time", "2026-07-04T10:05:00Z"), 0);
      harness.processWatermark(at("2026-07-05T10:10:00Z") - 1);
      harness.processElement(Samples.accepted("late", "2026-07-04T10:05:00Z"), 0);
      harness.processElement(Samples.accepted("next slice", "2026-07-04T10:10:00Z"), 0);
      harness.processWatermark(at("2026-07-05T11:10:00Z") - 1);
      harness.processElement(Samples.accepted("an hour", "2026-07-04T10:05:00Z"), 0);

      assertThat(counted(harness))
          .extracting(counted -> counted.article().id() + " " + counted.lateBy())
          .containsExactly(
              "in-time PT0S", "late PT0.001S", "next slice PT0S", "an hour PT1H0.001S");
    }
  }

  @Test
  void anArticleDatedToTheDayIsLateByTheEndOfItsDay() throws Exception {
    try (var harness = harness()) {
      harness.open();
      // 2026-07-04 ends at 16:00 UTC in Shanghai
      harness.processWatermark(at("2026-07-05T15:59:59Z"));
      var day = Samples.article("day", "2026-07-03T16:00:00Z", DatePrecision.DAY);
      harness.processElement(new Incoming.Accepted(day, Samples.raw("{}")), 0);
      assertThat(counted(harness)).extracting(Counted::lateBy).containsExactly(Duration.ZERO);
    }
  }

  @Test
  void afterAFailureTheSameArticlesAreLateAndRepeated() throws Exception {
    OperatorSubtaskState saved;
    try (var harness = harness()) {
      harness.open();
      harness.processElement(Samples.accepted("a1", "2026-07-06T10:00:00Z"), 0);
      // No article follows it before the failure: it has sealed its time all the same.
      harness.processWatermark(at("2026-07-06T09:50:00Z") - 1);
      saved = harness.snapshot(1, 1);
    }
    try (var harness = harness()) {
      harness.initializeState(saved);
      harness.open();
      // Flink restores no watermark: what has been sealed is known all the same.
      harness.processElement(Samples.accepted("a1", "2026-07-06T10:00:00Z"), 0);
      harness.processElement(Samples.accepted("old", "2026-07-05T09:00:00Z"), 0);

      assertThat(counted(harness))
          .singleElement()
          .returns("old", counted -> counted.article().id())
          .returns(
              Duration.ofMinutes(40).plusMillis(1).toMillis(),
              counted -> counted.lateBy().toMillis());
      assertThat(harness.getSideOutput(SortOutRejected.REJECTED)).hasSize(1);
    }
  }

  /** Silence moves event time on: a second failure in it forgets nothing of that. */
  @Test
  void whatWasSealedWithoutAnArticleIsKnownAfterTwoFailures() throws Exception {
    OperatorSubtaskState saved;
    try (var harness = harness()) {
      harness.open();
      harness.processElement(Samples.accepted("a1", "2026-07-06T10:00:00Z"), 0);
      saved = harness.snapshot(1, 1);
    }
    try (var harness = harness()) {
      harness.initializeState(saved);
      harness.open();
      harness.processWatermark(at("2026-07-07T10:10:00Z") - 1);
      saved = harness.snapshot(2, 2);
    }
    try (var harness = harness()) {
      harness.initializeState(saved);
      harness.open();
      harness.processElement(Samples.accepted("late", "2026-07-06T10:05:00Z"), 0);
      harness.processElement(Samples.accepted("in time", "2026-07-06T10:10:00Z"), 0);

      assertThat(counted(harness))
          .extracting(counted -> counted.article().id() + " " + counted.lateBy())
          .containsExactly("late PT0.001S", "in time PT0S");
    }
  }
}
