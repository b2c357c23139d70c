package io.newstide.trend;

/**
 * The two parts of the saddle-point expansion of C. Loader, <i>Fast and Accurate Computation of
 * Binomial Probabilities</i> (2000), which keep their precision where logarithms of factorials lose
 * it to cancellation.
 */
final class Saddle {

  private static final double HALF_LN_2_PI = 0.5 * Math.log(2 * Math.PI);

  private Saddle() {}

  /** ln Γ(x+1) - ((x + ½) ln x - x + ½ ln 2π), the error of Stirling's formula, for x > 0. */
  static double error(double x) {
    if (x >= 16) {
      return series(x);
    }
    // ln Γ(x+1) = ln Γ(x+17) - ln (x+1)(x+2)...(x+16)
    double y = x + 16;
    double product = 1;
    for (int i = 1; i <= 16; i++) {
      product *= x + i;
    }
    double logGamma = (y + 0.5) * Math.log(y) - y + HALF_LN_2_PI + series(y) - Math.log(product);
    return logGamma - (x + 0.5) * Math.log(x) + x - HALF_LN_2_PI;
  }

  /** Stirling's series, to its term in x⁻¹¹: below 1e-17 from 16 on. */
  private static double series(double x) {
    double s = 1 / (x * x);
    return (1.0 / 12
            - s
                * (1.0 / 360
                    - s
                        * (1.0 / 1260
                            - s * (1.0 / 1680 - s * (1.0 / 1188 - s * (691.0 / 360360))))))
        / x;
  }

  /**
   * x ln (x/m) + m - x, the deviance of x from m, for x, m > 0.
   *
   * @param excess x - m, which the caller may know better than it can be computed from both
   */
  static double deviance(double x, double m, double excess) {
    if (Math.abs(excess) < 0.1 * (x + m)) {
      double v = excess / (x + m);
      double sum = excess * v;
      double term = 2 * x * v;
      for (int j = 1; j < 1000; j++) {
        term *= v * v;
        double next = sum + term / (2 * j + 1);
        if (next == sum) {
          break;
        }
        sum = next;
      }
      return sum;
    }
    return x * Math.log(x / m) - excess;
  }
}
