package io.newstide.window;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The slices of one subject, as {@code slices.v1} has them, and every window over them: for whoever
 * wants to look at the same facts through other windows. Which spans there are, and what they hold,
 * is worked out by the code the job uses. Mutable, not safe for use by several threads.
 */
public final class SubjectTimeline {

  private static final int MOST_WEIGHT = 1_000_000;

  /** Any stretch of time; it does not matter how long its gap is. */
  private static final SessionWindow ANY = new SessionWindow("any", Duration.ofHours(1));

  private final Subject subject;
  private final SubjectHistory history;
  private final NavigableMap<Span, Tally> tallies = new TreeMap<>();
  private final WindowSums sums = new WindowSums(MOST_WEIGHT);

  /**
   * A timeline without slices.
   *
   * @param subject whose
   * @param terms how long slices are kept, which is the longest a session can be
   */
  public SubjectTimeline(Subject subject, SubjectHistory.Terms terms) {
    this.subject = subject;
    this.history = new SubjectHistory(subject.kind(), terms);
  }

  /** Puts a slice in the place of the one there was; one that holds nothing removes it. */
  public void put(SubjectSlice slice) {
    if (slice.tally().isZero()) {
      tallies.remove(slice.slice());
    } else {
      tallies.put(slice.slice(), slice.tally());
    }
    history.put(slice.slice(), slice.day(), slice.tally());
    sums.changed(subject, List.of(slice.slice()));
  }

  /**
   * What a window shows, span by span, in the order of their ends.
   *
   * @param now the event time at which one looks (epoch milliseconds): a span that has not ended
   *     then holds the slices that have
   * @param range only spans that have something of this are wanted
   */
  public List<WindowCount> counts(WindowDefinition window, long now, Span range) {
    List<WindowCount> counts = new ArrayList<>();
    for (Due due : history.all(window, now)) {
      if (due.span().start() < range.end() && range.start() < due.span().end()) {
        counts.add(count(window, due.span(), now));
      }
    }
    return counts;
  }

  /** What a span of a window shows at an event time; zeros where the subject does not occur. */
  public WindowCount count(WindowDefinition window, Span span, long now) {
    if (span.start() >= now) {
      return WindowCount.none(subject, span);
    }
    WindowSums.Summed summed = sums.of(subject, history, window, span, now, tallies::get);
    return WindowCount.of(subject, span, summed.tally(), summed.previous());
  }

  /** What any stretch of time shows up to an event time, day-dated articles left out. */
  public WindowCount over(Span span, long now) {
    return count(ANY, span, now);
  }

  /**
   * What any stretch of time shows that has passed.
   *
   * @param days whether articles dated to a day that lies in it count
   */
  public WindowCount past(Span span, boolean days) {
    Tally.Sum sum = new Tally.Sum();
    for (Map.Entry<Span, Tally> slice :
        tallies.tailMap(new Span(span.start(), span.start() + 1), true).entrySet()) {
      if (slice.getKey().start() >= span.end()) {
        break;
      }
      if (span.contains(slice.getKey()) && (days || !history.days().contains(slice.getKey()))) {
        sum.add(slice.getValue());
      }
    }
    return WindowCount.of(subject, span, sum.total(), 0);
  }

  /**
   * Whether a stretch of time spans any part of the time from the first slice to the last.
   *
   * @param days whether slices of days count
   */
  public boolean spans(Span span, boolean days) {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    if (!history.slices().isEmpty()) {
      first = history.slices().first().start();
      last = history.slices().last().end();
    }
    if (days && !history.days().isEmpty()) {
      first = Math.min(first, history.days().first().start());
      last = Math.max(last, history.days().last().end());
    }
    return span.start() < last && first < span.end();
  }

  /** Forgets the slices that ended before a moment. */
  public void forgetBefore(long moment) {
    List<Span> old = new ArrayList<>();
    for (Span slice : tallies.keySet()) {
      if (slice.end() > moment) {
        break;
      }
      old.add(slice);
    }
    for (Span slice : old) {
      put(new SubjectSlice(subject, slice, history.days().contains(slice), Tally.zero()));
    }
  }
}
