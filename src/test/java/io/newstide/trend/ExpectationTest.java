package io.newstide.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.newstide.window.Expectation;
import org.junit.jupiter.api.Test;

class ExpectationTest {

  /** Mean 1 and size 1 are a fair coin's run: P(X ≥ n) = 2^-n. */
  private static final NegativeBinomial COIN = new NegativeBinomial(1, 1);

  @Test
  void aBandOfNineInTenAndAScore() {
    Expectation expectation = COIN.expectation(5, 28, false);
    assertThat(expectation.mean()).isEqualTo(1);
    assertThat(expectation.low()).isZero();
    assertThat(expectation.high()).isEqualTo(4);
    assertThat(expectation.windows()).isEqualTo(28);
    assertThat(expectation.score().orElseThrow()).isCloseTo(5 * Math.log10(2), within(1e-9));
  }

  @Test
  void whileWarmingUpThereIsNoScore() {
    assertThat(COIN.expectation(5, 3, true).score()).isEmpty();
  }
}
