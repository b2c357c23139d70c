package io.newstide.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PostingCountsTest {

  @Test
  void countsAsAMapCounts() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    PostingCounts counts = new PostingCounts();
    for (int most : new int[] {1, 2000, 20}) {
      counts.clear();
      Map<Integer, Integer> expected = new LinkedHashMap<>();
      for (int i = 0; i < 5000; i++) {
        int number = random.nextInt(most) * 64;
        counts.add(number);
        expected.merge(number, 1, Integer::sum);
      }
      Map<Integer, Integer> counted = new LinkedHashMap<>();
      counts.forEach(counted::put);
      assertThat(counted).as("seed %d", seed).containsExactlyEntriesOf(expected);
    }
  }
}
