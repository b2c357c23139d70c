package io.newstide.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SliceCountsTest {

  private static final Span ONE = new Span(0, 10);
  private static final Span TWO = new Span(10, 20);
  private static final Span FOUR = new Span(30, 40);

  private static SliceCounts three() {
    var counts = new SliceCounts();
    counts.put(FOUR, 4);
    counts.put(ONE, 1);
    counts.put(TWO, 2);
    return counts;
  }

  @Test
  void slicesAreInOrderHoweverTheyCome() {
    var counts = three();
    assertThat(List.of(counts.at(0), counts.at(1), counts.at(2))).containsExactly(ONE, TWO, FOUR);
    assertThat(counts.first()).isEqualTo(ONE);
    assertThat(counts.last()).isEqualTo(FOUR);
    assertThat(counts.asMap()).isEqualTo(Map.of(ONE, 1L, TWO, 2L, FOUR, 4L));
  }

  @Test
  void neighboursAreFoundOfWhatIsThereAndWhatIsNot() {
    var counts = three();
    assertThat(counts.higher(ONE)).isEqualTo(TWO);
    assertThat(counts.higher(new Span(20, 30))).isEqualTo(FOUR);
    assertThat(counts.higher(FOUR)).isNull();
    assertThat(counts.lower(FOUR)).isEqualTo(TWO);
    assertThat(counts.lower(new Span(20, 30))).isEqualTo(TWO);
    assertThat(counts.lower(ONE)).isNull();
    assertThat(counts.floor(10)).isEqualTo(TWO);
    assertThat(counts.floor(9)).isEqualTo(ONE);
    assertThat(counts.floor(-1)).isNull();
    assertThat(counts.ceiling(11)).isEqualTo(FOUR);
    assertThat(counts.ceiling(31)).isNull();
    assertThat(counts.from(Long.MIN_VALUE)).isZero();
    assertThat(counts.from(Long.MAX_VALUE)).isEqualTo(3);
  }

  @Test
  void thereIsNothingInNone() {
    var counts = new SliceCounts();
    assertThat(counts.isEmpty()).isTrue();
    assertThat(counts.first()).isNull();
    assertThat(counts.last()).isNull();
    assertThat(counts.count(ONE)).isZero();
    counts.remove(ONE);
    assertThat(counts.asMap()).isEmpty();
  }

  @Test
  void whateverIsPutAndRemovedItHoldsWhatASortedMapHolds() {
    var seed = 20261126L;
    var random = new Random(seed);
    var counts = new SliceCounts();
    var expected = new TreeMap<Span, Long>();
    for (var step = 0; step < 20_000; step++) {
      // The front goes and the end comes, as slices do, and now and then anything else.
      var around = step / 10 + random.nextInt(step % 97 == 0 ? 60 : 4);
      var start = 10L * around;
      var slice = new Span(start, start + (random.nextInt(50) == 0 ? 20 : 10));
      if (random.nextInt(3) > 0) {
        counts.put(slice, step);
        expected.put(slice, (long) step);
      } else if (random.nextBoolean() && !expected.isEmpty()) {
        counts.remove(expected.firstKey());
        expected.pollFirstEntry();
      } else {
        counts.remove(slice);
        expected.remove(slice);
      }
      assertThat(counts.size()).as("seed %d, step %d", seed, step).isEqualTo(expected.size());
      assertThat(counts.contains(slice)).isEqualTo(expected.containsKey(slice));
      assertThat(counts.count(slice)).isEqualTo(expected.getOrDefault(slice, 0L));
      assertThat(counts.higher(slice)).isEqualTo(expected.higherKey(slice));
      assertThat(counts.lower(slice)).isEqualTo(expected.lowerKey(slice));
      assertThat(counts.ceiling(start)).isEqualTo(expected.ceilingKey(new Span(start, start + 1)));
      if (step % 500 == 0) {
        assertThat(List.copyOf(counts.asMap().keySet())).isEqualTo(List.copyOf(expected.keySet()));
      }
    }
  }

  /** Of each copy is kept what a sorted map that went the same way holds. */
  @Test
  void copiesGoOnWithoutEachOther() {
    var seed = 20261127L;
    var random = new Random(seed);
    var all = new ArrayList<>(List.of(new SliceCounts()));
    var expected = new ArrayList<>(List.of(new TreeMap<Span, Long>()));
    for (var step = 0; step < 20_000; step++) {
      var one = random.nextInt(all.size());
      if (random.nextInt(10) == 0) {
        var copy = all.get(one).copy();
        var of = new TreeMap<>(expected.get(one));
        if (all.size() < 6) {
          all.add(copy);
          expected.add(of);
        } else {
          var other = random.nextInt(all.size());
          all.set(other, copy);
          expected.set(other, of);
        }
        continue;
      }
      var counts = all.get(one);
      var of = expected.get(one);
      var start = 10L * (step / 50 + random.nextInt(step % 7 == 0 ? 60 : 4));
      var slice = new Span(start, start + 10);
      switch (random.nextInt(5)) {
        case 0 -> {
          counts.remove(slice);
          of.remove(slice);
        }
        case 1 -> {
          if (!of.isEmpty()) {
            counts.remove(of.firstKey());
            of.pollFirstEntry();
          }
        }
        default -> {
          counts.put(slice, step);
          of.put(slice, (long) step);
        }
      }
      for (var i = 0; i < all.size(); i++) {
        assertThat(all.get(i).asMap())
            .as("seed %d, step %d", seed, step)
            .isEqualTo(expected.get(i));
      }
    }
  }
}
