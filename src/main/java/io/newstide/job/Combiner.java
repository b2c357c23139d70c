package io.newstide.job;

import io.newstide.window.Slicing;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import io.newstide.window.SubjectSlice;
import io.newstide.window.Tally;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Combines what is counted of the same subject and slice before it is shuffled, so that a subject
 * half the news is about costs its task no more than others. Not safe for use by several threads.
 */
final class Combiner {

  /** More tallies than this are passed on at once, to bound memory. */
  private static final int MOST_HELD = 20_000;

  private final Slicing slicing;
  private final Map<Held, Pile> held = new HashMap<>();

  /** Adds up one pile after another: its tables stay where the processor has them at hand. */
  private final Tally.Sum sum = new Tally.Sum();

  private double hottestShare;

  private record Held(Subject subject, Span slice, long sealed) {}

  /** Tallies that are to be added up, and what is to be taken from them. */
  private static final class Pile {
    private static final int MOST = 64;

    private Tally[] tallies = new Tally[4];
    private int size;
    private Tally taken = Tally.zero();

    void add(Tally tally, Tally.Sum with) {
      if (size == MOST) {
        Tally all = total(with);
        Arrays.fill(tallies, null);
        tallies[0] = all;
        size = 1;
        taken = Tally.zero();
      }
      if (size == tallies.length) {
        tallies = Arrays.copyOf(tallies, 2 * size);
      }
      tallies[size++] = tally;
    }

    void take(Tally tally) {
      taken = taken.plus(tally);
    }

    Tally total(Tally.Sum with) {
      for (int i = 0; i < size; i++) {
        with.add(tallies[i]);
      }
      if (!taken.isZero()) {
        with.subtract(taken);
      }
      Tally total = with.total();
      with.clear();
      return total;
    }
  }

  Combiner(Slicing slicing) {
    this.slicing = slicing;
  }

  /**
   * Adds a tally to what a slice of a subject is to get.
   *
   * @param sealed what event time had reached when it was counted, epoch milliseconds
   * @param times 1, or -1 to take it away: what was counted is corrected
   */
  void add(Subject subject, Span slice, long sealed, Tally tally, int times) {
    Pile pile = held.computeIfAbsent(new Held(subject, slice, sealed), absent -> new Pile());
    if (times > 0) {
      pile.add(tally, sum);
    } else {
      pile.take(tally);
    }
  }

  /** Whether it is time to pass on what is held. */
  boolean isFull() {
    return held.size() >= MOST_HELD;
  }

  /**
   * The part of the articles passed on last that carried the subject carried most, 0 to 1: how much
   * of the load one task would have to bear without combining.
   */
  double hottestShare() {
    return hottestShare;
  }

  /** Gives what is held, and holds nothing any more. */
  void passOn(Consumer<SubjectSlice> to) {
    if (held.isEmpty()) {
      return;
    }
    long all = 0;
    long hottest = 0;
    for (Map.Entry<Held, Pile> entry : held.entrySet()) {
      Held of = entry.getKey();
      Tally tally = entry.getValue().total(sum);
      if (of.subject().kind() == SubjectKind.TOTAL) {
        all += tally.mentions();
      } else {
        hottest = Math.max(hottest, tally.mentions());
      }
      to.accept(
          new SubjectSlice(
              of.subject(), of.slice(), slicing.isDay(of.slice()), of.sealed(), tally));
    }
    hottestShare = all <= 0 ? 0 : (double) hottest / all;
    held.clear();
  }
}
