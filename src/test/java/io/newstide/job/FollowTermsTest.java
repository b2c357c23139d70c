package io.newstide.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.trend.AlertSettings;
import io.newstide.trend.BaselineSettings;
import io.newstide.trend.WholeStream;
import io.newstide.window.CountedArticle;
import io.newstide.window.Delay;
import io.newstide.window.Observation;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import io.newstide.window.SubjectSlice;
import io.newstide.window.Tally;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/**
 * Twelve days in which two papers tell a story each, every hour; on the eleventh, from 06:00 to
 * 07:00, six of their stories are about dikes, which nobody wrote of before.
 */
class FollowTermsTest {

  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long SLICE = HOUR / 6;
  private static final long START = Instant.parse("2025-06-01T00:00:00Z").toEpochMilli();
  private static final long BURST = START + (10 * 24 + 6) * HOUR;
  private static final Subject DIKES = new Subject(SubjectKind.KEYWORD, "堤坝");

  /** Six stories in the slice and two sources, where none was expected: it rises at once. */
  private static final TrendTerms TERMS =
      new TrendTerms(
          BaselineSettings.of(
              ZoneOffset.UTC, Duration.ofMinutes(10), Duration.ofDays(7), Duration.ofDays(3)),
          AlertSettings.of(3, 2),
          Duration.ofDays(4));

  private final WholeStream stream =
      new WholeStream(TERMS.alerts(), TERMS.baseline(), WholeStream.Saved.NOTHING);

  private static KeyedTwoInputStreamOperatorTestHarness<Subject, SubjectSlice, Broadcast, Rising>
      harness() throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new FollowTerms(TERMS), SubjectSlice::subject, null, WireTypes.SUBJECT);
  }

  /** What the two papers tell in an hour. */
  private void tell(
      long hour,
      KeyedTwoInputStreamOperatorTestHarness<Subject, SubjectSlice, Broadcast, Rising> terms)
      throws Exception {
    Span slice = new Span(hour, hour + SLICE);
    for (String source : List.of("早报", "晚报")) {
      stream.add(new WholeStream.Article(slice, source + hour, source, true), 1);
      for (int i = 0; hour == BURST && i < 3; i++) {
        String story = source + "堤坝" + i;
        stream.add(new WholeStream.Article(slice, story, source, true), 1);
        CountedArticle article =
            new CountedArticle(
                story, story, "堤坝出险", source, hour, "", List.of(), List.of(), new Delay(source, 0));
        terms.processElement1(
            new StreamRecord<>(
                new SubjectSlice(
                    DIKES, slice, false, Tally.of(new Observation(article, 1, true)))));
      }
    }
  }

  private void moveOn(
      long mark,
      KeyedTwoInputStreamOperatorTestHarness<Subject, SubjectSlice, Broadcast, Rising> terms)
      throws Exception {
    long to = mark == Long.MAX_VALUE ? stream.lastEnd() : mark + 1;
    terms.processElement2(
        new StreamRecord<>(new TotalStep(mark, to, stream.advance(to).withoutTopic())));
    terms.processWatermark1(new Watermark(mark));
  }

  /** The ends of the windows in which dikes rise, as hours after the burst began. */
  private static List<Long> risings(
      KeyedTwoInputStreamOperatorTestHarness<Subject, SubjectSlice, Broadcast, Rising> terms) {
    List<Long> hours = new ArrayList<>();
    for (Rising rising : terms.extractOutputValues()) {
      assertThat(rising.term().stories()).hasSize(6);
      hours.add((rising.window().end() - BURST) / HOUR);
    }
    return hours;
  }

  /** A day from the hour's end on, in which all six stories lie. */
  private static List<Long> hours(long last) {
    List<Long> hours = new ArrayList<>();
    for (long hour = 1; hour <= last; hour++) {
      hours.add(hour);
    }
    return hours;
  }

  @Test
  void aTermIsToldEveryHourOfTheDayInWhichItRises() throws Exception {
    try (var terms = harness()) {
      terms.open();
      for (long hour = START; hour < START + 12 * 24 * HOUR; hour += HOUR) {
        tell(hour, terms);
        moveOn(hour + HOUR - 1, terms);
      }
      assertThat(risings(terms)).isEqualTo(hours(24));
    }
  }

  @Test
  void theHoursAreLookedAtInTheirOrderEvenWhereAllOfThemEndAtOnce() throws Exception {
    try (var terms = harness()) {
      terms.open();
      for (long hour = START; hour <= BURST + 9 * HOUR; hour += HOUR) {
        tell(hour, terms);
      }
      // What was told last ends at ten past three.
      moveOn(Long.MAX_VALUE, terms);
      assertThat(risings(terms)).isEqualTo(hours(9));
    }
  }

  @Test
  void afterARestartItGoesOnWhereItWas() throws Exception {
    OperatorSubtaskState snapshot;
    List<Long> all = new ArrayList<>();
    long stop = BURST + 5 * HOUR;
    try (var terms = harness()) {
      terms.open();
      for (long hour = START; hour < stop; hour += HOUR) {
        tell(hour, terms);
        moveOn(hour + HOUR - 1, terms);
      }
      terms.prepareSnapshotPreBarrier(1);
      snapshot = terms.snapshot(1, 0);
      all.addAll(risings(terms));
    }
    try (var terms = harness()) {
      terms.initializeState(snapshot);
      terms.open();
      for (long hour = stop; hour < START + 12 * 24 * HOUR; hour += HOUR) {
        tell(hour, terms);
        moveOn(hour + HOUR - 1, terms);
      }
      all.addAll(risings(terms));
      // Nothing of it is left when neither a window nor a baseline needs it any more.
      moveOn(BURST + 30 * 24 * HOUR - 1, terms);
      terms.prepareSnapshotPreBarrier(2);
      assertThat(terms.numKeyedStateEntries()).isZero();
    }
    assertThat(all).isEqualTo(hours(24));
  }
}
