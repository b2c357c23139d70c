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

  /** The session that holds one of the slices, of those up to a time. */
  Span around(Span slice, long until) {
    return around(slices.place(slice), until);
  }

  private Span around(int place, long until) {
    int first = place;
    while (first > 0 && follows(first - 1, first)) {
      first--;
    }
    int last = lastOf(first, until);
    while (slices.endAt(place) > slices.endAt(last)) {
      first = last + 1;
      last = lastOf(first, until);
    }
    return new Span(slices.startAt(first), slices.endAt(last) + gap);
  }

  /** The last slice of a session. */
  Span last(Span session) {
    return slices.at(lastPlace(session));
  }

  private int lastPlace(Span session) {
    return slices.from(session.end() - gap) - 1;
  }

  /** The place of the last slice of the session that begins with one. */
  private int lastOf(int first, long until) {
    int last = first;
    while (last + 1 < slices.size()
        && follows(last, last + 1)
        && slices.endAt(last + 1) <= until
        && slices.endAt(last + 1) - slices.startAt(first) <= most) {
      last++;
    }
    return last;
  }

  private boolean follows(int before, int after) {
    return slices.startAt(after) - slices.endAt(before) < gap;
  }

  /** The sessions that end after one moment and at or before another. */
  List<Span> endingWithin(long after, long until) {
    List<Span> ending = new ArrayList<>();
    int place = endsBehind(after - (after == Long.MIN_VALUE ? 0 : gap));
    while (place < slices.size()) {
      Span session = around(place, Long.MAX_VALUE);
      if (session.end() > until) {
        break;
      }
      if (session.end() > after) {
        ending.add(session);
      }
      place = lastPlace(session) + 1;
    }
    return ending;
  }

  /** The smallest end of a session that is after a moment; {@link Long#MAX_VALUE} if none is. */
  long nextEnd(long after) {
    int place = endsBehind(after - (after == Long.MIN_VALUE ? 0 : gap));
    return place == slices.size() ? Long.MAX_VALUE : around(place, Long.MAX_VALUE).end();
  }

  /** The place of the first slice that ends behind a moment; as many as there are if none does. */
  private int endsBehind(long moment) {
    int place = slices.from(moment + 1) - 1;
    return place >= 0 && slices.endAt(place) > moment ? place : slices.from(moment);
  }
}
