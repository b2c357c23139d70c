package io.newstide.window;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Merges the slices of a window. Because tallies are a group, the sum of a window that spans many
 * slices is kept and moved on: what has left it is subtracted, what has come in is added, so that a
 * result costs what changed and not the ratio of size to slide. Sums that are kept are a cache, no
 * state: there are no more than memory allows, and one that is missing is added up anew.
 *
 * <p>Measured against adding up anew and against a hierarchy of partial sums in {@code bench
 * windows}. Mutable, not safe for use by several threads.
 */
public final class WindowSums {

  /** Windows of fewer slices are added up each time. */
  private static final int FEW = 8;

  /** Sums not used for so many times as many calls as there are subjects are given up. */
  private static final int FORGOTTEN = 64;

  /** So many articles are kept of which a row may show the strongest. */
  private static final int ARTICLES = 32;

  private final long mostWeight;
  private final LinkedHashMap<Subject, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long weight;
  private long calls;

  private static final class Kept {
    private final Map<WindowDefinition, Running> windows = new HashMap<>();
    private long used;
  }

  /**
   * What a span holds.
   *
   * @param tally the sum of its slices without delays and with the strongest articles alone; a view
   *     that changes with the next call
   * @param previous the mentions one size earlier
   */
  public record Summed(Tally tally, long previous) {}

  private static final class Running {
    private final Tally.Sum sum;
    private Span span;
    private Span previousSpan;
    private long previous;
    private int weight;

    Running(Tally.Sum sum) {
      this.sum = sum;
    }

    /** All that what is kept depends on. */
    private Span reach() {
      return span.around(previousSpan);
    }
  }

  /**
   * An empty cache.
   *
   * @param mostWeight how many entries of multisets are kept at most; an entry takes about 64 bytes
   */
  public WindowSums(long mostWeight) {
    this.mostWeight = mostWeight;
  }

  /**
   * The sum over a span of a window.
   *
   * @param upTo the time up to which slices are wanted, in the span or at its end
   * @param tallies gives the tally of a slice; of the total only its stories are taken
   */
  public Summed of(
      Subject subject,
      SubjectHistory history,
      WindowDefinition window,
      Span span,
      long upTo,
      Function<Span, Tally> tallies) {
    Function<Span, Tally> parts =
        subject.kind() == SubjectKind.TOTAL
            ? slice -> tallies.apply(slice).storiesAlone()
            : tallies;
    Span part = new Span(span.start(), Math.min(span.end(), upTo));
    Span previous = window.previous(span);
    Kept ofSubject = kept.get(subject);
    Running running = ofSubject == null ? null : ofSubject.windows.get(window);
    if (running == null && !history.hasSlices(window, part, FEW)) {
      Tally.Sum sum = sum(history.slicesOf(window, part), parts);
      return new Summed(sum.soFar(), history.mentions(window, previous));
    }
    if (ofSubject == null) {
      ofSubject = new Kept();
      kept.put(subject, ofSubject);
    }
    ofSubject.used = ++calls;
    if (running == null
        || !movesOn(running.span, part)
        || !movesOn(running.previousSpan, previous)) {
      weight -= running == null ? 0 : running.weight;
      running = addUp(history, window, part, previous, parts);
      ofSubject.windows.put(window, running);
    } else {
      moveOn(running, history, window, part, previous, parts);
      if (!running.sum.isEnough()) {
        weight -= running.weight;
        running = addUp(history, window, part, previous, parts);
        ofSubject.windows.put(window, running);
      }
    }
    weight -= running.weight;
    running.weight = running.sum.weight();
    weight += running.weight;
    Summed summed = new Summed(running.sum.soFar(), running.previous);
    makeRoom(subject);
    return summed;
  }

  /** Whether the sum of a window is at hand, so that it costs little to move it on. */
  public boolean isKept(Subject subject, WindowDefinition window) {
    Kept ofSubject = kept.get(subject);
    return ofSubject != null && ofSubject.windows.containsKey(window);
  }

  /** Of more articles where many tell the same story. */
  private static Tally.Sum sum(List<Span> slices, Function<Span, Tally> parts) {
    for (int articles = ARTICLES; ; articles *= 4) {
      Tally.Sum sum = new Tally.Sum(new StrongestEvidence(articles));
      slices.forEach(slice -> sum.add(parts.apply(slice)));
      if (sum.isEnough()) {
        return sum;
      }
    }
  }

  private static Running addUp(
      SubjectHistory history,
      WindowDefinition window,
      Span part,
      Span previous,
      Function<Span, Tally> parts) {
    Running running = new Running(sum(history.slicesOf(window, part), parts));
    running.span = part;
    running.previous = history.mentions(window, previous);
    running.previousSpan = previous;
    return running;
  }

  private static void moveOn(
      Running running,
      SubjectHistory history,
      WindowDefinition window,
      Span part,
      Span previous,
      Function<Span, Tally> parts) {
    for (Span slice : history.slicesOnlyIn(window, running.span, part)) {
      running.sum.subtract(parts.apply(slice));
    }
    for (Span slice : history.slicesOnlyIn(window, part, running.span)) {
      running.sum.add(parts.apply(slice));
    }
    running.span = part;
    for (Span slice : history.slicesOnlyIn(window, running.previousSpan, previous)) {
      running.previous -= history.mentionsOf(slice);
    }
    for (Span slice : history.slicesOnlyIn(window, previous, running.previousSpan)) {
      running.previous += history.mentionsOf(slice);
    }
    running.previousSpan = previous;
  }

  /** Whether less changes from one span to another than the other holds. */
  private static boolean movesOn(Span from, Span to) {
    return Math.abs(to.start() - from.start()) + Math.abs(to.end() - from.end())
        < to.end() - to.start();
  }

  /** Says that slices of a subject changed or were forgotten: sums that hold them are void. */
  public void changed(Subject subject, Collection<Span> slices) {
    Kept ofSubject = kept.get(subject);
    if (ofSubject == null) {
      return;
    }
    ofSubject
        .windows
        .values()
        .removeIf(
            running -> {
              for (Span slice : slices) {
                if (running.reach().start() < slice.end()
                    && slice.start() < running.reach().end()) {
                  weight -= running.weight;
                  return true;
                }
              }
              return false;
            });
  }

  /**
   * Where sums of many subjects are wanted in turn, giving up the least used would give up each
   * before it is wanted again. So those that are there stay, unless they have been forgotten, and
   * the newcomer goes.
   */
  private void makeRoom(Subject newcomer) {
    while (weight > mostWeight && !kept.isEmpty()) {
      var eldest = kept.entrySet().iterator().next();
      boolean forgotten = calls - eldest.getValue().used > (long) FORGOTTEN * kept.size();
      Kept gone = kept.remove(forgotten ? eldest.getKey() : newcomer);
      if (gone == null) {
        return;
      }
      for (Running running : gone.windows.values()) {
        weight -= running.weight;
      }
    }
  }
}
