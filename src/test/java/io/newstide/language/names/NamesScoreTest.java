package io.newstide.language.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NamesScoreTest {

  @Test
  void precisionRecallAndTheirHarmonicMean() {
    var score = new NamesScore();
    score.found(NameType.PERSON, 4);
    score.gold(NameType.PERSON, 5);
    score.right(NameType.PERSON, 3);
    score.found(NameType.PLACE, 2);
    score.gold(NameType.PLACE, 1);
    score.right(NameType.PLACE, 1);

    var person = score.of(NameType.PERSON);
    assertThat(person.precision()).isEqualTo(0.75);
    assertThat(person.recall()).isEqualTo(0.6);
    assertThat(person.f1()).isEqualTo(2 * 0.75 * 0.6 / (0.75 + 0.6), within(1e-12));
    var overall = score.overall();
    assertThat(overall).isEqualTo(new NamesScore.Figures(6, 6, 4));
    assertThat(overall.f1()).isEqualTo(4.0 / 6, within(1e-12));
  }

  @Test
  void nothingAtAllIsZeroAndNoNumberIsMissing() {
    var none = new NamesScore().overall();
    assertThat(none.precision()).isZero();
    assertThat(none.recall()).isZero();
    assertThat(none.f1()).isZero();
    var missed = new NamesScore();
    missed.gold(NameType.PLACE, 3);
    assertThat(missed.of(NameType.PLACE).f1()).isZero();
  }
}
