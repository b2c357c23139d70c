package io.newstide.window;

import java.util.ArrayList;
import java.util.List;

/**
 * The sessions that a subject's slices form. A session that would last longer than the given most
 * is cut there, so that one that never ends does not grow for ever.
 */
final class Sessions {

  private final SliceCounts slices;
  private final long gap;
  private final long most;

  /**
   * The sessions of some slices.
   *
   * @param slices the slices in order, those of articles dated to the day not among them
   * @param window says how long the gap is
   * @param most how long a session is at most, in milliseconds, without its gap
   */
  Sessions(SliceCounts slices, SessionWindow window, long most) {
    this.slices = slices;
    this.gap = window.gap();
    this.most = most;
  }

  /** The session that holds a slice, of the slices up to a time. */
  Span around(Span slice, long until) {
    Span first = slice;
    for (Span before = slices.lower(first);
        before != null && follows(before, first);
        before = slices.lower(first)) {
      first = before;
    }
    while (true) {
      Span session = from(first, until);
      if (slice.end() <= session.end() - gap) {
        return session;
      }
      first = slices.higher(last(session));
    }
  }

  /** The last slice of a session. */
  Span last(Span session) {
    long end = session.end() - gap;
    return slices.floor(end - 1);
  }

  /** The session that begins with a slice. */
  private Span from(Span first, long until) {
    Span last = first;
    for (Span next = slices.higher(last);
        next != null
            && follows(last, next)
            && next.end() <= until
            && next.end() - first.start() <= most;
        next = slices.higher(last)) {
      last = next;
    }
    return new Span(first.start(), last.end() + gap);
  }

  private boolean follows(Span before, Span after) {
    return after.start() - before.end() < gap;
  }

  /** The sessions that end after one moment and at or before another. */
  List<Span> endingWithin(long after, long until) {
    List<Span> ending = new ArrayList<>();
    for (Span slice = endsBehind(after - (after == Long.MIN_VALUE ? 0 : gap)); slice != null; ) {
      Span session = around(slice, Long.MAX_VALUE);
      if (session.end() > until) {
        break;
      }
      if (session.end() > after) {
        ending.add(session);
      }
      slice = slices.higher(last(session));
    }
    return ending;
  }

  /** The smallest end of a session that is after a moment; {@link Long#MAX_VALUE} if none is. */
  long nextEnd(long after) {
    Span slice = endsBehind(after - (after == Long.MIN_VALUE ? 0 : gap));
    return slice == null ? Long.MAX_VALUE : around(slice, Long.MAX_VALUE).end();
  }

  private Span endsBehind(long moment) {
    Span slice = slices.floor(moment);
    return slice != null && slice.end() > moment ? slice : slices.ceiling(moment);
  }
}
