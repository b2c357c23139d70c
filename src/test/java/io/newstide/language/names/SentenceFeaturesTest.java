package io.newstide.language.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.language.words.Words;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SentenceFeaturesTest {

  private static long[][] of(String text, Words words, byte[] marks) {
    return of(text, 0, text.length(), words, marks);
  }

  private static long[][] of(String text, int start, int end, Words words, byte[] marks) {
    var sentence = new SentenceFeatures(WordClusters.none());
    sentence.turnTo(text.toCharArray(), start, end, words, words.at(start), marks);
    var features = new long[end - start][SentenceFeatures.COUNT];
    for (var i = 0; i < features.length; i++) {
      sentence.of(i, features[i]);
    }
    return features;
  }

  private static Words words(Object... endsAndTags) {
    var words = new Words();
    for (var i = 0; i < endsAndTags.length; i += 2) {
      words.add((Integer) endsAndTags[i], (String) endsAndTags[i + 1], null);
    }
    return words;
  }

  @Test
  void eachFeatureIsANumberOfItsKindWithin48Bits() {
    var features = of("在北京市开会", words(1, "p", 4, "ns", 6, "v"), Gazetteer.NO_MARKS);
    var kinds = new HashSet<Long>();
    for (var row : features) {
      for (var k = 0; k < SentenceFeatures.FIRST_MARK; k++) {
        assertThat(row[k]).isBetween(0L, SentenceFeatures.HASH);
        kinds.add(row[k]);
      }
      assertThat(Arrays.copyOfRange(row, SentenceFeatures.FIRST_MARK, row.length))
          .as("no marks")
          .containsOnly(SentenceFeatures.NOTHING);
    }
    // The same character at another distance is another feature.
    assertThat(features[1][2]).isNotEqualTo(features[2][1]).isNotEqualTo(features[0][3]);
    assertThat(kinds.size()).isGreaterThan(4 * SentenceFeatures.FIRST_MARK);
  }

  @Test
  void digitsAndCaseAreLevelledAndNumbersAreOneWord() {
    var words = words(1, "n", 3, "m", 4, "nx");
    var twelve = of("约12a", words, Gazetteer.NO_MARKS);
    assertThat(twelve).isDeepEqualTo(of("约97a", words, Gazetteer.NO_MARKS));
    assertThat(twelve[0]).isNotEqualTo(of("超12a", words, Gazetteer.NO_MARKS)[0]);
    var capital = of("约12A", words, Gazetteer.NO_MARKS);
    for (var i = 0; i < 4; i++) {
      assertThat(Arrays.copyOf(capital[i], SentenceFeatures.FIRST_WORD))
          .isEqualTo(Arrays.copyOf(twelve[i], SentenceFeatures.FIRST_WORD));
    }
    assertThat(capital[3][SentenceFeatures.FIRST_WORD])
        .as("another word all the same")
        .isNotEqualTo(twelve[3][SentenceFeatures.FIRST_WORD]);
  }

  @Test
  void theWordItsTagAndThePlaceInItCount() {
    var together = of("北京市", words(2, "ns", 3, "n"), Gazetteer.NO_MARKS);
    var apart = of("北京市", words(1, "ns", 3, "n"), Gazetteer.NO_MARKS);
    var otherTag = of("北京市", words(2, "nz", 3, "n"), Gazetteer.NO_MARKS);
    assertThat(together[0][SentenceFeatures.FIRST_WORD])
        .isNotEqualTo(apart[0][SentenceFeatures.FIRST_WORD])
        .isNotEqualTo(together[1][SentenceFeatures.FIRST_WORD]);
    assertThat(together[0][16]).isNotEqualTo(otherTag[0][16]);
    assertThat(Arrays.copyOf(together[0], SentenceFeatures.FIRST_WORD))
        .as("characters do not know of words")
        .isEqualTo(Arrays.copyOf(apart[0], SentenceFeatures.FIRST_WORD));
  }

  @Test
  void aSentenceDoesNotSeeBeyondItself() {
    var words = words(2, "ns", 3, "w", 5, "ns", 6, "n");
    var alone = of("东京市", words(2, "ns", 3, "n"), Gazetteer.NO_MARKS);
    assertThat(of("北京。东京市", 3, 6, words, Gazetteer.NO_MARKS)).isDeepEqualTo(alone);
    var shorter = new SentenceFeatures(WordClusters.none());
    var long100 = "长".repeat(100).toCharArray();
    shorter.turnTo(long100, 0, 100, words(100, "n"), 0, Gazetteer.NO_MARKS);
    shorter.turnTo("东京市".toCharArray(), 0, 3, words(2, "ns", 3, "n"), 0, Gazetteer.NO_MARKS);
    var row = new long[SentenceFeatures.COUNT];
    for (var i = 0; i < 3; i++) {
      shorter.of(i, row);
      assertThat(row).as("after a longer one").isEqualTo(alone[i]);
    }
  }

  @Test
  void marksChangeOnlyTheirOwnFeatures() {
    var words = words(1, "p", 3, "ns", 4, "v");
    var marks = Gazetteer.mark(Gazetteer.NO_MARKS, 4, 1, 3, NameType.PLACE);
    var marked = of("在北京开", words, marks);
    var plain = of("在北京开", words, Gazetteer.NO_MARKS);
    for (var i : List.of(0, 1, 2, 3)) {
      assertThat(Arrays.copyOf(marked[i], SentenceFeatures.FIRST_MARK))
          .isEqualTo(Arrays.copyOf(plain[i], SentenceFeatures.FIRST_MARK));
    }
    assertThat(marked[1][27]).isNotEqualTo(marked[2][27]).isNotEqualTo(SentenceFeatures.NOTHING);
    assertThat(marked[1][28]).isNotEqualTo(SentenceFeatures.NOTHING);
    assertThat(marked[3][28]).as("no name here").isEqualTo(SentenceFeatures.NOTHING);
  }
}
