package io.newstide.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a source is asked next. An answer is waited for at least the source's interval, or its own
 * time-to-live where that is longer (at most {@link #LONGEST}), and up to a tenth more, so that
 * many sources drift apart. After the n-th failure in a row the wait is between half and all of
 * {@code every * 2^n}, at most an hour unless {@code every} is longer: exponential back-off with
 * equal jitter (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015). A
 * {@code Retry-After} is a lower bound. Immutable.
 */
final class Timetable {

  /** However long a source wants to be left alone, it is asked once a day. */
  static final Duration LONGEST = Duration.ofDays(1);

  private static final Duration LONGEST_BACK_OFF = Duration.ofHours(1);
  private static final int MOST_DOUBLINGS = 20;

  private final RandomGenerator random;

  Timetable(RandomGenerator random) {
    this.random = random;
  }

  /** When a source that answered is asked next. */
  Instant afterAnswer(Instant now, Duration every, Optional<Duration> ttl) {
    Duration wait = longer(every, shorter(ttl.orElse(Duration.ZERO), LONGEST));
    return now.plus(wait).plus(part(wait.dividedBy(10)));
  }

  /**
   * When a source that did not answer is asked next.
   *
   * @param failures how often in a row it has not, this time included
   */
  Instant afterFailure(Instant now, Duration every, int failures, Optional<Duration> retryAfter) {
    Duration most = longer(every, LONGEST_BACK_OFF);
    Duration doubled = every;
    for (int i = 0; i < Math.min(failures, MOST_DOUBLINGS) && doubled.compareTo(most) < 0; i++) {
      doubled = doubled.multipliedBy(2);
    }
    Duration half = shorter(doubled, most).dividedBy(2);
    Duration wait = half.plus(part(half));
    return now.plus(longer(wait, shorter(retryAfter.orElse(Duration.ZERO), LONGEST)));
  }

  private Duration part(Duration whole) {
    return Duration.ofMillis((long) (whole.toMillis() * random.nextDouble()));
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
