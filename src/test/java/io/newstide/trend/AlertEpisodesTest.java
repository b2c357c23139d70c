package io.newstide.trend;

import static io.newstide.trend.AlertEvent.State.CLOSE;
import static io.newstide.trend.AlertEvent.State.OPEN;
import static io.newstide.trend.AlertEvent.State.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.window.Evidence;
import io.newstide.window.Expectation;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AlertEpisodesTest {

  private static final Duration SLICE = Duration.ofMinutes(10);
  private static final int DAY = 144;
  private static final BaselineSettings BASELINE =
      BaselineSettings.of(
          ZoneId.of("Asia/Shanghai"), SLICE, Duration.ofDays(28), Duration.ofDays(7));
  private static final AlertSettings ALERTS = AlertSettings.of(3, 3);
  private static final Subject SUBJECT = new Subject(SubjectKind.TOPIC, "flood-prevention");

  /** Local midnight, as every first slice here. */
  private static final long START = Instant.parse("2025-03-02T16:00:00Z").toEpochMilli();

  /** A stream in which each source tells one story of its own a slice, and what is added to it. */
  private static final class Stream {

    private List<String> sources;
    private StorySlices all = new StorySlices(ALERTS.reach());
    private TotalHistory total = new TotalHistory(BASELINE);
    private AlertEpisodes.Memory memory = new AlertEpisodes.Memory();
    private AlertEpisodes alerts = new AlertEpisodes(SUBJECT, ALERTS, BASELINE, memory);
    private final List<AlertEvent> events = new ArrayList<>();
    private int now;
    private int stories;

    Stream(String... sources) {
      this.sources = List.of(sources);
    }

    Span slice(int number) {
      return new Span(START + number * SLICE.toMillis(), START + (number + 1) * SLICE.toMillis());
    }

    /** A story of the subject in the present slice. */
    void tell(String story, String... by) {
      tell(slice(now), story, by);
    }

    void tell(Span slice, String story, String... by) {
      for (String source : by) {
        Evidence evidence =
            new Evidence(source + story, story, story, source, slice.start(), "", story.length());
        Telling telling = new Telling(story, source, Optional.of(evidence));
        if (slice.start() >= slice(now).start()) {
          all.add(slice, new Telling(story, source, Optional.empty()), 1);
        }
        alerts.add(slice, telling, 1, total);
      }
    }

    /** Which one a slice is. */
    int number(Span slice) {
      return (int) ((slice.start() - START) / SLICE.toMillis());
    }

    /** Lets time pass to a slice's beginning. */
    void until(int slice) {
      while (now < slice) {
        for (String source : sources) {
          all.add(slice(now), new Telling("s" + stories++, source, Optional.empty()), 1);
        }
        long end = slice(now).end();
        all.complete(end, SLICE).forEach(total::add);
        events.addAll(alerts.advance(end, total));
        now++;
      }
    }

    void save() {
      all = new StorySlices(ALERTS.reach(), all.save());
      total = new TotalHistory(BASELINE, total.save());
      memory = new AlertEpisodes.Memory(memory.view());
      alerts = new AlertEpisodes(SUBJECT, ALERTS, BASELINE, memory);
    }

    List<AlertEvent.State> states() {
      return events.stream().map(AlertEvent::state).toList();
    }

    int slice(AlertEvent event) {
      return (int) ((event.at() - START) / SLICE.toMillis());
    }
  }

  /** Two weeks of a quiet stream, the subject every second day. */
  private static Stream quiet(String... sources) {
    Stream stream = new Stream(sources);
    for (int day = 0; day < 14; day += 2) {
      stream.until(day * DAY + 60);
      stream.tell("quiet" + day, sources[day / 2 % sources.length]);
    }
    stream.until(14 * DAY);
    assertThat(stream.events).isEmpty();
    return stream;
  }

  /** What is known of the past afterwards is what was known at the time, copies and all. */
  @Test
  void aPastThatIsLookedBackOnMakesTheBaselineOfOneThatWasSeen() {
    Stream seen = new Stream("a", "b", "c");
    Stream lookingBack = new Stream("a", "b", "c");
    List<Span> slices = new ArrayList<>();
    List<Map<Telling, Integer>> told = new ArrayList<>();
    Random random = new Random(7);
    for (int slice = 8 * DAY; slice < 20 * DAY; slice += 1 + random.nextInt(40)) {
      seen.until(slice);
      lookingBack.until(slice);
      Map<Telling, Integer> articles = new HashMap<>();
      // Some by several at once, some told again within a day or so.
      for (String story : List.of("x" + slice / 60, "y" + slice)) {
        for (String source : List.of("c", "a").subList(0, 1 + random.nextInt(2))) {
          seen.tell(story, source);
          articles.put(new Telling(story, source, Optional.empty()), 1);
        }
      }
      slices.add(seen.slice(slice));
      told.add(articles);
    }
    seen.until(22 * DAY);
    lookingBack.until(22 * DAY);
    Span day = new Span(seen.slice(21 * DAY).start(), seen.slice(22 * DAY).start());
    Optional<Expectation> expected =
        seen.alerts.expectation(day, Duration.ofDays(1), 2, seen.total);
    assertThat(expected.orElseThrow().mean()).isPositive();
    // All sources tell of it in the total, too.
    assertThat(lookingBack.alerts.expectation(day, Duration.ofDays(1), 2, seen.total))
        .isNotEqualTo(expected);

    for (int i = 0; i < slices.size(); i++) {
      lookingBack.alerts.correct(slices.get(i), told.get(i), seen.total);
    }

    assertThat(lookingBack.alerts.expectation(day, Duration.ofDays(1), 2, seen.total))
        .isEqualTo(expected);
    lookingBack.until(23 * DAY);
    assertThat(lookingBack.events).isEmpty();
  }

  /** The query says more or less of the same articles than before: they are no other stories. */
  @Test
  void articlesThatAreLookedBackOnAndStillCarryItChangeNoBaseline() {
    Stream seen = new Stream("a", "b");
    Map<Span, String> told = new LinkedHashMap<>();
    for (int slice = 8 * DAY; slice < 20 * DAY; slice += 30) {
      seen.until(slice);
      seen.tell("x" + slice, "a", "b");
      told.put(seen.slice(slice), "x" + slice);
    }
    seen.until(22 * DAY);
    Span day = new Span(seen.slice(21 * DAY).start(), seen.slice(22 * DAY).start());
    Optional<Expectation> expected =
        seen.alerts.expectation(day, Duration.ofDays(1), 2, seen.total);
    assertThat(expected.orElseThrow().mean()).isPositive();

    told.forEach(
        (slice, story) -> {
          Map<Telling, Integer> again = new HashMap<>();
          for (String source : List.of("a", "b")) {
            again.put(telling(story, source, slice, 2.5), -1);
            again.put(telling(story, source, slice, 4), 1);
          }
          seen.alerts.correct(slice, again, seen.total);
        });

    assertThat(seen.alerts.expectation(day, Duration.ofDays(1), 2, seen.total)).isEqualTo(expected);
  }

  /** A story was counted once, however many told it, and so it is taken away once. */
  @Test
  void storiesThatNoLongerCarryItLeaveTheBaselineOnce() {
    Stream both = new Stream("a", "b");
    Stream one = new Stream("a", "b");
    List<Span> slices = new ArrayList<>();
    for (int slice = 8 * DAY; slice < 20 * DAY; slice += 30) {
      for (Stream stream : List.of(both, one)) {
        stream.until(slice);
        stream.tell("stays" + slice, "a", "b");
      }
      both.tell("goes" + slice, "a", "b");
      slices.add(both.slice(slice));
    }
    both.until(22 * DAY);
    one.until(22 * DAY);
    Span day = new Span(both.slice(21 * DAY).start(), both.slice(22 * DAY).start());
    Optional<Expectation> expected = one.alerts.expectation(day, Duration.ofDays(1), 2, both.total);
    assertThat(both.alerts.expectation(day, Duration.ofDays(1), 2, both.total))
        .isNotEqualTo(expected);

    for (Span slice : slices) {
      String story = "goes" + both.number(slice);
      both.alerts.correct(
          slice,
          Map.of(telling(story, "a", slice, 2.5), -1, telling(story, "b", slice, 2.5), -1),
          both.total);
    }

    assertThat(both.alerts.expectation(day, Duration.ofDays(1), 2, both.total)).isEqualTo(expected);
  }

  private static Telling telling(String story, String source, Span slice, double strength) {
    return new Telling(
        story,
        source,
        Optional.of(
            new Evidence(source + story, story, story, source, slice.start(), "", strength)));
  }

  @Test
  void aBurstOpensOneEpisodeThatGrowsAndClosesOnce() {
    Stream stream = quiet("daily");
    for (int i = 0; i < 40; i++) {
      stream.tell("rising water, report number " + i, "daily");
      stream.until(14 * DAY + i + 1);
    }
    stream.until(22 * DAY);

    assertThat(stream.states()).startsWith(OPEN).endsWith(CLOSE);
    assertThat(stream.states().subList(1, stream.events.size() - 1)).containsOnly(UPDATE);
    assertThat(stream.events)
        .extracting(AlertEvent::episodeStart)
        .containsOnly(stream.events.get(0).at());
    AlertEvent open = stream.events.get(0);
    assertThat(open.kind()).isEqualTo("topic");
    assertThat(open.id()).isEqualTo("flood-prevention");
    assertThat(open.reason()).isEqualTo(AlertEvent.Reason.BURST);
    assertThat(open.uniqueStories()).isBetween(3L, 6L);
    assertThat(open.mentions()).isEqualTo(open.uniqueStories());
    assertThat(open.score()).isGreaterThanOrEqualTo(3);
    assertThat(open.peakScore()).isEqualTo(open.score());
    assertThat(open.evidence()).isNotEmpty().allMatch(e -> e.title().startsWith("rising water"));
    for (int i = 1; i < stream.events.size() - 1; i++) {
      assertThat(stream.events.get(i).score())
          .isGreaterThanOrEqualTo(2 * stream.events.get(i - 1).score());
    }
    AlertEvent close = stream.events.get(stream.events.size() - 1);
    assertThat(close.score()).isLessThan(1.5);
    assertThat(close.peakScore()).isGreaterThan(open.score());
    // It stays open as long as the stories are in the longest window, and a day more at the most.
    assertThat(stream.slice(close)).isBetween(16 * DAY, 19 * DAY);
  }

  @Test
  void copiesOfOneStoryNeverOpenAnything() {
    Stream stream = quiet("daily", "evening", "morning");
    for (int i = 0; i < 5 * DAY; i++) {
      stream.tell("the one story", "daily", "evening", "morning");
      stream.until(14 * DAY + i + 1);
    }
    assertThat(stream.events).isEmpty();
  }

  @Test
  void oneSourceIsNotEnoughWhereThereAreSeveral() {
    Stream stream = quiet("daily", "evening", "morning");
    for (int i = 0; i < 8; i++) {
      stream.tell("only here " + i, "daily");
    }
    stream.until(14 * DAY + 6);
    assertThat(stream.events).isEmpty();
    stream.tell("there too", "evening");
    stream.until(14 * DAY + 7);
    assertThat(stream.states()).containsExactly(OPEN);
    assertThat(stream.events.get(0).evidence())
        .extracting(Evidence::source)
        .contains("daily", "evening");
  }

  @Test
  void nothingOpensBeforeThereIsEnoughHistory() {
    Stream stream = new Stream("daily");
    stream.until(6 * DAY);
    for (int i = 0; i < 50; i++) {
      stream.tell("early " + i, "daily");
    }
    stream.until(7 * DAY - 1);
    assertThat(stream.events).isEmpty();
  }

  @Test
  void whatComesLateNeitherOpensNorCloses() {
    Stream stream = quiet("daily");
    stream.until(15 * DAY);
    for (int i = 0; i < 30; i++) {
      stream.tell(stream.slice(15 * DAY - 3), "late " + i, "daily");
    }
    stream.until(16 * DAY);
    // Two on time, which would be more than enough if the late ones counted.
    stream.tell("on time 1", "daily");
    stream.tell("on time 2", "daily");
    stream.until(20 * DAY);
    assertThat(stream.events).isEmpty();

    Stream open = quiet("daily");
    for (int i = 0; i < 6; i++) {
      open.tell("burst " + i, "daily");
    }
    open.until(14 * DAY + 1);
    assertThat(open.states()).containsExactly(OPEN);
    for (int i = 0; i < 6; i++) {
      open.alerts.add(
          open.slice(14 * DAY),
          new Telling("burst " + i, "daily", Optional.empty()),
          -1,
          open.total);
    }
    open.until(15 * DAY);
    assertThat(open.states()).containsExactly(OPEN);
  }

  @Test
  void whatComesLateIsPartOfLaterBaselines() {
    Stream with = quiet("daily");
    Stream without = quiet("daily");
    for (int i = 0; i < 20; i++) {
      with.tell(with.slice(DAY + DAY / 2 * i), "late " + i, "daily");
    }
    for (Stream stream : List.of(with, without)) {
      for (int i = 0; i < 12; i++) {
        stream.tell("burst " + i, "daily");
      }
      stream.until(14 * DAY + 1);
      assertThat(stream.states()).containsExactly(OPEN);
    }
    assertThat(with.events.get(0).expected()).isGreaterThan(1.5 * without.events.get(0).expected());
  }

  @Test
  void aSourceThatStartsIsNoBurst() {
    Stream stream = quiet("daily", "evening");
    stream.sources = List.of("daily", "evening", "flood gazette");
    for (int i = 0; i < 3 * DAY; i++) {
      stream.tell("gazette " + i, "flood gazette");
      stream.until(14 * DAY + i + 1);
    }
    assertThat(stream.events).isEmpty();
  }

  @Test
  void aSourceThatStopsMakesNothingRiseOrFall() {
    // All of the subject is in one source of two; when the other stops, its share doubles.
    Stream stream = new Stream("daily", "evening");
    for (int hour = 0; hour < 14 * 24; hour++) {
      stream.until(6 * hour);
      stream.tell("habit " + hour, "daily");
    }
    stream.sources = List.of("daily");
    for (int hour = 14 * 24; hour < 20 * 24; hour++) {
      stream.until(6 * hour);
      stream.tell("habit " + hour, "daily");
    }
    assertThat(stream.events).isEmpty();
  }

  @Test
  void asManyStoriesAgainInTheWindowsOfOneBurstAreOneEpisode() {
    Stream stream = quiet("daily");
    for (int wave = 0; wave < 4; wave++) {
      for (int i = 0; i < 6; i++) {
        stream.tell("wave %d report %d".formatted(wave, i), "daily");
      }
      stream.until(14 * DAY + 40 * (wave + 1));
    }
    assertThat(stream.states()).startsWith(OPEN).doesNotContain(CLOSE);
    assertThat(stream.states().stream().filter(s -> s == OPEN)).hasSize(1);
  }

  @Test
  void aSecondBurstAfterTheFirstHasClosedIsAnotherAlert() {
    Stream stream = quiet("daily");
    for (int day : List.of(14, 24)) {
      stream.until(day * DAY);
      for (int i = 0; i < 10; i++) {
        stream.tell("day %d report %d".formatted(day, i), "daily");
      }
    }
    stream.until(34 * DAY);
    assertThat(stream.states().stream().filter(s -> s != UPDATE))
        .containsExactly(OPEN, CLOSE, OPEN, CLOSE);
    assertThat(stream.events.stream().map(AlertEvent::episodeStart).distinct()).hasSize(2);
  }

  @Test
  void savingAndTheOrderOfArrivalMakeNoDifference() {
    long first = new Random().nextLong();
    List<AlertEvent> all = new ArrayList<>();
    // One stream in some four hundred raises no alert.
    for (long seed = first; seed != first + 3; seed++) {
      List<AlertEvent> alerts = random(seed, false);
      assertThat(random(seed, true)).as("seed %d", seed).isEqualTo(alerts);
      all.addAll(alerts);
    }
    assertThat(all).as("seed %d", first).isNotEmpty();
  }

  private static List<AlertEvent> random(long seed, boolean disturbed) {
    Random random = new Random(seed);
    Stream stream = new Stream("daily", "evening");
    for (int i = 0; i < 17 * DAY; i += 1 + random.nextInt(20)) {
      stream.until(i);
      List<Integer> told = new ArrayList<>();
      int more = random.nextInt(i > 15 * DAY && i < 16 * DAY ? 8 : 2);
      for (int j = 0; j < more; j++) {
        told.add(random.nextInt(100_000));
      }
      Integer[] order = told.toArray(new Integer[0]);
      if (disturbed) {
        Arrays.sort(order);
        stream.save();
      }
      for (int story : order) {
        stream.tell("story " + story, story % 2 == 0 ? "daily" : "evening");
      }
    }
    stream.until(21 * DAY);
    return stream.events;
  }

  @Test
  void timeAdvancedAtOnceDecidesTheSameAsSliceBySlice() {
    Stream stepwise = quiet("daily");
    Stream atOnce = quiet("daily");
    for (Stream stream : List.of(stepwise, atOnce)) {
      for (int i = 0; i < 9; i++) {
        stream.tell(stream.slice(14 * DAY + 7 * i), "report " + i, "daily");
      }
    }
    stepwise.until(20 * DAY);
    for (int slice = 14 * DAY; slice < 20 * DAY; slice++) {
      atOnce.all.add(
          atOnce.slice(slice), new Telling("s" + atOnce.stories++, "daily", Optional.empty()), 1);
    }
    long end = atOnce.slice(20 * DAY - 1).end();
    atOnce.all.complete(end, SLICE).forEach(atOnce.total::add);
    assertThat(atOnce.alerts.advance(end, atOnce.total))
        .isEqualTo(stepwise.events)
        .hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void aWindowIsScoredForItsRow() {
    Stream stream = new Stream("daily");
    stream.until(6 * DAY);
    Span early = new Span(stream.slice(5 * DAY).start(), stream.slice(6 * DAY).start());
    assertThat(expectation(stream, early, 3).score()).isEmpty();

    stream = quiet("daily");
    stream.tell("burst 1", "daily");
    stream.until(15 * DAY);
    Span day = new Span(stream.slice(14 * DAY).start(), stream.slice(15 * DAY).start());
    Expectation few = expectation(stream, day, 1);
    Expectation many = expectation(stream, day, 9);
    // Seven stories in two weeks: about half a story a day.
    assertThat(few.mean()).isBetween(0.3, 0.7);
    assertThat(few.low()).isZero();
    assertThat(few.high()).isBetween(1L, 3L);
    assertThat(few.score().orElseThrow()).isLessThan(1);
    assertThat(many.score().orElseThrow()).isGreaterThan(3);
    // The baseline ends three days before the window does, with the twelfth day.
    assertThat(few.windows()).isEqualTo(12);
  }

  @Test
  void aStoryToldAgainWhereNoneBeganIsNoSurprise() {
    Stream stream = quiet("daily");
    stream.until(15 * DAY);
    Span behind = stream.slice(15 * DAY);
    assertThat(stream.total.stories(behind, behind.end())).isZero();

    Expectation one = expectation(stream, behind, 1);

    // One story of anybody is the subject's with its share: eight of some 1,900.
    assertThat(one.mean()).isBetween(0.002, 0.02);
    assertThat(one.score().orElseThrow()).isBetween(1.5, 3.0);
  }

  private static Expectation expectation(Stream stream, Span day, long stories) {
    return stream.alerts.expectation(day, Duration.ofDays(1), stories, stream.total).orElseThrow();
  }

  @Test
  void aWindowThatNeedsMoreHistoryThanIsKeptHasNoExpectation() {
    Stream stream = quiet("daily");
    stream.until(15 * DAY);
    Span month = new Span(stream.slice(0).start(), stream.slice(15 * DAY).start());
    long now = month.end();
    stream.total.expire(now - Duration.ofDays(70).toMillis(), now - Duration.ofDays(3).toMillis());
    assertThat(stream.alerts.expectation(month, Duration.ofDays(31), 3, stream.total)).isEmpty();
    assertThat(stream.alerts.expectation(month, Duration.ofDays(7), 3, stream.total)).isPresent();
  }

  @Test
  void nothingIsRememberedForever() {
    Stream stream = quiet("daily");
    for (int i = 0; i < 10; i++) {
      stream.tell("burst " + i, "daily");
    }
    stream.until(30 * DAY);
    assertThat(stream.alerts.isEmpty()).isFalse();
    assertThat(stream.alerts.due()).isEqualTo(Long.MAX_VALUE);
    stream.until((14 + 28 + 3 + 14 + 1) * DAY);
    assertThat(stream.alerts.isEmpty()).isTrue();
  }
}
