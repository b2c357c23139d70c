package io.newstide.window;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which slices of one subject there are, how many mentions each holds, and what of them has been
 * reported. It decides which windows are due; the tallies themselves lie elsewhere. A subject's
 * window is due when event time has passed its end and the subject occurs in it or one size
 * earlier; of the total, every window is due that spans time from its first slice to its last.
 *
 * <p>Mutable, not safe for use by several threads.
 */
public final class SubjectHistory {

  /** Before anything was reported. */
  private static final long NEVER = Long.MIN_VALUE;

  private final boolean continuous;
  private final NavigableMap<Span, Long> slices = new TreeMap<>();
  private final NavigableMap<Span, Long> days = new TreeMap<>();
  private final NavigableSet<Span> unpublished = new TreeSet<>();
  private final NavigableSet<Span> changed = new TreeSet<>();
  private long reported = NEVER;

  /** From the first slice to the last, as of the last report; of the total only. */
  private Optional<Span> covered = Optional.empty();

  /** The same with the days. */
  private Optional<Span> coveredWithDays = Optional.empty();

  /**
   * A history without slices.
   *
   * @param continuous whether windows between its slices are due too, as they are for the total
   */
  public SubjectHistory(boolean continuous) {
    this.continuous = continuous;
  }

  /**
   * A history as it was saved.
   *
   * @param saved what {@link #save} gave
   */
  public SubjectHistory(Saved saved) {
    this.continuous = saved.continuous();
    this.slices.putAll(saved.slices());
    this.days.putAll(saved.days());
    this.unpublished.addAll(saved.unpublished());
    this.changed.addAll(saved.changed());
    this.reported = saved.reported();
    this.covered = saved.covered();
    this.coveredWithDays = saved.coveredWithDays();
  }

  /**
   * All that a history knows.
   *
   * @param continuous whether windows between its slices are due too
   * @param slices mentions by slice
   * @param days mentions by day, of articles dated to the day
   * @param unpublished slices whose row is not written yet
   * @param changed slices and days to which something was added after windows were reported
   * @param reported the moment up to whose end windows have been reported
   * @param covered from the first slice to the last, as of the last report
   * @param coveredWithDays the same with the days
   */
  public record Saved(
      boolean continuous,
      Map<Span, Long> slices,
      Map<Span, Long> days,
      List<Span> unpublished,
      List<Span> changed,
      long reported,
      Optional<Span> covered,
      Optional<Span> coveredWithDays) {}

  /** What is to be remembered of this history. */
  public Saved save() {
    return new Saved(
        continuous,
        new TreeMap<>(slices),
        new TreeMap<>(days),
        List.copyOf(unpublished),
        List.copyOf(changed),
        reported,
        covered,
        coveredWithDays);
  }

  /** Adds mentions to a slice; they may be negative. */
  public void add(Span slice, boolean day, long mentions) {
    NavigableMap<Span, Long> of = day ? days : slices;
    of.merge(slice, mentions, Long::sum);
    unpublished.add(slice);
    if (reported > slice.start()) {
      changed.add(slice);
    }
  }

  /** Whether nothing is left to remember. */
  public boolean isEmpty() {
    return slices.isEmpty() && days.isEmpty();
  }

  /** The slices in order. */
  public NavigableSet<Span> slices() {
    return Collections.unmodifiableNavigableSet(slices.navigableKeySet());
  }

  /** The days in order, each of them the slice of articles dated to the day. */
  public NavigableSet<Span> days() {
    return Collections.unmodifiableNavigableSet(days.navigableKeySet());
  }

  /**
   * The event time (epoch milliseconds) from which something is to be done: a window or slice has
   * ended, or one that had been reported changed; {@link Long#MAX_VALUE} if nothing ever will.
   */
  public long due(List<WindowDefinition> windows) {
    long due = changed.isEmpty() ? Long.MAX_VALUE : reported;
    for (Span slice : unpublished) {
      due = Math.min(due, slice.end());
    }
    for (WindowDefinition window : windows) {
      Span next = next(window, reported);
      if (next != null) {
        due = Math.min(due, next.end());
      }
      if (!between(window).isEmpty()) {
        due = Math.min(due, reported);
      }
    }
    return due;
  }

  /** Takes the slices whose row is to be written now that event time has reached {@code now}. */
  public List<Span> publish(long now) {
    List<Span> ended = new ArrayList<>();
    for (Span slice : unpublished) {
      if (slice.end() <= now) {
        ended.add(slice);
      }
    }
    ended.forEach(unpublished::remove);
    return ended;
  }

  /**
   * Takes what is to be reported of each window now that event time has reached {@code now}: spans
   * that ended since the last report, and spans reported before that have changed.
   */
  public Map<WindowDefinition, NavigableSet<Span>> report(
      List<WindowDefinition> windows, long now) {
    Map<WindowDefinition, NavigableSet<Span>> due = new LinkedHashMap<>();
    for (WindowDefinition window : windows) {
      NavigableSet<Span> spans = new TreeSet<>();
      for (Span span = next(window, reported);
          span != null && span.end() <= now;
          span = next(window, span.end())) {
        spans.add(span);
      }
      for (Span slice : changed) {
        if (window.countsDays() || slices.containsKey(slice)) {
          addChanged(window, slice, spans);
        }
      }
      spans.addAll(between(window));
      if (!spans.isEmpty()) {
        due.put(window, spans);
      }
    }
    changed.clear();
    reported = Math.max(reported, now);
    if (continuous) {
      covered = range(slices);
      coveredWithDays =
          Stream.of(covered, range(days)).flatMap(Optional::stream).reduce(Span::around);
    }
    return due;
  }

  private static Optional<Span> range(NavigableMap<Span, Long> of) {
    return of.isEmpty()
        ? Optional.empty()
        : Optional.of(new Span(of.firstKey().start(), of.lastKey().end()));
  }

  /**
   * Of the total: the spans that had ended before the last report and are due since then, because
   * slices came behind the last or before the first.
   */
  private List<Span> between(WindowDefinition window) {
    Span first = continuous ? firstFrom(window, NEVER) : null;
    if (first == null || reported == NEVER) {
      return List.of();
    }
    Span now = new Span(first.start(), last(window).end());
    Span before = (window.countsDays() ? coveredWithDays : covered).orElse(null);
    if (now.equals(before)) {
      return List.of();
    }
    List<Span> spans = new ArrayList<>();
    Span span = window.endingAfter(now.start());
    for (;
        span.end() <= reported && span.start() < now.end();
        span = window.endingAfter(span.end())) {
      if (before != null && span.end() > before.start()) {
        break;
      }
      spans.add(span);
    }
    if (before != null && now.end() > before.end()) {
      span = window.endingAfter(before.end());
      for (;
          span.end() <= reported && span.start() < now.end();
          span = window.endingAfter(span.end())) {
        if (span.start() >= before.end()) {
          spans.add(span);
        }
      }
    }
    return spans;
  }

  private void addChanged(WindowDefinition window, Span slice, NavigableSet<Span> spans) {
    Span span = window.endingAfter(slice.start());
    while (span.end() <= reported && window.previous(span).start() < slice.end()) {
      if (isDue(window, span)) {
        spans.add(span);
      }
      span = window.endingAfter(span.end());
    }
  }

  /** The due span with the smallest end after {@code moment}. */
  private Span next(WindowDefinition window, long moment) {
    Span first = firstFrom(window, NEVER);
    if (first == null || moment == Long.MAX_VALUE) {
      return null;
    }
    Span span = window.endingAfter(Math.max(moment, first.end() - 1));
    while (!isDue(window, span)) {
      Span content = firstFrom(window, window.previous(span).start());
      if (content == null || continuous) {
        return null;
      }
      span = window.endingAfter(Math.max(span.end(), content.end() - 1));
    }
    return span;
  }

  private boolean isDue(WindowDefinition window, Span span) {
    if (continuous) {
      Span first = firstFrom(window, NEVER);
      return first != null && span.start() < last(window).end() && span.end() > first.start();
    }
    return occursIn(window, span) || occursIn(window, window.previous(span));
  }

  private boolean occursIn(WindowDefinition window, Span span) {
    Span content = firstFrom(window, span.start());
    return content != null && content.start() < span.end();
  }

  private Span firstFrom(WindowDefinition window, long moment) {
    Span from = new Span(moment, moment + 1);
    Span slice = slices.ceilingKey(from);
    Span day = window.countsDays() ? days.ceilingKey(from) : null;
    return slice == null || (day != null && day.compareTo(slice) < 0) ? day : slice;
  }

  private Span last(WindowDefinition window) {
    Span slice = slices.isEmpty() ? null : slices.lastKey();
    Span day = window.countsDays() && !days.isEmpty() ? days.lastKey() : null;
    return slice == null || (day != null && day.end() > slice.end()) ? day : slice;
  }

  /** The mentions in a span of a window. */
  public long mentions(WindowDefinition window, Span span) {
    long mentions = 0;
    for (long count : within(slices, span).values()) {
      mentions += count;
    }
    if (window.countsDays()) {
      for (long count : within(days, span).values()) {
        mentions += count;
      }
    }
    return mentions;
  }

  /** The slices whose tallies make up a span of a window. */
  public List<Span> slicesOf(WindowDefinition window, Span span) {
    List<Span> of = new ArrayList<>(within(slices, span).keySet());
    if (window.countsDays()) {
      of.addAll(within(days, span).keySet());
    }
    return of;
  }

  private static NavigableMap<Span, Long> within(NavigableMap<Span, Long> of, Span span) {
    return of.subMap(
        new Span(span.start(), span.start() + 1),
        true,
        new Span(span.end(), span.end() + 1),
        false);
  }

  /** Forgets and returns the slices that ended before {@code horizon}, unless not yet reported. */
  public List<Span> expire(long horizon) {
    List<Span> gone = new ArrayList<>();
    for (NavigableMap<Span, Long> of : List.of(slices, days)) {
      while (!of.isEmpty()
          && of.firstKey().end() <= horizon
          && !unpublished.contains(of.firstKey())) {
        gone.add(of.pollFirstEntry().getKey());
      }
    }
    return gone;
  }

  /** The end of the oldest slice; {@link Long#MAX_VALUE} if there is none. */
  public long oldestEnd() {
    return Math.min(
        slices.isEmpty() ? Long.MAX_VALUE : slices.firstKey().end(),
        days.isEmpty() ? Long.MAX_VALUE : days.firstKey().end());
  }
}
