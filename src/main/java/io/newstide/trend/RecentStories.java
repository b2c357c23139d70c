package io.newstide.trend;

import io.newstide.window.NumberRows;
import io.newstide.window.Span;
import java.util.Arrays;
import java.util.List;

/**
 * The stories that began in a subject's recent slices as numbers side by side, one row a story: so
 * that what windows hold is counted without a look at the slices. Mutable, not safe for use by
 * several threads.
 */
final class RecentStories extends NumberRows {

  /** Of more sources than bits the first are known, and that there are others. */
  private static final int MOST_SOURCES = Long.SIZE - 1;

  private static final long OTHERS = 1L << MOST_SOURCES;

  private static final String[] NO_SOURCES = {};

  private static final int START = 0;
  private static final int END = 1;

  /** The sources that told it, as bits by their place among the sources. */
  private static final int TELLERS = 2;

  /** Replaced, and not changed, where a source comes to them. */
  private String[] sources;

  /** Those of slices in the order of their ends. */
  RecentStories(List<StorySlice> slices) {
    super(3);
    sources = NO_SOURCES;
    slices.forEach(this::add);
  }

  private RecentStories(RecentStories other) {
    super(other);
    sources = other.sources;
  }

  /** The same stories, which go on without these. */
  RecentStories copy() {
    return new RecentStories(this);
  }

  /** Adds a slice that ended after all others. */
  void add(StorySlice slice) {
    for (StorySlice.Story story : slice.fresh()) {
      int row = size();
      insert(row);
      set(row, START, slice.slice().start());
      set(row, END, slice.slice().end());
      set(row, TELLERS, bits(story.tellers()));
    }
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
    removeFirst(upTo(moment));
    if (isEmpty()) {
      sources = NO_SOURCES;
    }
  }

  /** How many stories began in slices that end within a span. */
  int endingIn(Span span) {
    return upTo(span.end()) - upTo(span.start());
  }

  /** How many slices' ends are at a moment or before. */
  private int upTo(long moment) {
    return moment == Long.MAX_VALUE ? size() : firstFrom(END, moment + 1);
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
    int last = upTo(end);
    for (int i = upTo(end - longest); i < last; i++) {
      long told = get(i, TELLERS) & counting;
      if (told == 0 || (!days && get(i, END) - get(i, START) > slice)) {
        continue;
      }
      for (int window = 0; window < lengths.length; window++) {
        if (get(i, START) >= end - lengths[window]) {
          stories[window]++;
          by[window] |= told;
        }
      }
    }
  }
}
