package io.newstide.job;

import io.newstide.window.Slicing;
import io.newstide.window.Span;
import io.newstide.window.Subject;
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

  private record Held(Subject subject, Span slice) {}

  Combiner(Slicing slicing) {
    this.slicing = slicing;
  }

  /** Adds a tally to what a slice of a subject is to get. */
  void add(Subject subject, Span slice, Tally tally) {
    held(subject, slice).add(tally);
  }

  /** Takes a tally away from it: what was counted is corrected. */
  void subtract(Subject subject, Span slice, Tally tally) {
    held(subject, slice).subtract(tally);
  }

  private Tally.Sum held(Subject subject, Span slice) {
    return held.computeIfAbsent(new Held(subject, slice), absent -> new Tally.Sum());
  }

  /** Whether it is time to pass on what is held. */
  boolean isFull() {
    return held.size() >= MOST_HELD;
  }

  /**
   * Gives what is held, and holds nothing any more.
   *
   * @param sealed what event time has reached, epoch milliseconds
   */
  void passOn(long sealed, Consumer<SubjectSlice> to) {
    held.forEach(
        (of, sum) ->
            to.accept(
                new SubjectSlice(
                    of.subject(), of.slice(), slicing.isDay(of.slice()), sealed, sum.total())));
    held.clear();
  }
}
