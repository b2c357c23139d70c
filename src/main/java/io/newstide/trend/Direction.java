package io.newstide.trend;

/** Where a subject goes, compared with the window one size earlier. */
public enum Direction {
  UP,
  FLAT,
  DOWN;

  static Direction of(long previous, long mentions) {
    return mentions > previous ? UP : mentions < previous ? DOWN : FLAT;
  }
}
