package io.newstide.notify;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait after failures: the n-th in a row between half and all of {@code first *
 * 2^(n-1)}, at most {@code most}: exponential back-off with equal jitter (M. Brooker, "Exponential
 * Backoff And Jitter", AWS Architecture Blog, 2015). What the receiver asks for is a lower bound,
 * up to {@link #LONGEST}.
 */
record Backoff(Duration first, Duration most, RandomGenerator random) {

  /** However long a receiver wants to be left alone. */
  static final Duration LONGEST = Duration.ofDays(1);

  private static final int MOST_DOUBLINGS = 30;

  /**
   * @param failures how many in a row, at least one
   */
  Duration after(int failures, Optional<Duration> asked) {
    Duration doubled = first;
    for (int i = 1; i < Math.min(failures, MOST_DOUBLINGS) && doubled.compareTo(most) < 0; i++) {
      doubled = doubled.multipliedBy(2);
    }
    long half = shorter(doubled, most).toMillis() / 2;
    Duration wait = Duration.ofMillis(half + (long) (half * random.nextDouble()));
    Duration least = shorter(asked.orElse(Duration.ZERO), LONGEST);
    return wait.compareTo(least) >= 0 ? wait : least;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
