package io.newstide.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegativeBinomialTest {

  /**
   * Count, mean, size, -log10 of the probability of so many or more. Computed with mpmath at 60
   * digits by adding up the masses themselves, without the incomplete beta function.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 0.5, 0.5, 0.53329068316985368",
    "3, 0.05, 0.06, 2.5113801002035377",
    "4, 0.12, 0.146, 2.5398542472277513",
    "3, 0.121, 0.3, 2.3747989419810709",
    "7, 0.9, 2, 2.791599712502701",
    "14, 2.111, 3.5, 3.9416167404686051",
    "6, 0.096, 0.2, 4.1103411636822753",
    "10, 10, 4, 0.331650583387069",
    "10, 12.5, 1000000, 0.097688520213058291",
    "5, 40, 7.25, 0.00011206834017752702",
    "1, 100, 3, 1.0731038842280614e-5",
    "200, 100, 50, 5.8851604408806761",
    "1000, 900, 5, 0.45644313546849412",
    "100000, 12.25, 4.5, 13573.435643946351",
    "40, 0.3, 1000000000, 68.953894004183547",
    "2, 0.000000001, 0.00000001, 10.356439855199086",
    "1, 0.00001, 0.0000001, 6.3358170537672992",
    "3, 5000, 0.001, 1.8592072948335797",
    "25, 24, 0.01, 1.4038882126139196",
    "123456, 120000, 30, 0.38288013108165727",
  })
  void scoresAreThoseOfTheSummedMasses(long count, double mean, double size, double score) {
    assertThat(new NegativeBinomial(mean, size).score(count)).isCloseTo(score, within(1e-9));
  }

  /** The same, where doubles themselves are coarser than a billionth. */
  @ParameterizedTest
  @CsvSource({
    "1000000, 0.000001, 0.00001, 1041403.6437034905",
    "1000000, 1000, 1000000000, 2565926.5706331251",
  })
  void hugeScoresAreRightToThePrecisionOfDoubles(
      long count, double mean, double size, double score) {
    assertThat(new NegativeBinomial(mean, size).score(count) / score).isCloseTo(1, within(1e-12));
  }

  @Test
  void noCountIsNoSurprise() {
    assertThat(new NegativeBinomial(3, 2).score(0)).isZero();
    assertThat(new NegativeBinomial(3, 2).score(-5)).isZero();
  }

  @Test
  void scoresAreFiniteAndGrowWithTheCountWhateverTheNumbers() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      double mean = Math.pow(10, random.nextDouble() * 30 - 15);
      double size = Math.pow(10, random.nextDouble() * 30 - 15);
      long count = (long) Math.pow(10, random.nextDouble() * 12);
      var counts = new NegativeBinomial(mean, size);
      double score = counts.score(count);
      assertThat(score)
          .as("seed %d: %d of %s", seed, count, counts)
          .isFinite()
          .isGreaterThanOrEqualTo(0)
          .isLessThanOrEqualTo(counts.score(2 * count) + 1e-9);
    }
    assertThat(new NegativeBinomial(0, 0).score(1L << 40)).isFinite();
    assertThat(NegativeBinomial.of(1e300, 1e300).score(1)).isFinite();
  }

  /** By hand: mean 1 and size 1 are a fair coin's run, P(X ≥ n) = 2^-n. */
  @Test
  void quantilesAreTheLeastCountsThatAreEnough() {
    var coin = new NegativeBinomial(1, 1);
    assertThat(coin.quantile(0.05)).isZero();
    assertThat(coin.quantile(0.49)).isZero();
    assertThat(coin.quantile(0.51)).isEqualTo(1);
    assertThat(coin.quantile(0.95)).isEqualTo(4);
    assertThat(coin.quantile(0.999)).isEqualTo(9);
    assertThatThrownBy(() -> coin.quantile(1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aVarianceMakesTheSizeAndNoExcessMakesAPoisson() {
    assertThat(NegativeBinomial.of(2, 6).size()).isEqualTo(1);
    assertThat(NegativeBinomial.of(2, 6).variance()).isEqualTo(6);
    // Poisson: P(X ≥ 1) = 1 - e^-2
    assertThat(NegativeBinomial.of(2, 2).score(1))
        .isCloseTo(-Math.log10(1 - Math.exp(-2)), within(1e-9));
  }

  @Test
  void whatIsNoNumberIsRefused() {
    assertThatThrownBy(() -> new NegativeBinomial(Double.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
