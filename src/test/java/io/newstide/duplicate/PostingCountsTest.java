package io.newstide.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.duplicate.StoryStore.Posting;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PostingCountsTest {

  @Test
  void equalPostingsAreOneAndThoseOfAStoryThatDifferAreNot() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int most : new int[] {1, 20, 2000}) {
      PostingCounts counts = new PostingCounts();
      Map<Posting, Integer> expected = new LinkedHashMap<>();
      for (int i = 0; i < 5000; i++) {
        Posting posting =
            new Posting("s" + random.nextInt(most), random.nextInt(2), 26, 1_000_000L);
        counts.add(posting);
        expected.merge(posting, 1, Integer::sum);
      }
      Map<Posting, Integer> counted = new LinkedHashMap<>();
      counts.forEach(counted::put);
      assertThat(counted).as("seed %d", seed).containsExactlyEntriesOf(expected);
    }
  }
}
