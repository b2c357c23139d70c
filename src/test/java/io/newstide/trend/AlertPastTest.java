package io.newstide.trend;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whatever is tried on a past, it gives the alerts that would have been given as it went by. */
class AlertPastTest {

  private static final Duration SLICE = Duration.ofMinutes(10);
  private static final long STEP = SLICE.toMillis();
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final BaselineSettings BASELINE =
      BaselineSettings.of(
          ZoneId.of("Asia/Shanghai"), SLICE, Duration.ofDays(14), Duration.ofDays(3));
  private static final Subject SUBJECT = new Subject(SubjectKind.TOPIC, "flood-prevention");
  private static final int DAYS = 36;

  /** Local midnight. */
  private static final long START = Instant.parse("2025-03-02T16:00:00Z").toEpochMilli();

  private static final long END = START + DAYS * DAY;

  private static final List<AlertSettings> TRIED =
      List.of(
          AlertSettings.of(3, 3),
          AlertSettings.of(3, 1.5),
          AlertSettings.of(1, 2),
          AlertSettings.of(3, 6),
          AlertSettings.of(3, 3),
          new AlertSettings(
              2,
              2,
              List.of(new AlertSettings.Watch("6h", Duration.ofHours(6))),
              0.5,
              Duration.ofHours(3),
              1.5,
              Duration.ofHours(20)));

  /** What all tell and what tells of the subject, by slice in the order of the ends. */
  private record News(
      NavigableMap<Long, Map<Span, List<Telling>>> all,
      NavigableMap<Long, Map<Span, List<Telling>>> subject) {

    /** Five sources, one of them new on the way, copies, days, and three bursts. */
    static News random(long seed) {
      var random = new Random(seed);
      var news = new News(new TreeMap<>(), new TreeMap<>());
      for (long at = START; at < END; at += STEP) {
        long day = (at - START) / DAY;
        boolean burst = day % 11 == 9 && (at - START) % DAY > DAY / 2;
        for (var i = random.nextInt(4); i > 0; i--) {
          var source = "source-" + random.nextInt(day < 20 ? 4 : 5);
          var midnight = START + day * DAY;
          var slice =
              random.nextInt(8) == 0 ? new Span(midnight, midnight + DAY) : new Span(at, at + STEP);
          var copy = random.nextInt(5) == 0;
          var story = "story-" + (copy ? at - STEP * random.nextInt(300) : at) + "-" + i;
          var telling = new Telling(story, source, Optional.empty());
          put(news.all, slice, telling);
          if (random.nextInt(burst ? 2 : 40) == 0) {
            put(news.subject, slice, telling);
          }
        }
      }
      return news;
    }

    private static void put(
        NavigableMap<Long, Map<Span, List<Telling>>> to, Span slice, Telling telling) {
      to.computeIfAbsent(slice.end(), end -> new TreeMap<>())
          .computeIfAbsent(slice, absent -> new ArrayList<>())
          .add(telling);
    }

    /** As the job decides, slice by slice. */
    List<AlertEvent> asItWentBy(AlertSettings settings) {
      return live(settings).events();
    }

    Live live(AlertSettings settings) {
      var stories = new StorySlices(settings.reach());
      var total = new TotalHistory(BASELINE);
      var alerts = new AlertEpisodes(SUBJECT, settings, BASELINE);
      List<AlertEvent> events = new ArrayList<>();
      for (long end = START + STEP; end <= END; end += STEP) {
        all.getOrDefault(end, Map.of())
            .forEach((slice, told) -> told.forEach(one -> stories.add(slice, one, 1)));
        stories.complete(end, SLICE).forEach(total::add);
        subject
            .getOrDefault(end, Map.of())
            .forEach((slice, told) -> told.forEach(one -> alerts.add(slice, one, 1, total)));
        events.addAll(alerts.advance(end, total));
      }
      return new Live(events, alerts, total);
    }

    /** The whole of it up to a moment. */
    AlertPast upTo(long moment, Duration reach) {
      var stories = new StorySlices(reach);
      var total = new TotalHistory(BASELINE);
      all.headMap(moment, true)
          .forEach(
              (end, slices) -> {
                slices.forEach((slice, told) -> told.forEach(one -> stories.add(slice, one, 1)));
                stories.complete(end, SLICE).forEach(total::add);
              });
      var past = new AlertPast(SUBJECT, BASELINE, reach, total);
      subject.headMap(moment, true).values().forEach(slices -> slices.forEach(past::add));
      past.complete();
      return past;
    }
  }

  /** The job at the end. */
  private record Live(List<AlertEvent> events, AlertEpisodes alerts, TotalHistory total) {}

  private static List<AlertEvent> decided(AlertPast past, AlertSettings settings) {
    List<AlertEvent> events = new ArrayList<>();
    var decisions = past.under(settings, START);
    while (decisions.due() <= END) {
      decisions.decide().ifPresent(events::add);
    }
    return events;
  }

  @Test
  void settingsTriedOneAfterAnotherGiveWhatEachWouldHaveGivenByItself() {
    for (long seed = 0; seed < 2; seed++) {
      var news = News.random(seed);
      Map<Duration, AlertPast> pasts = new HashMap<>();
      Map<AlertSettings, List<AlertEvent>> right = new HashMap<>();
      for (var settings : TRIED) {
        var past = pasts.computeIfAbsent(settings.reach(), reach -> news.upTo(END, reach));
        assertThat(decided(past, settings))
            .as("seed %d, %s", seed, settings)
            .isNotEmpty()
            .isEqualTo(right.computeIfAbsent(settings, news::asItWentBy));
      }
    }
  }

  @Test
  void whatIsKeptOfAPastThatWentOnChangesNothing() {
    var news = News.random(4);
    var settings = TRIED.get(1);
    var before = news.upTo(END - 7 * DAY, settings.reach());
    assertThat(decided(before, settings)).isNotEmpty();
    var now = news.upTo(END, settings.reach());
    now.keep(before, END - 8 * DAY);
    assertThat(decided(now, settings)).isEqualTo(news.asItWentBy(settings));
  }

  @Test
  void whatIsExpectedOfAWindowIsWhatTheJobExpectsOfIt() {
    var news = News.random(5);
    var settings = TRIED.get(0);
    var live = news.live(settings);
    var past = news.upTo(END, settings.reach());
    for (int hours : new int[] {1, 6, 24}) {
      var size = Duration.ofHours(hours);
      var span = new Span(END - size.toMillis(), END);
      assertThat(past.expectation(span, size, 0))
          .as("%d hours", hours)
          .isPresent()
          .isEqualTo(live.alerts().expectation(span, size, 0, live.total()));
    }
  }
}
