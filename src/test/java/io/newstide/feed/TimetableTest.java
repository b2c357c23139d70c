package io.newstide.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimetableTest {

  private static final Instant NOW = Instant.parse("2026-07-04T08:00:00Z");

  /** Gives the same number over and over. */
  private static Timetable always(double number) {
    return new Timetable(
        new RandomGenerator() {
          @Override
          public long nextLong() {
            throw new UnsupportedOperationException();
          }

          @Override
          public double nextDouble() {
            return number;
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    // every, ttl, drawn, wait
    "PT5M, , 0, PT5M",
    "PT5M, , 0.5, PT5M15S",
    "PT5M, PT30M, 0, PT30M",
    "PT5M, PT1M, 0, PT5M",
    "PT5M, P30D, 0, P1D",
    "P2D, PT1H, 0, P2D",
  })
  void anAnswerIsWaitedForAtLeastTheIntervalAndTheTtl(
      Duration every, Duration ttl, double drawn, Duration wait) {
    assertThat(always(drawn).afterAnswer(NOW, every, Optional.ofNullable(ttl)))
        .isEqualTo(NOW.plus(wait));
  }

  @ParameterizedTest
  @CsvSource({
    // every, failures, retryAfter, drawn, wait
    "PT5M, 1, , 0, PT5M",
    "PT5M, 1, , 0.5, PT7M30S",
    "PT5M, 2, , 0, PT10M",
    "PT5M, 3, , 0, PT20M",
    "PT5M, 4, , 0, PT30M",
    "PT5M, 1000, , 0.5, PT45M",
    "PT1S, 3, , 0, PT4S",
    "P2D, 5, , 0, P1D",
    "PT5M, 1, PT2H, 0, PT2H",
    "PT5M, 1, P9D, 0, P1D",
    "PT5M, 4, PT1S, 0, PT30M",
  })
  void failuresDoubleTheWaitUpToAnHour(
      Duration every, int failures, Duration retryAfter, double drawn, Duration wait) {
    assertThat(always(drawn).afterFailure(NOW, every, failures, Optional.ofNullable(retryAfter)))
        .isEqualTo(NOW.plus(wait));
  }

  @Test
  void sourcesDriftApart() {
    Timetable timetable = new Timetable(new Random(1));
    Duration every = Duration.ofMinutes(5);
    assertThat(timetable.afterAnswer(NOW, every, Optional.empty()))
        .isNotEqualTo(timetable.afterAnswer(NOW, every, Optional.empty()));
  }
}
