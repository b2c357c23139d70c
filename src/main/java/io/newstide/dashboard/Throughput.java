package io.newstide.dashboard;

import java.util.ArrayList;
import java.util.List;

/** How many rows came in each of the last minutes. Safe for use by many threads. */
final class Throughput {

  static final int MINUTES = 60;
  private static final long MINUTE = 60_000_000_000L;

  private final long[] counts = new long[MINUTES];
  private long current = System.nanoTime() / MINUTE;
  private long total;

  synchronized void count() {
    advance();
    counts[(int) Math.floorMod(current, (long) MINUTES)]++;
    total++;
  }

  synchronized long total() {
    return total;
  }

  /** By minute, the one that is running last. */
  synchronized List<Long> minutes() {
    advance();
    List<Long> minutes = new ArrayList<>();
    for (int i = MINUTES - 1; i >= 0; i--) {
      minutes.add(counts[(int) Math.floorMod(current - i, (long) MINUTES)]);
    }
    return minutes;
  }

  private void advance() {
    long now = System.nanoTime() / MINUTE;
    for (long minute = Math.max(current + 1, now - MINUTES + 1); minute <= now; minute++) {
      counts[(int) Math.floorMod(minute, (long) MINUTES)] = 0;
    }
    current = Math.max(current, now);
  }
}
