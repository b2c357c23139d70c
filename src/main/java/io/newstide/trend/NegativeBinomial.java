package io.newstide.trend;

import io.newstide.window.Expectation;
import java.util.OptionalDouble;

/**
 * A negative binomial distribution of counts: a Poisson whose rate itself varies, and so wider than
 * the plain Poisson, which is too sure of itself for news. Its mass at k is Γ(k+r) / (k! Γ(r)) ·
 * (1-q)^r · q^k with q = mean / (mean + r).
 *
 * <p>Tails are computed as logarithms, so that they neither underflow nor become infinite for any
 * counts: the mass by the saddle-point expansion of C. Loader, <i>Fast and Accurate Computation of
 * Binomial Probabilities</i> (2000), and from it the sum by the continued fraction of the
 * incomplete beta function (DiDonato and Morris, ACM TOMS 708, 1992), for P(X ≥ n) = I_q(n, r).
 *
 * @param mean the expected count, at least {@value #LEAST}
 * @param size r; the variance is mean + mean² / r. From {@value #LEAST} to {@value #GREATEST},
 *     which is a Poisson in all but name
 */
public record NegativeBinomial(double mean, double size) {

  private static final double LEAST = 1e-12;
  private static final double GREATEST = 1e12;
  private static final double MOST_ADDED = 100_000;
  private static final double TAIL = 0.05;
  private static final double LN_10 = Math.log(10);

  public NegativeBinomial {
    mean = bounded(mean);
    size = Math.max(bounded(size), mean * 1e-9);
  }

  private static double bounded(double value) {
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException("a count's mean and size are numbers");
    }
    return Math.max(LEAST, Math.min(GREATEST, value));
  }

  /**
   * The distribution with this mean and variance; a variance not above the mean gives the Poisson.
   */
  public static NegativeBinomial of(double mean, double variance) {
    double excess = variance - mean;
    return new NegativeBinomial(mean, excess > 0 ? mean * mean / excess : GREATEST);
  }

  /** Mean plus mean² / size. */
  public double variance() {
    return mean + mean * mean / size;
  }

  /**
   * How surprising so many are: -log10 P(X ≥ count). From 0, for a count not above zero; finite for
   * every count.
   */
  public double score(long count) {
    return count <= 0 ? 0 : Math.max(0, -logAtLeast((double) count) / LN_10);
  }

  /**
   * The least count that is not exceeded with a probability of at least {@code p}.
   *
   * @param p above 0 and below 1
   */
  public long quantile(double p) {
    if (!(p > 0 && p < 1)) {
      throw new IllegalArgumentException("a quantile lies between 0 and 1: " + p);
    }
    double logAbove = Math.log1p(-p);
    long high = 1;
    while (logAtLeast((double) high) > logAbove) {
      high *= 2;
    }
    long low = high / 2;
    // P(X ≥ high) is small enough, P(X ≥ low) is not: high - 1 is the quantile when they touch.
    while (high - low > 1) {
      long middle = low + (high - low) / 2;
      if (logAtLeast((double) middle) > logAbove) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high - 1;
  }

  /**
   * What a row says of a count.
   *
   * @param count what was counted
   * @param windows how many windows of its length the baseline holds
   * @param warmingUp whether the history is shorter than it must be for a score
   */
  Expectation expectation(long count, int windows, boolean warmingUp) {
    return new Expectation(
        mean,
        quantile(TAIL),
        quantile(1 - TAIL),
        windows,
        warmingUp ? OptionalDouble.empty() : OptionalDouble.of(score(count)));
  }

  /** ln P(X ≥ n) for n ≥ 1. */
  private double logAtLeast(double n) {
    double q = mean / (mean + size);
    if (q >= (n + 1) / (n + size + 2)) {
      double below = below(n, q);
      if (below < 0.99) {
        return Math.log1p(-below);
      }
    }
    return Math.min(0, logMass(n) + Math.log(fraction(n, size, q)));
  }

  /** P(X < n), downwards from n - 1; by the continued fraction where that would take too long. */
  private double below(double n, double q) {
    if (n > MOST_ADDED) {
      return Math.exp(logMass(n) + Math.log(n / size)) * fraction(size, n, size / (mean + size));
    }
    double term = 1;
    double sum = 1;
    for (double k = n - 1; k > 0 && term > sum * 1e-17; k--) {
      term *= k / ((k - 1 + size) * q);
      sum += term;
    }
    return Math.exp(logMass(n - 1)) * sum;
  }

  /** ln P(X = n). */
  private double logMass(double n) {
    if (n == 0) {
      return -size * Math.log1p(mean / size);
    }
    double all = n + size;
    // By how much n exceeds its share of n + size; as a difference it would lose its digits.
    double excess = size * (n - mean) / (mean + size);
    return Math.log(size / all)
        + Saddle.error(all)
        - Saddle.error(size)
        - Saddle.error(n)
        - Saddle.deviance(size, all * (size / (mean + size)), -excess)
        - Saddle.deviance(n, all * (mean / (mean + size)), excess)
        - 0.5 * (Math.log(2 * Math.PI) + Math.log(size) + Math.log(n) - Math.log(all));
  }

  /**
   * I_x(a, b) · a · B(a, b) / (x^a · (1-x)^b), by the modified method of Lentz; needs some √max(a,
   * b) steps where x is below (a+1) / (a+b+2), and still ends elsewhere.
   */
  private static double fraction(double a, double b, double x) {
    double tiny = 1e-300;
    double c = 1;
    double d = 1 - (a + b) * x / (a + 1);
    d = 1 / (Math.abs(d) < tiny ? tiny : d);
    double value = d;
    for (double m = 1; m < 1e7; m++) {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 + even * d;
      c = 1 + even / c;
      d = 1 / (Math.abs(d) < tiny ? tiny : d);
      c = Math.abs(c) < tiny ? tiny : c;
      value *= d * c;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 + odd * d;
      c = 1 + odd / c;
      d = 1 / (Math.abs(d) < tiny ? tiny : d);
      c = Math.abs(c) < tiny ? tiny : c;
      double factor = d * c;
      value *= factor;
      if (Math.abs(factor - 1) < 1e-15) {
        break;
      }
    }
    return value;
  }
}
