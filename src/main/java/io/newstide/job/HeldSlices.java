package io.newstide.job;

import io.newstide.window.Span;
import io.newstide.window.SubjectSlice;
import io.newstide.window.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a subject is to count from a look-back, held until the look-back has ended. */
final class HeldSlices {

  /** As slices end; one that holds what is dated to the day behind those of its last moment. */
  private static final Comparator<Span> IN_ORDER =
      Comparator.comparingLong(Span::end)
          .thenComparing(Comparator.comparingLong(Span::start).reversed());

  private HeldSlices() {}

  static boolean isHeld(SubjectSlice slice) {
    return slice.sealed() == CountLookBacks.HELD;
  }

  /**
   * Lets go of what is held. What was counted of a slice is put together, and slices come in their
   * order: a story begins in the first that tells it, in whatever order it was found.
   *
   * @param noted what is noted of a subject, held or not
   * @param now what event time has reached: of slices that have ended this is a correction
   */
  static List<SubjectSlice> release(Iterable<SubjectSlice> noted, long now) {
    List<SubjectSlice> free = new ArrayList<>();
    Map<Span, Tally.Sum> held = new TreeMap<>(IN_ORDER);
    SubjectSlice any = null;
    Map<Span, Boolean> days = new TreeMap<>();
    for (SubjectSlice slice : noted) {
      if (isHeld(slice)) {
        held.computeIfAbsent(slice.slice(), absent -> new Tally.Sum()).add(slice.tally());
        days.put(slice.slice(), slice.day());
        any = slice;
      } else {
        free.add(slice);
      }
    }
    List<SubjectSlice> released = new ArrayList<>();
    for (Map.Entry<Span, Tally.Sum> one : held.entrySet()) {
      Span span = one.getKey();
      Tally tally = one.getValue().total();
      if (!tally.isZero()) {
        released.add(
            new SubjectSlice(
                any.subject(),
                span,
                days.get(span),
                span.end() <= now ? span.end() : Long.MIN_VALUE,
                tally));
      }
    }
    released.addAll(free);
    return released;
  }
}
