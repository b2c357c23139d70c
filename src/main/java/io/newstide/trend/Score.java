package io.newstide.trend;

import java.util.OptionalDouble;

/**
 * What a trend row says about its count.
 *
 * @param expected the count expected
 * @param low what 1 in 20 windows stay below, or less
 * @param high what 1 in 20 windows exceed, or less
 * @param score -log10 of the probability of so many; empty while warming up
 */
public record Score(double expected, long low, long high, OptionalDouble score) {

  private static final double TAIL = 0.05;

  /**
   * Scores a count.
   *
   * @param expected what is expected
   * @param count what was counted
   * @param warmingUp whether the history is shorter than it must be for a score
   */
  public static Score of(NegativeBinomial expected, long count, boolean warmingUp) {
    return new Score(
        expected.mean(),
        expected.quantile(TAIL),
        expected.quantile(1 - TAIL),
        warmingUp ? OptionalDouble.empty() : OptionalDouble.of(expected.score(count)));
  }
}
