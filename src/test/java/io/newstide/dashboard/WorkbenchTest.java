package io.newstide.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.newstide.trend.AlertSettings;
import io.newstide.window.Delay;
import io.newstide.window.Multiset;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import io.newstide.window.SubjectSlice;
import io.newstide.window.Tally;
import io.newstide.window.WindowShape;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Slices of ten minutes in Asia/Shanghai; articles may come ten minutes out of order. */
class WorkbenchTest {

  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long SLICE = Duration.ofMinutes(10).toMillis();
  private static final long T0 = Instant.parse("2026-05-01T16:00:00Z").toEpochMilli();
  private static final Subject FLOOD = new Subject(SubjectKind.TOPIC, "flood");

  private final Deployment deployment = WorkbenchSpeed.deployment();
  private final SliceStore slices = new SliceStore(deployment.slicing());
  private final Workbench workbench = new Workbench(slices, deployment, id -> Optional.empty());

  private void put(Subject subject, long start, long length, String source, String... stories) {
    Map<String, Long> counts = new HashMap<>();
    for (String story : stories) {
      counts.merge(story, 1L, Long::sum);
    }
    slices.put(
        new SubjectSlice(
            subject,
            new Span(start, start + length),
            length > SLICE,
            Tally.of(
                Multiset.of(counts),
                Multiset.of(Map.of(source, (long) stories.length)),
                Multiset.empty(),
                Multiset.empty(),
                Multiset.empty(),
                Multiset.of(Map.of(new Delay(source, 512), (long) stories.length)),
                0)));
  }

  /** Forty days of four stories a day, four of all on the flood; then twelve within two hours. */
  private void aBurst() {
    for (int day = 0; day < 40; day++) {
      for (int i = 0; i < 4; i++) {
        long start = T0 + day * DAY + (8 + 3 * i) * HOUR;
        String source = i % 2 == 0 ? "morning" : "evening";
        put(Subject.TOTAL, start, SLICE, source, "s" + day + "-" + i);
        if (i == 1 && day % 10 == 5) {
          put(FLOOD, start, SLICE, source, "s" + day + "-" + i);
        }
      }
    }
    for (int i = 0; i < 12; i++) {
      long start = T0 + 40 * DAY + 9 * HOUR + i * SLICE;
      String source = i % 2 == 0 ? "morning" : "evening";
      put(Subject.TOTAL, start, SLICE, source, "burst-" + i);
      put(FLOOD, start, SLICE, source, "burst-" + i);
    }
  }

  @Test
  void aBurstIsAnAlertUnderThePresentSettingsAndLostUnderAVeryHighThreshold() {
    aBurst();
    Span range = new Span(T0, T0 + 42 * DAY);
    Workbench.Comparison same = workbench.alerts(List.of("flood"), deployment.alerts(), range);
    assertThat(same.gained()).isEmpty();
    assertThat(same.lost()).isEmpty();
    assertThat(same.kept()).hasSize(1);
    AlertReplay.Episode episode = same.kept().get(0).get(0);
    assertThat(episode.subject()).isEqualTo(FLOOD);
    assertThat(episode.opened()).isBetween(T0 + 40 * DAY + 9 * HOUR, T0 + 40 * DAY + 11 * HOUR);
    assertThat(episode.stories()).isGreaterThanOrEqualTo(3);
    assertThat(episode.shown()).allMatch(story -> story.startsWith("burst-"));
    assertThat(same.kept().get(0).get(1)).isEqualTo(episode);

    Workbench.Comparison higher =
        workbench.alerts(List.of("flood"), AlertSettings.of(3, 100), range);
    assertThat(higher.lost()).containsExactly(episode);
    assertThat(higher.kept()).isEmpty();
    assertThat(higher.gained()).isEmpty();
  }

  /** What is kept of a past gives what one that reads it for the first time gives. */
  @Test
  void slicesThatComeAndChangeAreTakenUp() {
    aBurst();
    Span range = new Span(T0 + 20 * DAY, T0 + 60 * DAY);
    Workbench going = new Workbench(slices, deployment, id -> Optional.empty(), Duration.ZERO);
    AlertSettings tried = AlertSettings.of(3, 4);
    Workbench.Comparison before = going.alerts(List.of("flood"), tried, range);
    // A story more within the burst there was, and more ten days later.
    put(FLOOD, T0 + 40 * DAY + 9 * HOUR, SLICE, "morning", "burst-0", "one-more");
    put(Subject.TOTAL, T0 + 40 * DAY + 9 * HOUR, SLICE, "morning", "burst-0", "one-more");
    for (int i = 0; i < 12; i++) {
      String source = i % 2 == 0 ? "morning" : "evening";
      put(Subject.TOTAL, T0 + 50 * DAY + i * SLICE, SLICE, source, "next-" + i);
      put(FLOOD, T0 + 50 * DAY + i * SLICE, SLICE, source, "next-" + i);
    }
    Workbench.Comparison now = going.alerts(List.of("flood"), tried, range);
    assertThat(now)
        .isNotEqualTo(before)
        .isEqualTo(
            new Workbench(slices, deployment, id -> Optional.empty())
                .alerts(List.of("flood"), tried, range));
  }

  /** Sources that are new where a range's past begins are known from a longer one. */
  @Test
  void whatARangeShowsDoesNotDependOnWhatWasLookedAtBefore() {
    aBurst();
    put(Subject.TOTAL, T0 + 200 * DAY, SLICE, "morning", "the-last");
    List<AlertSettings> settings =
        List.of(deployment.alerts(), AlertSettings.of(3, 1.5), AlertSettings.of(3, 4));
    for (int from : new int[] {0, 150, 40, 12, 41, 0}) {
      Span range = new Span(T0 + from * DAY, T0 + 201 * DAY);
      for (AlertSettings tried : settings) {
        assertThat(workbench.alerts(List.of("flood"), tried, range))
            .as("from day %d, threshold %s", from, tried.threshold())
            .isEqualTo(
                new Workbench(slices, deployment, id -> Optional.empty())
                    .alerts(List.of("flood"), tried, range));
      }
    }
  }

  @Test
  void whatThereIsNoTimeForIsToBeAskedForAgain() {
    aBurst();
    Span range = new Span(T0, T0 + 42 * DAY);
    AlertSettings tried = AlertSettings.of(3, 100);
    var first = workbench.alerts(List.of("flood", "robots", "bees"), tried, range, Duration.ZERO);
    assertThat(first.lost()).hasSize(1);
    assertThat(first.pending()).containsExactly("robots", "bees");
    var rest = workbench.alerts(first.pending(), tried, range, Duration.ofMinutes(1));
    assertThat(rest.lost()).isEmpty();
    assertThat(rest.pending()).isEmpty();
  }

  @Test
  void whatWasReadAheadIsWhatIsReadWhenAskedFor() {
    aBurst();
    Workbench ahead = new Workbench(slices, deployment, id -> Optional.empty());
    ahead.prepare(() -> true);
    Span range = new Span(T0, T0 + 42 * DAY);
    for (AlertSettings tried : List.of(deployment.alerts(), AlertSettings.of(3, 1.5))) {
      assertThat(ahead.alerts(List.of("flood"), tried, range))
          .isEqualTo(workbench.alerts(List.of("flood"), tried, range));
      assertThat(ahead.alerts(List.of("flood"), tried, range).kept()).isNotEmpty();
    }
  }

  @Test
  void articlesWaitForTheEndOfTheWindowAndForThoseOutOfOrder() {
    put(Subject.TOTAL, T0, SLICE, "morning", "a", "b", "c");
    put(Subject.TOTAL, T0 + 5 * SLICE, SLICE, "morning", "d");
    Span range = new Span(T0, T0 + DAY);
    Workbench.ResultDelay hour =
        workbench
            .delay(WindowShape.parse("w", "PT1H", deployment.slicing()), range, Duration.ofDays(1))
            .orElseThrow();
    // The first slice ends 50 minutes before the hour does, the last with it.
    assertThat(hour.p50()).isEqualTo(HOUR);
    assertThat(hour.p95()).isEqualTo(HOUR);
    assertThat(hour.finalAfter()).isEqualTo(DAY);
    put(Subject.TOTAL, T0 + 4 * SLICE, SLICE, "morning", "e", "f", "g", "h", "i");
    Workbench.ResultDelay now =
        workbench
            .delay(WindowShape.parse("w", "PT1H", deployment.slicing()), range, Duration.ofDays(1))
            .orElseThrow();
    assertThat(now.p50()).isEqualTo(2 * SLICE);
    assertThat(
            workbench.delay(
                WindowShape.parse("w", "~PT6H", deployment.slicing()), range, Duration.ZERO))
        .isEmpty();
  }

  @Test
  void howLateASourceIsSaysHowMuchALatenessWouldLose() {
    put(Subject.TOTAL, T0, SLICE, "slow", "a", "b");
    Span range = new Span(T0, T0 + DAY);
    // Delays of 512 seconds: within ten minutes out of order, not within less.
    Workbench.SourceDelay source = workbench.sources(range, Duration.ZERO).get(0);
    assertThat(source.articles()).isEqualTo(2);
    assertThat(source.p50()).isEqualTo(512);
    assertThat(source.p95()).isEqualTo(512);
    assertThat(source.tooLate()).isZero();
    slices.put(
        new SubjectSlice(
            Subject.TOTAL,
            new Span(T0 + SLICE, T0 + 2 * SLICE),
            false,
            Tally.of(
                Multiset.of(Map.of("c", 1L)),
                Multiset.of(Map.of("slow", 1L)),
                Multiset.empty(),
                Multiset.empty(),
                Multiset.empty(),
                Multiset.of(Map.of(new Delay("slow", 8192), 1L)),
                0)));
    assertThat(workbench.sources(range, Duration.ofHours(1)).get(0).tooLate()).isEqualTo(1);
    assertThat(workbench.sources(range, Duration.ofHours(3)).get(0).tooLate()).isZero();
  }

  @Test
  void aSourceThatPublishesOnceADayIsKnownForIt() {
    for (int day = 0; day < 6; day++) {
      put(Subject.TOTAL, T0 + day * DAY + 2 * HOUR, SLICE, "daily", "d" + day);
      put(Subject.TOTAL, T0 + day * DAY + 4 * HOUR, SLICE, "often", "o" + day);
      put(Subject.TOTAL, T0 + day * DAY + 6 * HOUR, SLICE, "often", "p" + day);
    }
    assertThat(workbench.sources(new Span(T0, T0 + 7 * DAY), Duration.ZERO))
        .extracting(Workbench.SourceDelay::source, Workbench.SourceDelay::onceADay)
        .containsExactly(tuple("daily", true), tuple("often", false));
  }

  /** Around eight in Shanghai a day begins in Greenwich. */
  @Test
  void theDaysOfASourceAreThoseOfTheDeployment() {
    for (int day = 0; day < 6; day++) {
      long at = T0 + day * DAY + 8 * HOUR - (day % 2) * SLICE;
      put(Subject.TOTAL, at, SLICE, "paper", "d" + day);
    }
    assertThat(workbench.sources(new Span(T0, T0 + 7 * DAY), Duration.ZERO))
        .extracting(Workbench.SourceDelay::source, Workbench.SourceDelay::onceADay)
        .containsExactly(tuple("paper", true));
  }

  @Test
  void whatIsDatedToTheDayIsInNoShorterWindow() {
    put(Subject.TOTAL, T0, DAY, "paper", "a");
    put(Subject.TOTAL, T0, SLICE, "web", "b", "c", "d");
    assertThat(workbench.datedToTheDay(new Span(T0, T0 + DAY))).isEqualTo(0.25);
  }
}
