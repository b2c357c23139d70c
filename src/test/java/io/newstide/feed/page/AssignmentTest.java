package io.newstide.feed.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AssignmentTest {

  @Test
  void givesUpABestPairForABetterWhole() {
    // The first row's best column is the second row's only one.
    assertThat(Assignment.best(new double[][] {{5, 4}, {5, 0}})).containsExactly(1, 0);
  }

  @Test
  void leavesRowsAloneThatAreWorthNothing() {
    assertThat(Assignment.best(new double[][] {{-1, -2}, {3, 2}, {2, -5}}))
        .containsExactly(Assignment.NONE, 1, 0);
    assertThat(Assignment.best(new double[0][0])).isEmpty();
  }

  @Test
  void isAsGoodAsTheBestOfAllAssignments() {
    long seed = 20260517;
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      double[][] values = new double[1 + random.nextInt(5)][1 + random.nextInt(5)];
      for (double[] row : values) {
        for (int j = 0; j < row.length; j++) {
          row[j] = random.nextInt(21) - 8;
        }
      }
      int[] of = Assignment.best(values);
      double sum = 0;
      boolean[] used = new boolean[values[0].length];
      for (int i = 0; i < of.length; i++) {
        if (of[i] != Assignment.NONE) {
          assertThat(used[of[i]]).as("column twice, seed " + seed + " round " + round).isFalse();
          used[of[i]] = true;
          sum += values[i][of[i]];
        }
      }
      assertThat(sum)
          .as("seed " + seed + " round " + round)
          .isEqualTo(best(values, 0, new boolean[values[0].length]));
    }
  }

  private static double best(double[][] values, int row, boolean[] used) {
    if (row == values.length) {
      return 0;
    }
    double best = best(values, row + 1, used);
    for (int j = 0; j < used.length; j++) {
      if (!used[j]) {
        used[j] = true;
        best = Math.max(best, values[row][j] + best(values, row + 1, used));
        used[j] = false;
      }
    }
    return best;
  }
}
