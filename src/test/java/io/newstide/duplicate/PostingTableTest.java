package io.newstide.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.duplicate.StoryStore.Posting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PostingTableTest {

  private static List<Posting> postings(int number) {
    return List.of(new Posting("s" + number, number, 1, number));
  }

  /** Fingerprints that stand close together at the end of the table and at its beginning. */
  private static int crowded(Random random) {
    return random.nextInt(40) * 0x10000 + random.nextInt(8) - 4;
  }

  @Test
  void holdsWhatAMapHolds() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    PostingTable table = new PostingTable();
    Map<Integer, List<Posting>> map = new HashMap<>();
    for (int step = 0; step < 50_000; step++) {
      int fingerprint = random.nextInt(4) > 0 ? crowded(random) : random.nextInt();
      if (random.nextInt(5) < 2) {
        table.put(fingerprint, List.of());
        map.remove(fingerprint);
      } else {
        List<Posting> of = postings(step);
        table.put(fingerprint, of);
        map.put(fingerprint, of);
      }
      int other = crowded(random);
      assertThat(table.get(other))
          .as("seed %d, step %d", seed, step)
          .isEqualTo(map.getOrDefault(other, List.of()));
      assertThat(table.size()).as("seed %d, step %d", seed, step).isEqualTo(map.size());
    }
    map.forEach(
        (fingerprint, of) -> assertThat(table.get(fingerprint)).as("seed %d", seed).isEqualTo(of));
    assertThat(table.all()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(map.values());
    map.keySet().forEach(fingerprint -> table.put(fingerprint, List.of()));
    assertThat(table.size()).as("seed %d", seed).isZero();
    assertThat(table.all()).as("seed %d", seed).isEmpty();
  }
}
