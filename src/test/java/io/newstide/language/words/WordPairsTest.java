package io.newstide.language.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hankcs.hanlp.dictionary.CoreBiGramTableDictionary;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WordPairsTest {

  @Test
  void aPairIsFoundWithItsTimesAndNoOther() {
    // 0 before 1 and 3; none before 1 and 2; 3 before 0.
    var pairs = WordPairs.of(new int[] {0, 2, 2, 2, 3}, new int[] {1, 7, 3, 1, 0, 20_000_000});
    assertThat(pairs.times(0, 1)).isEqualTo(7);
    assertThat(pairs.times(0, 3)).isEqualTo(1);
    assertThat(pairs.times(3, 0)).isEqualTo((1 << 24) - 1);
    assertThat(pairs.times(1, 0)).isZero();
    assertThat(pairs.times(0, 0)).isZero();
    assertThat(pairs.times(3, 3)).isZero();
    assertThat(WordPairs.of(new int[] {0}, new int[0]).times(0, 0)).isZero();
  }

  @Test
  void areThoseOfHanlp() {
    HanlpData.check();
    var pairs = WordPairs.ofHanlp();
    var known = 0;
    var random = new Random(7);
    for (var before = 0; before < 85_000; before += 1 + random.nextInt(200)) {
      for (var behind = 0; behind < 85_000; behind++) {
        var times = CoreBiGramTableDictionary.getBiFrequency(before, behind);
        if (pairs.times(before, behind) != times) {
          assertThat(pairs.times(before, behind)).as(before + " " + behind).isEqualTo(times);
        }
        known += times > 0 ? 1 : 0;
      }
    }
    assertThat(known).isGreaterThan(1_000);
  }

  @Test
  void tooManyWordsAreRefused() {
    assertThatThrownBy(() -> WordPairs.of(new int[1 << 20], new int[0]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a dictionary of 1048576 words");
  }
}
