package io.newstide.cluster;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waiting on a condition with a deadline. */
final class Await {

  private Await() {}

  /**
   * Waits until a condition holds; one that throws does not hold yet.
   *
   * @param what what is said if it never does
   */
  static void until(Supplier<String> what, Duration patience, Callable<Boolean> condition) {
    long end = System.nanoTime() + patience.toNanos();
    Exception last = null;
    while (true) {
      try {
        if (condition.call()) {
          return;
        }
        last = null;
      } catch (Exception e) {
        last = e;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("within " + patience + " never: " + what.get(), last);
      }
      LockSupport.parkNanos(20_000_000);
    }
  }
}
