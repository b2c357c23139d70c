package io.newstide.job;

import io.newstide.window.Slicing;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import io.newstide.window.SubjectSlice;
import io.newstide.window.Tally;
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
  private final Map<Held, Tally.Sum> held = new HashMap<>();

  private double hottestShare;

  private record Held(Subject subject, Span slice, long sealed) {}

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
    Tally.Sum sum =
        held.computeIfAbsent(new Held(subject, slice, sealed), absent -> new Tally.Sum());
    if (times > 0) {
      sum.add(tally);
    } else {
      sum.subtract(tally);
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
    for (Map.Entry<Held, Tally.Sum> entry : held.entrySet()) {
      Held of = entry.getKey();
      Tally tally = entry.getValue().total();
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
