package io.newstide.window;

import java.time.Duration;

/**
 * How long after its publication an article of a source arrived.
 *
 * @param source the source
 * @param seconds rounded up to a power of two; 0 for an article that arrived at once
 */
public record Delay(String source, long seconds) {

  /** The delay of one article; an arrival before the publication counts as none. */
  public static Delay of(String source, Duration delay) {
    long seconds = Math.max(0, delay.toSeconds() + (delay.toNanosPart() > 0 ? 1 : 0));
    return new Delay(source, seconds <= 1 ? seconds : Long.highestOneBit(seconds - 1) << 1);
  }
}
