package io.newstide.trend;

import io.newstide.window.Span;
import java.util.Arrays;
import java.util.List;

/**
 * When the slices ended in which stories of a subject began, one number a story: so that most
 * windows are known to hold too few without a look at what they hold. Mutable, not safe for use by
 * several threads.
 */
final class StoryEnds {

  private long[] ends;
  private int head;
  private int size;

  /** Those of slices in the order of their ends. */
  StoryEnds(List<StorySlice> slices) {
    int stories = 0;
    for (StorySlice slice : slices) {
      stories += slice.fresh().size();
    }
    ends = new long[stories];
    slices.forEach(this::add);
  }

  /** Adds a slice that ended after all others. */
  void add(StorySlice slice) {
    int more = slice.fresh().size();
    if (head + size + more > ends.length) {
      long[] room = new long[size + Math.max(more, size / 2)];
      System.arraycopy(ends, head, room, 0, size);
      ends = room;
      head = 0;
    }
    Arrays.fill(ends, head + size, head + size + more, slice.slice().end());
    size += more;
  }

  /** Forgets the slices that ended at a moment or before. */
  void forget(long moment) {
    int gone = upTo(moment);
    head += gone;
    size -= gone;
  }

  /** In how many slices that end within a span stories began, each as often as stories did. */
  int within(Span span) {
    return upTo(span.end()) - upTo(span.start());
  }

  /** How many ended at a moment or before. */
  private int upTo(long moment) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ends[head + middle] <= moment) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
