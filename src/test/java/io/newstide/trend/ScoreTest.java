package io.newstide.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScoreTest {

  /** Mean 1 and size 1 are a fair coin's run: P(X ≥ n) = 2^-n. */
  private static final NegativeBinomial COIN = new NegativeBinomial(1, 1);

  @Test
  void aBandOfNineInTenAndAScore() {
    Score score = Score.of(COIN, 5, false);
    assertThat(score.expected()).isEqualTo(1);
    assertThat(score.low()).isZero();
    assertThat(score.high()).isEqualTo(4);
    assertThat(score.score().orElseThrow()).isCloseTo(5 * Math.log10(2), within(1e-9));
  }

  @Test
  void whileWarmingUpThereIsNoScore() {
    assertThat(Score.of(COIN, 5, true).score()).isEmpty();
  }
}
