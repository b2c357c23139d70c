package io.newstide.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WinnowingTest {

  private static String text(Random random, int length) {
    return random
        .ints(length, 0, 3000)
        .mapToObj(i -> Character.toString((char) (0x4E00 + i)))
        .collect(Collectors.joining());
  }

  private static Set<Integer> fingerprints(String text) {
    return Arrays.stream(Winnowing.fingerprints("", text)).boxed().collect(Collectors.toSet());
  }

  /** The guarantee of winnowing: a common run of 39 characters leaves a common fingerprint. */
  @Test
  void textsThatShareThirtyNineCharactersShareAFingerprint() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      String common = text(random, 39);
      Set<Integer> shared =
          new HashSet<>(
              fingerprints(
                  text(random, random.nextInt(200)) + common + text(random, random.nextInt(200))));
      shared.retainAll(
          fingerprints(
              text(random, random.nextInt(200)) + common + text(random, random.nextInt(200))));
      assertThat(shared).as("seed %d, round %d", seed, i).isNotEmpty();
    }
  }

  @Test
  void thereAreTwoInThirtyThreeCharacters() {
    String text = text(new Random(7), 4000);
    // 2 / (32 + 1) of 3,993 shingles are 242; the deviation of such a count is about 8.
    assertThat(Winnowing.fingerprints("", text).length).isBetween(215, 270);
  }

  @Test
  void theyAreSortedAndEachOnce() {
    int[] fingerprints = Winnowing.fingerprints(Texts.TITLE, Texts.BODY + Texts.BODY);
    assertThat(fingerprints).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aTextOfOneSignRepeatedHasOne() {
    assertThat(Winnowing.fingerprints("", "啊".repeat(4000))).hasSize(1);
    assertThat(Winnowing.fingerprints("", "啊".repeat(7))).isEmpty();
  }
}
