package io.newstide.language.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WordClustersTest {

  private static final int GROUPS = 60;
  private static final int KIN = 12;

  /** Word {@code kin} of a group, or with -1 and -2 what stands before and behind all of them. */
  private static int word(int group, int kin) {
    return (group * 100 + kin + 2) * 0x9E3779B1;
  }

  /**
   * Sixty kinds of words, twelve of each, more than there are clusters; each kind has its company.
   */
  private static List<int[]> sentences() {
    var random = new Random(7);
    var sentences = new ArrayList<int[]>();
    for (var i = 0; i < 40_000; i++) {
      var group = random.nextInt(GROUPS);
      sentences.add(new int[] {word(group, -1), word(group, random.nextInt(KIN)), word(group, -2)});
    }
    return sentences;
  }

  @Test
  void wordsOfTheSameCompanyShareAClusterAndOthersDoNot() {
    var clusters = WordClusters.learn(sentences(), 8, 10);
    assertThat(clusters.size()).isEqualTo(GROUPS * (KIN + 2));
    var together = 0;
    var apart = 0;
    for (var group = 0; group < GROUPS; group++) {
      for (var a = 0; a < KIN; a++) {
        for (var b = a + 1; b < KIN; b++) {
          together += clusters.of(word(group, a)) == clusters.of(word(group, b)) ? 1 : 0;
        }
        apart += clusters.of(word(group, a)) == clusters.of(word((group + 1) % GROUPS, a)) ? 1 : 0;
      }
    }
    // By chance two of 255 clusters are the same once in 255 pairs: 15 of 3,960.
    assertThat(together).isGreaterThan(GROUPS * KIN * (KIN - 1) / 2 / 2);
    assertThat(apart).isLessThan(GROUPS * KIN / 20);
  }

  @Test
  void rareAndUnknownWordsHaveAClusterOfTheirOwn() {
    var clusters =
        WordClusters.learn(List.of(new int[] {1, 2, 1, 2, 1, 2}, new int[] {1, 3}), 2, 5);
    assertThat(clusters.size()).isEqualTo(2);
    assertThat(clusters.of(3)).isEqualTo(WordClusters.UNKNOWN);
    assertThat(clusters.of(99)).isEqualTo(WordClusters.UNKNOWN);
    assertThat(clusters.of(1)).isNotEqualTo(WordClusters.UNKNOWN);
    assertThat(WordClusters.none().of(1)).isEqualTo(WordClusters.UNKNOWN);
    assertThat(WordClusters.none().size()).isZero();
  }

  @Test
  void theSameTextGivesTheSameClustersAndAFileBringsThemBack() throws IOException {
    var once = WordClusters.learn(sentences(), 8, 3);
    var again = WordClusters.learn(sentences(), 8, 3);
    var out = new ByteArrayOutputStream();
    once.write(new DataOutputStream(out));
    var read = WordClusters.read(new DataInputStream(new ByteArrayInputStream(out.toByteArray())));
    var seen = new HashSet<Integer>();
    for (var group = 0; group < GROUPS; group++) {
      for (var kin = -2; kin < KIN; kin++) {
        var word = word(group, kin);
        assertThat(again.of(word)).isEqualTo(once.of(word)).isEqualTo(read.of(word));
        seen.add(once.of(word));
      }
    }
    assertThat(seen).allMatch(cluster -> cluster >= 0 && cluster < WordClusters.COUNT);
  }
}
