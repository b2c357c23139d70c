package io.newstide.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

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
      sum.add(thing, count);
      expected.merge(thing, count, Long::sum);
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
}
