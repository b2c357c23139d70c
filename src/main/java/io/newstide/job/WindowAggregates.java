package io.newstide.job;

import io.newstide.window.Span;
import io.newstide.window.Tally;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Other ways to add up a window of many slices, which {@link io.newstide.window.WindowSums} is
 * measured against in {@link WindowsBenchmark}.
 */
final class WindowAggregates {

  private WindowAggregates() {}

  /** All slices of a window anew. */
  static Tally flat(Map<Span, Tally> slices, int end, int ratio) {
    List<Tally> all = List.copyOf(slices.values());
    Tally.Sum sum = new Tally.Sum();
    all.subList(end - ratio, end).forEach(sum::add);
    return sum.total();
  }

  /** Partial sums over 8, 64 and 512 slices, kept beside the slices. */
  static final class Hierarchy {

    private static final int BASE = 8;

    private final List<List<Tally>> levels = new ArrayList<>();

    Hierarchy(Map<Span, Tally> slices) {
      List<Tally> level = new ArrayList<>(slices.values());
      while (level.size() >= BASE) {
        levels.add(level);
        List<Tally> above = new ArrayList<>();
        for (int from = 0; from + BASE <= level.size(); from += BASE) {
          Tally.Sum sum = new Tally.Sum();
          level.subList(from, from + BASE).forEach(sum::add);
          above.add(sum.total());
        }
        level = above;
      }
      levels.add(level);
    }

    Tally sum(int end, int ratio) {
      Tally.Sum sum = new Tally.Sum();
      add(0, end - ratio, end, sum);
      return sum.total();
    }

    private void add(int level, int from, int to, Tally.Sum sum) {
      int above = (from + BASE - 1) / BASE;
      int until = to / BASE;
      if (level + 1 == levels.size() || above >= until) {
        levels.get(level).subList(from, to).forEach(sum::add);
        return;
      }
      levels.get(level).subList(from, above * BASE).forEach(sum::add);
      add(level + 1, above, until, sum);
      levels.get(level).subList(until * BASE, to).forEach(sum::add);
    }
  }

  /** Two stacks: sums of the older slices up to the border, and one sum of the newer. */
  static final class TwoStacks {

    private final List<Tally> slices;
    private final int ratio;
    private final Deque<Tally> older = new ArrayDeque<>();
    private Tally.Sum newer = new Tally.Sum();
    private int newerFrom;

    TwoStacks(Map<Span, Tally> slices, int ratio) {
      this.slices = new ArrayList<>(slices.values());
      this.ratio = ratio;
    }

    /** The window that ends with a slice; ends come in order. */
    Tally sum(int end) {
      if (older.isEmpty()) {
        Tally border = Tally.zero();
        for (int i = end - 1; i >= end - ratio; i--) {
          border = border.plus(slices.get(i));
          older.push(border);
        }
        newer = new Tally.Sum();
        newerFrom = end;
      } else if (end > newerFrom) {
        newer.add(slices.get(end - 1));
      }
      return older.pop().plus(newer.total());
    }
  }
}
