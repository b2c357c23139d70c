package io.newstide.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.newstide.window.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class SourceSilenceTest {

  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final BaselineSettings SETTINGS =
      BaselineSettings.of(ZONE, Duration.ofMinutes(10), Duration.ofDays(28), Duration.ofDays(7));

  /** A Monday. */
  private static final LocalDateTime START = LocalDateTime.of(2025, 3, 3, 0, 0);

  private SourceSilence source = new SourceSilence("daily", SETTINGS, 3);
  private final List<AlertEvent> events = new ArrayList<>();

  private static long at(LocalDateTime local) {
    return local.atZone(ZONE).toInstant().toEpochMilli();
  }

  /**
   * Publishes at the tenth minute of each hour for which it is wont to, then saves and restores.
   */
  private void publish(LocalDateTime from, LocalDateTime to, Predicate<LocalDateTime> wont) {
    for (LocalDateTime hour = from; hour.isBefore(to); hour = hour.plusHours(1)) {
      events.addAll(source.advance(at(hour)));
      if (wont.test(hour)) {
        Span slice = new Span(at(hour.plusMinutes(10)), at(hour.plusMinutes(20)));
        source.heard(slice).ifPresent(events::add);
        source = new SourceSilence("daily", SETTINGS, 3, source.save());
      }
    }
    events.addAll(source.advance(at(to)));
  }

  private static boolean byDay(LocalDateTime hour) {
    return hour.getHour() >= 8 && hour.getHour() < 20;
  }

  private static boolean onWeekdays(LocalDateTime hour) {
    return byDay(hour) && hour.getDayOfWeek().getValue() <= 5;
  }

  private List<String> told() {
    return events.stream()
        .map(e -> e.state() + " " + LocalDateTime.ofInstant(Instant.ofEpochMilli(e.at()), ZONE))
        .toList();
  }

  @Test
  void nightsAndWeekendsAreHabit() {
    publish(START, START.plusWeeks(5), SourceSilenceTest::onWeekdays);
    assertThat(events).isEmpty();
  }

  @Test
  void aSilentMorningIsAnAlertThatTheNextArticleCloses() {
    publish(START, START.plusWeeks(5), SourceSilenceTest::onWeekdays);
    // Monday of the sixth week: nothing until 16 o'clock.
    LocalDateTime monday = START.plusWeeks(5);
    publish(monday, monday.plusHours(16), hour -> false);
    publish(monday.plusHours(16), monday.plusDays(1), SourceSilenceTest::byDay);
    // From 8 o'clock each hour is worth -log10(1 - 0.95) = 1.30, the weekend before together 0.21:
    // 2.81 at 10, 4.11 at 11, 8.01 at 14, 9.31 at 15.
    assertThat(told())
        .containsExactly(
            "OPEN 2025-04-07T11:00", "UPDATE 2025-04-07T15:00", "CLOSE 2025-04-07T16:20");
    AlertEvent open = events.get(0);
    assertThat(open.kind()).isEqualTo("source");
    assertThat(open.id()).isEqualTo("daily");
    assertThat(open.reason()).isEqualTo(AlertEvent.Reason.SILENCE);
    assertThat(open.span())
        .isEqualTo(new Span(at(LocalDateTime.of(2025, 4, 4, 19, 20)), open.at()));
    assertThat(open.score()).isCloseTo(4.108, within(0.001));
    assertThat(open.uniqueStories()).isZero();
    assertThat(open.expected()).isGreaterThan(1.5);
    assertThat(events).allMatch(e -> e.episodeStart() == open.at());
  }

  @Test
  void onceADayHasToMissMoreThanOneDay() {
    Predicate<LocalDateTime> evening = hour -> hour.getHour() == 19;
    publish(START, START.plusDays(28), evening);
    publish(START.plusDays(28), START.plusDays(35), hour -> false);
    // An evening is worth 1.3: two are not enough, three are.
    assertThat(told().get(0)).isEqualTo("OPEN 2025-04-02T20:00");
  }

  @Test
  void aNewSourceHasNoHabit() {
    publish(START, START.plusDays(6), SourceSilenceTest::byDay);
    publish(START.plusDays(6), START.plusDays(20), hour -> false);
    assertThat(events).isEmpty();
  }

  @Test
  void noSourceIsDueBeforeItIsHeardOf() {
    assertThat(source.due()).isEqualTo(Long.MAX_VALUE);
    assertThat(source.advance(at(START))).isEmpty();
  }

  @Test
  void whatItRemembersIsBoundedByTheBaseline() {
    publish(START, START.plusDays(100), hour -> true);
    assertThat(source.save().hours().size()).isBetween(28 * 24 - 1, 28 * 24 + 2);
  }
}
