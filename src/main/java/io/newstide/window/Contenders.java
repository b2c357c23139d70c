package io.newstide.window;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Which of the subjects that are ranked occur in windows that have not ended, and how often: so
 * that at its end a window asks the first of them and leaves the many alone that cannot be among
 * the first. Without it every subject of a day would be looked at whenever one of its windows ends.
 *
 * <p>Only short windows are contested here, see {@link #areIn}: of a month there would be more
 * subjects than memory should hold, and it ends seldom. It is no state: it follows from the
 * histories of the subjects. Mutable, not safe for use by several threads.
 */
public final class Contenders {

  private static final Duration LONGEST = Duration.ofDays(1);

  /** Clocks go back by so much. */
  private static final long HOUR = Duration.ofHours(1).toMillis();

  /** A slice counts for no more spans of a window than this. */
  private static final int OVERLAP = 4;

  /** By the start of a span, which steps that grow from it share: the mentions of each subject. */
  private final Map<FixedWindow, NavigableMap<Long, Multiset.Sum<Subject>>> windows =
      new HashMap<>();

  /**
   * One of them.
   *
   * @param subject the subject
   * @param mentions how many articles of the window mention it at most
   */
  public record Contender(Subject subject, long mentions) {}

  /** What is done with the contenders of a window that has ended. */
  public interface Decision<E extends Exception> {
    void decide(FixedWindow window, Span span, List<Contender> mostMentionsFirst) throws E;
  }

  /**
   * Whether a window is contested: it has the same spans for all, of a day at most, and few of them
   * overlap.
   */
  public static boolean areIn(WindowDefinition window) {
    return window instanceof FixedWindow fixed
        && fixed.longest().compareTo(LONGEST) <= 0
        && fixed.overlap() <= OVERLAP;
  }

  /**
   * Takes up what a subject has in slices that changed.
   *
   * @param contested the windows, all of which {@link #areIn} says yes to
   * @param ended the moment up to which windows have ended and do not count any more
   */
  public void put(
      Subject subject,
      SubjectHistory history,
      Collection<Span> slices,
      Collection<FixedWindow> contested,
      long ended) {
    for (FixedWindow window : contested) {
      for (Span slice : slices) {
        Span span = window.endingAfter(Math.max(ended, slice.start()));
        for (; span.start() < slice.end(); span = window.endingAfter(span.end())) {
          if (window.growsByStep()) {
            // Its later steps begin there, too, and hold no more than what is there by now.
            long longest = window.longest().toMillis() + HOUR;
            Span all = new Span(span.start(), span.start() + longest);
            put(window, span.start(), subject, history.mentions(window, all));
            break;
          } else if (span.contains(slice)) {
            put(window, span.start(), subject, history.mentions(window, span));
          }
        }
      }
    }
  }

  /** Takes up all that a subject has, see {@link #put}. */
  public void putAll(
      Subject subject, SubjectHistory history, Collection<FixedWindow> contested, long ended) {
    for (FixedWindow window : contested) {
      long from = Math.max(ended, Long.MIN_VALUE / 2) - 2 * LONGEST.toMillis();
      put(
          subject,
          history,
          history.slicesOf(window, new Span(from, Long.MAX_VALUE)),
          List.of(window),
          ended);
    }
  }

  private void put(FixedWindow window, long start, Subject subject, long mentions) {
    windows
        .computeIfAbsent(window, absent -> new TreeMap<>())
        .computeIfAbsent(start, absent -> new Multiset.Sum<>())
        .set(subject, Math.max(0, mentions));
  }

  /** Forgets the windows that are not among these any more. */
  public void retain(Collection<FixedWindow> contested) {
    windows.keySet().retainAll(contested);
  }

  /**
   * Gives each span that ended between two moments and may hold anything, with all who may occur in
   * it, and forgets what no later span holds. Of a window that grows the first steps may hold
   * nothing yet.
   */
  public <E extends Exception> void decide(long ended, long now, Decision<E> decision) throws E {
    for (var entry : windows.entrySet()) {
      FixedWindow window = entry.getKey();
      Iterator<Map.Entry<Long, Multiset.Sum<Subject>>> starts =
          entry.getValue().headMap(now).entrySet().iterator();
      while (starts.hasNext()) {
        var start = starts.next();
        if (decide(window, start.getKey(), start.getValue(), new Span(ended, now), decision)) {
          starts.remove();
        }
      }
    }
  }

  /** Returns whether the last span that begins there has ended. */
  private static <E extends Exception> boolean decide(
      FixedWindow window,
      long start,
      Multiset.Sum<Subject> subjects,
      Span step,
      Decision<E> decision)
      throws E {
    List<Contender> contenders = null;
    Span span = window.endingAfter(Math.max(step.start(), start));
    for (;
        span.start() <= start && span.end() <= step.end();
        span = window.endingAfter(span.end())) {
      if (span.start() == start) {
        if (contenders == null) {
          contenders = mostMentionsFirst(subjects);
        }
        decision.decide(window, span, contenders);
      }
    }
    return span.start() > start;
  }

  private static List<Contender> mostMentionsFirst(Multiset.Sum<Subject> subjects) {
    List<Contender> contenders = new ArrayList<>(subjects.distinct());
    subjects.soFar().each((subject, mentions) -> contenders.add(new Contender(subject, mentions)));
    contenders.sort(Comparator.comparingLong(Contender::mentions).reversed());
    return contenders;
  }
}
