package io.newstide.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GramSketchTest {

  /** Sentences of few signs, so that shingles are repeated in them and shared by chance. */
  private static String text(Random random, int length, int signs) {
    return random
        .ints(length, 0, signs)
        .mapToObj(i -> i == 0 ? "\n" : Character.toString((char) (0x4E00 + 7 * i)))
        .collect(Collectors.joining());
  }

  private static boolean mayShare(String one, String other, double containment) {
    boolean may = new GramSketch(one).mayShare(new GramSketch(other), containment);
    assertThat(new GramSketch(other).mayShare(new GramSketch(one), containment))
        .as("the other way round")
        .isEqualTo(may);
    return may;
  }

  /** Whether the texts share enough by all their shingles. */
  private static boolean share(String one, String other, double containment) {
    GramIndex mine = new GramIndex(one);
    GramIndex theirs = new GramIndex(other);
    return mine.common(theirs) >= containment * Math.min(mine.distinct(), theirs.distinct());
  }

  @Test
  void textsThatShareEnoughAreNeverToldApart() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int shared = 0;
    int apart = 0;
    for (int round = 0; round < 20_000; round++) {
      double containment = new double[] {1, 0.9, 0.8, 0.5, 0.1}[random.nextInt(5)];
      int signs = 2 + random.nextInt(random.nextBoolean() ? 8 : 3000);
      String common = text(random, random.nextInt(300), signs);
      String one = text(random, random.nextInt(40), signs) + common;
      String other = common + text(random, random.nextInt(40), signs);
      boolean share = share(one, other, containment);
      boolean may = mayShare(one, other, containment);
      assertThat(may || !share)
          .as("seed %d, round %d, %s: %s and %s", seed, round, containment, one, other)
          .isTrue();
      shared += share ? 1 : 0;
      apart += may ? 0 : 1;
    }
    assertThat(shared).as("seed %d: of both kinds there are many", seed).isGreaterThan(1000);
    assertThat(apart).as("seed %d: of both kinds there are many", seed).isGreaterThan(1000);
  }

  @Test
  void longTextsOfWhichAFifthIsCommonAreToldApart() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      String common = text(random, 400, 3000);
      assertThat(
              mayShare(common + text(random, 1600, 3000), common + text(random, 1600, 3000), 0.9))
          .as("seed %d, round %d", seed, round)
          .isFalse();
    }
  }

  @Test
  void aTextOfLinesTooShortForAShingleIsEmpty() {
    assertThat(new GramSketch("一二三\n四五六\n").isEmpty()).isTrue();
    assertThat(new GramSketch("一二三\n四五六七").isEmpty()).isFalse();
  }
}
