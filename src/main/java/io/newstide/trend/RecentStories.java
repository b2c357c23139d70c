package io.newstide.trend;

import io.newstide.window.Span;
import java.util.Arrays;
import java.util.List;

/**
 * The stories that began in a subject's recent slices as numbers side by side, one row a story: so
 * that what windows hold is counted without a look at the slices. Mutable, not safe for use by
 * several threads.
 */
final class RecentStories {

  /** Of more sources than bits the first are known, and that there are others. */
  private static final int MOST_SOURCES = Long.SIZE - 1;

  private static final long OTHERS = 1L << MOST_SOURCES;

  private static final long[] NO_NUMBERS = {};

  private long[] starts = NO_NUMBERS;
  private long[] ends = NO_NUMBERS;

  /** Of each the sources that told it, as bits by their place among the sources. */
  private long[] tellers = NO_NUMBERS;

  private int head;
  private int size;
  private String[] sources = {};

  /** Those of slices in the order of their ends. */
  RecentStories(List<StorySlice> slices) {
    slices.forEach(this::add);
  }

  /** The same stories, which go on without these. */
  RecentStories copy() {
    RecentStories copy = new RecentStories(List.of());
    if (size > 0) {
      copy.starts = moved(starts, size);
      copy.ends = moved(ends, size);
      copy.tellers = moved(tellers, size);
      copy.size = size;
      // Where a source comes to them, they are replaced.
      copy.sources = sources;
    }
    return copy;
  }

  /** Adds a slice that ended after all others. */
  void add(StorySlice slice) {
    for (StorySlice.Story story : slice.fresh()) {
      if (head + size == ends.length) {
        makeRoom();
      }
      starts[head + size] = slice.slice().start();
      ends[head + size] = slice.slice().end();
      tellers[head + size] = bits(story.tellers());
      size++;
    }
  }

  private void makeRoom() {
    int room = size + Math.max(1, size / 2);
    starts = moved(starts, room);
    ends = moved(ends, room);
    tellers = moved(tellers, room);
    head = 0;
  }

  private long[] moved(long[] numbers, int room) {
    long[] moved = new long[room];
    System.arraycopy(numbers, head, moved, 0, size);
    return moved;
  }

  private long bits(List<String> names) {
    long bits = 0;
    for (String name : names) {
      int place = place(name);
      bits |= place < MOST_SOURCES ? 1L << place : OTHERS;
    }
    return bits;
  }

  private int place(String source) {
    for (int i = 0; i < sources.length; i++) {
      if (sources[i].equals(source)) {
        return i;
      }
    }
    if (sources.length < MOST_SOURCES) {
      String[] more = Arrays.copyOf(sources, sources.length + 1);
      more[sources.length] = source;
      sources = more;
      return sources.length - 1;
    }
    return MOST_SOURCES;
  }

  /** Forgets the slices that ended at a moment or before. */
  void forget(long moment) {
    int gone = upTo(moment);
    head += gone;
    size -= gone;
    if (size == 0) {
      sources = new String[0];
    }
  }

  /** How many stories began in slices that end within a span. */
  int endingIn(Span span) {
    return upTo(span.end()) - upTo(span.start());
  }

  /** How many slices' ends are at a moment or before. */
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

  /** Whether it says of all stories who told them. */
  boolean knowsTellers() {
    return sources.length < MOST_SOURCES;
  }

  /** The sources, of which each has a bit. */
  String[] sources() {
    return sources;
  }

  /**
   * Counts what windows that end at a moment hold of the stories that certain sources told; it must
   * {@link #knowsTellers know the tellers}.
   *
   * @param lengths of the windows, milliseconds
   * @param slice slices are no longer but for those of a day
   * @param days whether slices of a day count
   * @param counting the bits of the sources that count
   * @param stories to which those of each window are added
   * @param by to which the bits of the sources of each window are added
   */
  void count(
      long end, long[] lengths, long slice, boolean days, long counting, int[] stories, long[] by) {
    long longest = 0;
    for (long length : lengths) {
      longest = Math.max(longest, length);
    }
    int last = head + upTo(end);
    for (int i = head + upTo(end - longest); i < last; i++) {
      long told = tellers[i] & counting;
      if (told == 0 || (!days && ends[i] - starts[i] > slice)) {
        continue;
      }
      for (int window = 0; window < lengths.length; window++) {
        if (starts[i] >= end - lengths[window]) {
          stories[window]++;
          by[window] |= told;
        }
      }
    }
  }
}
