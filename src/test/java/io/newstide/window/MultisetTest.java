package io.newstide.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class MultisetTest {

  private static <T> Map<T, Long> counts(Multiset<T> multiset) {
    Map<T, Long> counts = new HashMap<>();
    multiset.forEach(
        (thing, count) -> assertThat(counts.put(thing, count)).as("only once").isNull());
    return counts;
  }

  /** Things that come, go, and come again, as in a window that moves on. */
  @RepeatedTest(20)
  void aSumIsWhatAMapOfCountsWouldBe(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    int different = 1 + random.nextInt(200);
    Multiset.Sum<String> sum = new Multiset.Sum<>();
    Map<String, Long> expected = new HashMap<>();
    for (int i = 0; i < 2_000; i++) {
      String thing = "防汛" + random.nextInt(different);
      long count = random.nextLong(5) - 2;
      if (random.nextInt(4) == 0) {
        sum.set(thing, count);
        expected.put(thing, count);
      } else {
        sum.add(thing, count);
        expected.merge(thing, count, Long::sum);
      }
      expected.values().removeIf(zero -> zero == 0);
    }
    assertThat(counts(sum.total())).isEqualTo(expected);
    assertThat(counts(sum.soFar())).isEqualTo(expected);
    assertThat(sum.distinct()).isEqualTo(expected.size()).isEqualTo(sum.soFar().distinct());
    assertThat(sum.soFar().size())
        .isEqualTo(expected.values().stream().mapToLong(Long::longValue).sum());
    assertThat(sum.soFar().count("防汛0")).isEqualTo(expected.getOrDefault("防汛0", 0L));

    expected.forEach((thing, count) -> sum.add(thing, -count));
    assertThat(sum.total().distinct()).isZero();
    assertThat(counts(sum.soFar())).isEmpty();
  }

  /** Against sorting all of them. */
  @RepeatedTest(20)
  void theFirstAreThoseOfAllSorted(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    Multiset.Sum<String> sum = new Multiset.Sum<>();
    for (int i = 0; i < 300; i++) {
      sum.add("防汛" + random.nextInt(60), 1 + random.nextInt(2));
    }
    List<Multiset.Count<String>> sorted = new ArrayList<>();
    sum.total().forEach((thing, count) -> sorted.add(new Multiset.Count<>(thing, count)));
    sorted.sort(
        Comparator.comparingLong((Multiset.Count<String> one) -> -one.count())
            .thenComparing(Multiset.Count::thing));
    for (int most : List.of(0, 1, 10, 59, 1_000)) {
      assertThat(Multiset.top(sum.soFar(), most))
          .isEqualTo(sorted.subList(0, Math.min(most, sorted.size())));
    }
  }

  /** Of a window that moves on, against sorting all that is in it. */
  @RepeatedTest(20)
  void theFirstOfASumThatMovesOnAreThoseOfAllSorted(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    int different = 30 + random.nextInt(2_000);
    int inside = 50 + random.nextInt(2_000);
    Multiset.Sum<String> byCount = new Multiset.Sum<>();
    List<String> all = new ArrayList<>();
    for (int i = 0; i < inside + 250; i++) {
      // Some are much more frequent, and which ones changes.
      int number = (int) (different * Math.pow(random.nextDouble(), 3)) + i / 100;
      String thing = "防".repeat(1 + number % 40) + number;
      all.add(thing);
      byCount.add(thing, 1);
      if (i >= inside) {
        byCount.add(all.get(i - inside), -1);
        int most = 1 + random.nextInt(12);
        List<Multiset.Count<String>> sorted = new ArrayList<>();
        byCount.total().forEach((one, count) -> sorted.add(new Multiset.Count<>(one, count)));
        sorted.sort(
            Comparator.comparingLong((Multiset.Count<String> one) -> -one.count())
                .thenComparing(Multiset.Count::thing));
        assertThat(Multiset.top(byCount.soFar(), most))
            .isEqualTo(sorted.subList(0, Math.min(most, sorted.size())));
      }
    }
  }

  /** Knows how often its like were compared. */
  private record Compared(int number, int[] times) {

    @Override
    public boolean equals(Object other) {
      times[0]++;
      return other instanceof Compared that && number == that.number;
    }

    @Override
    public int hashCode() {
      return Integer.hashCode(number);
    }
  }

  /** What one table gives comes in its order, which must not crowd the next. */
  @Test
  void whatWasAddedUpIsAddedUpAgainAtTheSameCost() {
    int things = 50_000;
    int[] times = {0};
    Multiset.Sum<Compared> first = new Multiset.Sum<>();
    for (int i = 0; i < things; i++) {
      first.add(new Compared(i, times), 1);
    }
    Multiset<Compared> total = first.total();
    times[0] = 0;
    Multiset.Sum<Compared> second = new Multiset.Sum<>();
    second.add(total, 1);
    assertThat(second.distinct()).isEqualTo(things);
    // Linear probing at a load of at most two thirds looks at two others on average, a few times
    // as the table grows.
    assertThat(times[0]).isLessThan(10 * things);
  }
}
