package io.newstide.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PostingTableTest {

  private static Posting story(int number) {
    return new Posting("s" + number, number, number + 1, number + 2);
  }

  /** Fingerprints that stand close together at the end of the table and at its beginning. */
  private static int crowded(Random random) {
    return random.nextInt(40) * 0x10000 + random.nextInt(8) - 4;
  }

  @Test
  void leadsWhereAMapLeads() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    PostingTable table = new PostingTable();
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      numbers.add(table.add(story(i)));
    }
    assertThat(numbers).doesNotHaveDuplicates();
    Map<Integer, Set<Integer>> map = new HashMap<>();
    for (int step = 0; step < 50_000; step++) {
      int fingerprint = random.nextInt(4) > 0 ? crowded(random) : random.nextInt();
      int number = numbers.get(random.nextInt(random.nextInt(2) == 0 ? 3 : 300));
      boolean leads = random.nextInt(5) > 1;
      table.lead(fingerprint, number, leads);
      Set<Integer> of = map.computeIfAbsent(fingerprint, absent -> new HashSet<>());
      if (leads) {
        of.add(number);
      } else {
        of.remove(number);
      }
      int[] others = {crowded(random), crowded(random)};
      int[][] found = table.get(others);
      for (int i = 0; i < others.length; i++) {
        assertThat(found[i])
            .as("seed %d, step %d", seed, step)
            .containsExactlyInAnyOrder(
                map.getOrDefault(others[i], Set.of()).toArray(Integer[]::new));
      }
    }
    assertThat(table.size())
        .as("seed %d", seed)
        .isEqualTo(map.values().stream().mapToInt(Set::size).sum())
        .isGreaterThan(1000);
    map.forEach(
        (fingerprint, of) -> {
          assertThat(table.get(fingerprint))
              .as("seed %d", seed)
              .containsExactlyInAnyOrder(of.toArray(Integer[]::new));
          of.forEach(number -> table.lead(fingerprint, number, false));
          assertThat(table.get(fingerprint)).as("seed %d", seed).isEmpty();
        });
    assertThat(table.size()).as("seed %d", seed).isZero();
  }

  @Test
  void numbersAreGivenOutAgainAndTellTheirStory() {
    PostingTable table = new PostingTable();
    Map<Integer, Posting> known = new HashMap<>();
    Random random = new Random(5);
    for (int step = 0; step < 5_000; step++) {
      if (random.nextInt(5) < 2 && !known.isEmpty()) {
        int number = List.copyOf(known.keySet()).get(random.nextInt(known.size()));
        if (random.nextBoolean()) {
          table.remove(number);
          known.remove(number);
        } else {
          table.replace(number, story(-step));
          known.put(number, story(-step));
        }
      } else {
        int number = table.add(story(step));
        assertThat(known.put(number, story(step))).isNull();
      }
      assertThat(table.stories()).isEqualTo(known.size());
    }
    known.forEach(
        (number, story) ->
            assertThat(
                    new Posting(
                        table.storyId(number),
                        table.publishedAt(number),
                        table.fingerprints(number),
                        table.expiry(number)))
                .isEqualTo(story));
    int most = known.keySet().stream().mapToInt(Integer::intValue).max().orElseThrow();
    assertThat(most).as("numbers that were free were used").isLessThan(2_000);
  }
}
