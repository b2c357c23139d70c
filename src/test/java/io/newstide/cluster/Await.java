package io.newstide.cluster;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waiting on a condition with a deadline, without taking the processor from what is awaited. */
public final class Await {

  private static final Duration PAUSE = Duration.ofMillis(50);

  private Await() {}

  /**
   * Waits until a condition holds; one that throws does not hold yet.
   *
   * @param what what is said if it never does
   */
  public static void until(Supplier<String> what, Duration patience, Callable<Boolean> condition) {
    until(what, patience, PAUSE, condition);
  }

  /**
   * The same for a condition that is dear to look at.
   *
   * @param pause between two looks
   */
  static void until(
      Supplier<String> what, Duration patience, Duration pause, Callable<Boolean> condition) {
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
      LockSupport.parkNanos(pause.toNanos());
    }
  }
}
