package io.newstide.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.newstide.window.Span;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two weeks from a Monday in which "daily" begins ten stories an hour and "evening" two; the
 * subject has two of daily's at 8 and at 9 every day. The expected numbers come from the formulas,
 * written down once more in another language, without sharing code.
 */
class BaselineTest {

  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final BaselineSettings SETTINGS =
      BaselineSettings.of(ZONE, Duration.ofMinutes(10), Duration.ofDays(14), Duration.ofDays(7));
  private static final Stratum DAILY = new Stratum("daily", false);
  private static final Stratum EVENING = new Stratum("evening", false);
  private static final Span FORTNIGHT =
      new Span(hour(LocalDate.of(2025, 3, 3), 0), hour(LocalDate.of(2025, 3, 17), 0));

  private static long hour(LocalDate day, int hour) {
    return day.atTime(hour, 0).atZone(ZONE).toInstant().toEpochMilli();
  }

  private static List<HourCount> all() {
    List<HourCount> cells = new ArrayList<>();
    for (int day = 0; day < 14; day++) {
      for (int hour = 0; hour < 24; hour++) {
        long at = hour(LocalDate.of(2025, 3, 3).plusDays(day), hour);
        cells.add(new HourCount(at, DAILY, 10));
        cells.add(new HourCount(at, EVENING, 2));
      }
    }
    return cells;
  }

  private static List<HourCount> subject(String scenario) {
    List<HourCount> cells = new ArrayList<>();
    for (int day = 0; day < 14; day++) {
      LocalDate date = LocalDate.of(2025, 3, 3).plusDays(day);
      cells.add(new HourCount(hour(date, 8), DAILY, 2));
      cells.add(new HourCount(hour(date, 9), DAILY, 2));
      if (scenario.equals("burst") && day == 5) {
        cells.add(new HourCount(hour(date, 20), DAILY, 60));
      }
      for (int hour = 0; scenario.equals("weekend") && day % 7 == 6 && hour < 24; hour++) {
        cells.add(new HourCount(hour(date, hour), EVENING, 1));
      }
    }
    return cells;
  }

  private static List<HourCount> window(String name) {
    LocalDate monday = LocalDate.of(2025, 3, 17);
    return switch (name) {
      case "morning" ->
          List.of(
              new HourCount(hour(monday, 8), DAILY, 10),
              new HourCount(hour(monday, 8), EVENING, 2));
      case "night" ->
          List.of(
              new HourCount(hour(monday, 20), DAILY, 10),
              new HourCount(hour(monday, 20), EVENING, 2));
      default -> List.of(new HourCount(hour(monday, 8), EVENING, 12));
    };
  }

  private static Exposure monday(List<HourCount> window) {
    return Exposure.of(
        window, new Span(FORTNIGHT.end(), FORTNIGHT.end() + 86_400_000), ZONE, stratum -> true);
  }

  private static NegativeBinomial expect(String scenario, List<HourCount> window) {
    return Baseline.of(
            SETTINGS,
            Exposure.of(all(), FORTNIGHT, ZONE, stratum -> true),
            subject(scenario),
            FORTNIGHT)
        .expect(monday(window));
  }

  /**
   * At 8 more is expected than at 20, of evening, which never has it, less than of daily; 60
   * stories on one evening raise what is expected then by half, not twentyfold; evening's Sundays
   * make it a source for the subject.
   */
  @ParameterizedTest
  @CsvSource({
    "plain, morning, 0.52433673099072109, 0.70020751658169611",
    "plain, night, 0.13798335026071612, 0.1806643502346206",
    "plain, evening alone, 0.25805445391126935, 0.33996867762072486",
    "burst, morning, 0.51707382376026267, 0.81638386424154841",
    "burst, night, 0.19627788912565758, 0.27593747171428634",
    "burst, evening alone, 0.25396707014846753, 0.36494111001913687",
    "weekend, morning, 0.5341547648312629, 0.9075502406596575",
    "weekend, night, 0.15818346368030156, 0.22433117291923224",
    "weekend, evening alone, 0.68300741594245629, 1.2364074230068214",
  })
  void expectsWhatTheFormulasSay(String scenario, String window, double mean, double variance) {
    NegativeBinomial expected = expect(scenario, window(window));
    assertThat(expected.mean()).isCloseTo(mean, within(1e-9));
    assertThat(expected.variance()).isCloseTo(variance, within(1e-9));
  }

  @Test
  void aWindowInWhichNobodyPublishedHasNothingToExpect() {
    NegativeBinomial expected = expect("plain", List.of());
    assertThat(expected.mean()).isLessThan(1e-9);
    assertThat(expected.score(5)).isFinite();
  }

  @Test
  void withoutAnyHistoryNothingIsExpectedAndNothingFails() {
    Baseline nothing =
        Baseline.of(
            SETTINGS,
            Exposure.of(List.of(), FORTNIGHT, ZONE, stratum -> true),
            List.of(),
            FORTNIGHT);
    assertThat(nothing.expect(monday(window("morning"))).score(3)).isFinite();
  }

  @Test
  void effectiveSourcesAreHillsNumber() {
    // Shares of 5/6 and 1/6: 1 / (25/36 + 1/36)
    assertThat(Exposure.of(all(), FORTNIGHT, ZONE, stratum -> true).effectiveSources())
        .isCloseTo(36.0 / 26, within(1e-12));
    assertThat(Exposure.of(List.of(), FORTNIGHT, ZONE, stratum -> true).effectiveSources())
        .isZero();
  }
}
