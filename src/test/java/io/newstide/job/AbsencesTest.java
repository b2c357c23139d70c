package io.newstide.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.kafka.ControlRecord;
import io.newstide.topic.Enriched;
import io.newstide.trend.AlertEpisodes;
import io.newstide.trend.AlertSettings;
import io.newstide.trend.BaselineSettings;
import io.newstide.trend.StorySlice;
import io.newstide.trend.Telling;
import io.newstide.trend.TotalHistory;
import io.newstide.trend.WholeStream;
import io.newstide.window.Expectation;
import io.newstide.window.Slicing;
import io.newstide.window.Span;
import io.newstide.window.Standing;
import io.newstide.window.Subject;
import io.newstide.window.SubjectHistory;
import io.newstide.window.SubjectKind;
import io.newstide.window.SubjectSlice;
import io.newstide.window.WindowCount;
import io.newstide.window.WindowDefinition;
import io.newstide.window.WindowShape;
import io.newstide.window.WindowedCount;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What {@link Accumulate} says of windows in which a topic does not occur. There is an article
 * every six hours; of every sixteenth the topic is floods.
 */
class AbsencesTest {

  private static final long SIX_HOURS = Duration.ofHours(6).toMillis();
  private static final long START = Instant.parse("2026-07-01T00:00:00Z").toEpochMilli();
  private static final Slicing SLICING = new Slicing(ZoneOffset.UTC, Duration.ofHours(6));
  private static final Subject FLOODS = new Subject(SubjectKind.TOPIC, "floods");
  private static final WindowDefinition DAY = WindowShape.parse("24h", "PT24H/PT6H", SLICING);
  private static final BaselineSettings BASELINE =
      BaselineSettings.of(
          ZoneOffset.UTC, Duration.ofHours(6), Duration.ofDays(14), Duration.ofDays(2));
  private static final AlertSettings ALERTS = AlertSettings.of(3, 3);

  private Running running;

  /** The operator, and beside it what it should know. */
  private static final class Running implements AutoCloseable {
    private final OneInputStreamOperatorTestHarness<Enriched, SubjectSlice> observe;
    private final KeyedTwoInputStreamOperatorTestHarness<
            Subject, SubjectSlice, Broadcast, WindowedCount>
        accumulate;
    private final TotalHistory total = new TotalHistory(BASELINE);
    private final AlertEpisodes floods = new AlertEpisodes(FLOODS, ALERTS, BASELINE);
    private final Map<Span, Optional<Expectation>> expected = new TreeMap<>();
    private final Map<Span, Optional<Expectation>> neverSeen = new TreeMap<>();
    private int articles;

    Running(List<WindowDefinition> windows) throws Exception {
      observe = new OneInputStreamOperatorTestHarness<>(new Observe(SLICING), 8, 1, 0);
      observe.setup(WireTypes.SUBJECT_SLICE.createSerializer(new SerializerConfigImpl()));
      observe.open();
      accumulate =
          new KeyedTwoInputStreamOperatorTestHarness<>(
              new Accumulate(
                  windows,
                  SLICING,
                  new SubjectHistory.Terms(
                      Duration.ofDays(10).toMillis(), Duration.ofDays(1).toMillis()),
                  new TrendTerms(BASELINE.keeping(Duration.ofDays(40)), ALERTS, Duration.ofDays(4)),
                  Map.of("floods", "防汛"),
                  20),
              SubjectSlice::subject,
              null,
              WireTypes.SUBJECT,
              8,
              1,
              0);
      accumulate.setup(WireTypes.WINDOWED_COUNT.createSerializer(new SerializerConfigImpl()));
      accumulate.open();
    }

    /** An article comes, and event time passes its slice. */
    void article(String... topics) throws Exception {
      Span slice = new Span(START + articles * SIX_HOURS, START + (articles + 1) * SIX_HOURS);
      String id = "a" + articles++;
      Instant at = Instant.ofEpochMilli(slice.start() + 60_000);
      Enriched article = Samples.enriched(Samples.article(id, at.toString()), topics);
      observe.processElement(new StreamRecord<>(article));
      observe.processWatermark(new Watermark(slice.end() - 1));
      for (SubjectSlice one : observe.extractOutputValues()) {
        accumulate.processElement1(new StreamRecord<>(one));
      }
      observe.getOutput().clear();
      String source = article.article().source();
      StorySlice told =
          StorySlice.of(
              slice,
              false,
              List.of(new StorySlice.Story(id, List.of(source))),
              Map.of(source, 1),
              List.of());
      total.add(told);
      if (topics.length > 0) {
        floods.add(slice, new Telling(id, source, Optional.empty()), 1, total);
      }
      floods.advance(slice.end(), total);
      Span day = new Span(slice.end() - 4 * SIX_HOURS, slice.end());
      expected.put(day, floods.expectation(day, DAY.longest(), topics.length, total));
      neverSeen.put(
          day,
          new AlertEpisodes(FLOODS, ALERTS, BASELINE).expectation(day, DAY.longest(), 0, total));
      accumulate.processElement2(
          new StreamRecord<>(
              new TotalStep(
                  slice.end() - 1, slice.end(), new WholeStream.Change(List.of(told), List.of()))));
      accumulate.processWatermark1(new Watermark(slice.end() - 1));
    }

    void change(ControlChange change) throws Exception {
      accumulate.processElement2(new StreamRecord<>(change));
      accumulate.prepareSnapshotPreBarrier(change.checkpoint());
      // The subjects are few enough for one batch.
      accumulate.setProcessingTime(1);
    }

    /** What was last said of the windows of a subject that have closed. */
    Map<Span, WindowCount> closed(Subject subject) {
      Map<Span, WindowCount> closed = new TreeMap<>();
      for (WindowedCount one : accumulate.extractOutputValues()) {
        if (one.count().subject().equals(subject) && one.standing() == Standing.CLOSED) {
          closed.put(one.count().span(), one.count());
        }
      }
      return closed;
    }

    @Override
    public void close() throws Exception {
      observe.close();
      accumulate.close();
    }
  }

  private static void news(Running of, int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      of.article(i % 16 == 0 ? new String[] {"floods"} : new String[0]);
    }
  }

  @BeforeEach
  void start() throws Exception {
    running = new Running(List.of(DAY));
  }

  @AfterEach
  void stop() throws Exception {
    running.close();
  }

  @Test
  void aTopicThatIsRememberedSaysWhatWasExpectedOfEveryWindow() throws Exception {
    news(running, 0, 80);

    Map<Span, WindowCount> floods = running.closed(FLOODS);
    List<Span> without = new ArrayList<>();
    // The first window ends with the first slice; there is an article in each.
    for (int end = 1; end <= 80; end++) {
      Span day = new Span(START + (end - 4) * SIX_HOURS, START + end * SIX_HOURS);
      assertThat(floods).as("window %d", end).containsKey(day);
      boolean occurs = (end - 1) % 16 < 4;
      assertThat(floods.get(day).mentions()).as("window %d", end).isEqualTo(occurs ? 1 : 0);
      if (!occurs) {
        without.add(day);
        assertThat(floods.get(day).expectation()).isEqualTo(running.expected.get(day));
      }
    }
    Expectation last = floods.get(without.get(without.size() - 1)).expectation().orElseThrow();
    assertThat(last.score()).hasValue(0);
    // One article in sixteen, four articles a day.
    assertThat(last.mean()).isBetween(0.15, 0.4);
    // Until the source is known for two days there is no score.
    assertThat(floods.get(without.get(0)).expectation().orElseThrow().score()).isEmpty();
  }

  @Test
  void theTotalSaysWhatWasExpectedOfATopicThatWasNeverSeen() throws Exception {
    news(running, 0, 80);

    Map<Span, WindowCount> all = running.closed(Subject.TOTAL);
    assertThat(all).hasSize(80);
    running.neverSeen.forEach(
        (day, expected) -> assertThat(all.get(day).expectation()).isEqualTo(expected));
    Span last = new Span(START + 76 * SIX_HOURS, START + 80 * SIX_HOURS);
    Expectation expected = all.get(last).expectation().orElseThrow();
    assertThat(expected.score()).hasValue(0);
    assertThat(expected.mean())
        .isPositive()
        .isLessThan(running.expected.get(last).orElseThrow().mean() / 2);
    assertThat(running.closed(new Subject(SubjectKind.TOPIC, "robots"))).isEmpty();
  }

  @Test
  void aWindowThatIsAddedSaysTheSameOfThePastAsOneThatWasThere() throws Exception {
    news(running, 0, 72);
    try (Running without = new Running(List.of())) {
      news(without, 0, 72);
      assertThat(without.closed(FLOODS)).isEmpty();

      without.change(
          new ControlChange(ControlRecord.Kind.WINDOW, "24h", 1, false, false, "PT24H/PT6H"));

      long kept = START + 72 * SIX_HOURS - Duration.ofDays(10).toMillis();
      Map<Span, WindowCount> expected = running.closed(FLOODS);
      expected.keySet().removeIf(span -> span.start() < kept + Duration.ofDays(4).toMillis());
      Map<Span, WindowCount> found = without.closed(FLOODS);
      found.keySet().retainAll(expected.keySet());
      assertThat(found).hasSize(21).isEqualTo(expected);
    }
  }
}
