package io.newstide.window;

import java.time.Instant;

/**
 * A stretch of event time.
 *
 * @param start epoch milliseconds, inclusive
 * @param end epoch milliseconds, exclusive, greater than {@code start}
 */
public record Span(long start, long end) implements Comparable<Span> {

  public Span {
    if (end <= start) {
      throw new IllegalArgumentException("a span ends after its start: " + start + ", " + end);
    }
  }

  /** Whether all of {@code other} lies in this span. */
  public boolean contains(Span other) {
    return start <= other.start && other.end <= end;
  }

  /** The shortest span that contains this and the other. */
  public Span around(Span other) {
    return new Span(Math.min(start, other.start), Math.max(end, other.end));
  }

  /** By start, then by end. */
  @Override
  public int compareTo(Span other) {
    int byStart = Long.compare(start, other.start);
    return byStart != 0 ? byStart : Long.compare(end, other.end);
  }

  @Override
  public String toString() {
    return Instant.ofEpochMilli(start) + "/" + Instant.ofEpochMilli(end);
  }
}
