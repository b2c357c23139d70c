package io.newstide.trend;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.window.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class HourCountsTest {

  private static final long HOUR = 3_600_000;
  private static final Stratum DAILY = new Stratum("daily", false);
  private static final Stratum DAILY_BY_DAY = new Stratum("daily", true);
  private static final Stratum EVENING = new Stratum("evening", false);

  @Test
  void keepsTheOrderOfTimeThenSource() {
    HourCounts counts = new HourCounts();
    counts.add(2 * HOUR, EVENING, 1);
    counts.add(HOUR, DAILY_BY_DAY, 1);
    counts.add(2 * HOUR, DAILY, 3);
    counts.add(HOUR, DAILY, 1);
    counts.add(2 * HOUR, EVENING, 4);

    assertThat(counts.view())
        .containsExactly(
            new HourCount(HOUR, DAILY, 1),
            new HourCount(HOUR, DAILY_BY_DAY, 1),
            new HourCount(2 * HOUR, DAILY, 3),
            new HourCount(2 * HOUR, EVENING, 5));
    assertThat(counts.in(new Span(HOUR + 1, 2 * HOUR + 1)))
        .extracting(HourCount::stories)
        .containsExactly(3, 5);
  }

  @Test
  void whatComesToNoneIsForgotten() {
    HourCounts counts = new HourCounts();
    counts.add(HOUR, DAILY, 2);
    counts.add(HOUR, DAILY, -2);
    assertThat(counts.isEmpty()).isTrue();
  }

  @Test
  void whatIsNotThereCannotBeTakenAway() {
    HourCounts counts = new HourCounts();
    counts.add(HOUR, DAILY, 2);
    counts.takeAway(HOUR, DAILY);
    counts.takeAway(HOUR, EVENING);
    assertThat(counts.view()).containsExactly(new HourCount(HOUR, DAILY, 1));
    counts.takeAway(HOUR, DAILY);
    counts.takeAway(HOUR, DAILY);
    assertThat(counts.isEmpty()).isTrue();
  }

  @Test
  void aCopyAndWhatItWasMadeOfGoOnWithoutEachOther() {
    HourCounts counts = new HourCounts();
    counts.add(HOUR, DAILY, 1);
    counts.add(2 * HOUR, DAILY, 2);
    HourCounts more = counts.copy();
    HourCounts less = counts.copy();
    more.add(2 * HOUR, DAILY, 5);
    less.expire(2 * HOUR);
    counts.add(3 * HOUR, EVENING, 4);

    assertThat(more.view())
        .containsExactly(new HourCount(HOUR, DAILY, 1), new HourCount(2 * HOUR, DAILY, 7));
    assertThat(less.view()).containsExactly(new HourCount(2 * HOUR, DAILY, 2));
    assertThat(counts.view())
        .containsExactly(
            new HourCount(HOUR, DAILY, 1),
            new HourCount(2 * HOUR, DAILY, 2),
            new HourCount(3 * HOUR, EVENING, 4));
  }

  /** Against a tree, which is what it stands in for. */
  @RepeatedTest(20)
  void isWhatATreeWouldBe(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    HourCounts counts = new HourCounts();
    TreeMap<Long, TreeMap<Stratum, Integer>> tree = new TreeMap<>();
    for (int i = 0; i < 300; i++) {
      long hour = random.nextInt(20) * HOUR;
      Stratum stratum = List.of(DAILY, DAILY_BY_DAY, EVENING).get(random.nextInt(3));
      int more = random.nextInt(3) == 0 ? -1 : 1 + random.nextInt(2);
      counts.add(hour, stratum, more);
      tree.computeIfAbsent(hour, absent -> new TreeMap<>())
          .merge(stratum, more, (a, b) -> a + b <= 0 ? null : a + b);
      if (random.nextInt(40) == 0) {
        long before = random.nextInt(20) * HOUR;
        counts.expire(before);
        tree.headMap(before).clear();
      }
      Span span = new Span(random.nextInt(10) * HOUR, (10 + random.nextInt(10)) * HOUR);
      assertThat(counts.in(span))
          .isEqualTo(flat(tree.subMap(span.start(), true, span.end(), false)));
      counts = random.nextInt(10) == 0 ? HourCounts.of(counts.view()) : counts;
    }
    assertThat(counts.view()).isEqualTo(flat(tree));
  }

  private static List<HourCount> flat(Map<Long, ? extends Map<Stratum, Integer>> tree) {
    List<HourCount> all = new ArrayList<>();
    tree.forEach(
        (hour, strata) ->
            strata.forEach((stratum, stories) -> all.add(new HourCount(hour, stratum, stories))));
    return all;
  }
}
