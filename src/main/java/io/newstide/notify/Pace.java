package io.newstide.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** No more than so many in any minute. Not safe for use by several threads. */
final class Pace {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final int most;
  private final Deque<Instant> last = new ArrayDeque<>();

  Pace(int most) {
    this.most = most;
  }

  /** When there may be another, at the earliest. */
  Instant free(Instant now) {
    while (!last.isEmpty() && !last.getFirst().plus(MINUTE).isAfter(now)) {
      last.removeFirst();
    }
    return last.size() < most ? now : last.getFirst().plus(MINUTE);
  }

  void took(Instant now) {
    last.addLast(now);
  }
}
