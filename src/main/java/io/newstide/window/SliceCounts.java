package io.newstide.window;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * Slices in order, by start and then by end, and how many mentions each holds. They lie in arrays:
 * most come behind the last and go from the front, and a window asks for those of a stretch of
 * time, which is found by halves among numbers that lie side by side.
 *
 * <p>Mutable, not safe for use by several threads.
 */
final class SliceCounts {

  private static final int LEAST = 4;

  /** Most subjects have no days and nothing that changed. */
  private static final long[] NO_NUMBERS = {};

  // The slices from head on, size of them.
  private long[] starts = NO_NUMBERS;
  private long[] ends = NO_NUMBERS;
  private long[] counts = NO_NUMBERS;
  private int head;
  private int size;

  /** The same slices, which go on without these. */
  SliceCounts copy() {
    SliceCounts copy = new SliceCounts();
    if (size > 0) {
      copy.starts = moved(starts, size);
      copy.ends = moved(ends, size);
      copy.counts = moved(counts, size);
      copy.size = size;
    }
    return copy;
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /** The slice at a place, from 0. */
  Span at(int place) {
    return new Span(starts[head + place], ends[head + place]);
  }

  /** When the slice at a place starts. */
  long startAt(int place) {
    return starts[head + place];
  }

  /** When the slice at a place ends. */
  long endAt(int place) {
    return ends[head + place];
  }

  /** How many mentions the slice at a place holds. */
  long countAt(int place) {
    return counts[head + place];
  }

  /** The first slice; null if there is none. */
  Span first() {
    return size == 0 ? null : at(0);
  }

  /** The last slice; null if there is none. */
  Span last() {
    return size == 0 ? null : at(size - 1);
  }

  /** The place of the first slice that starts at or after a moment; the size if none does. */
  int from(long moment) {
    // Most ask for what is new.
    if (size == 0 || starts[head + size - 1] < moment) {
      return size;
    }
    int low = 0;
    int high = size - 1;
    while (low < high) {
      int mid = (low + high) >>> 1;
      if (starts[head + mid] < moment) {
        low = mid + 1;
      } else {
        high = mid;
      }
    }
    return low;
  }

  /** The first slice that starts at or after a moment; null if none does. */
  Span ceiling(long moment) {
    return atOrNull(from(moment));
  }

  /** The slice behind another, which need not be there; null if there is none. */
  Span higher(Span slice) {
    int place = place(slice);
    return atOrNull(holds(place, slice) ? place + 1 : place);
  }

  /** The slice before another, which need not be there; null if there is none. */
  Span lower(Span slice) {
    return atOrNull(place(slice) - 1);
  }

  /** The last slice that starts at or before a moment; null if none does. */
  Span floor(long moment) {
    return atOrNull(from(moment + 1) - 1);
  }

  private Span atOrNull(int place) {
    return place >= 0 && place < size ? at(place) : null;
  }

  boolean contains(Span slice) {
    return holds(place(slice), slice);
  }

  /** How many mentions a slice holds; 0 if it is not there. */
  long count(Span slice) {
    int place = place(slice);
    return holds(place, slice) ? countAt(place) : 0;
  }

  /** The place of a slice, or where it would be. */
  int place(Span slice) {
    int place = from(slice.start());
    while (place < size && startAt(place) == slice.start() && endAt(place) < slice.end()) {
      place++;
    }
    return place;
  }

  private boolean holds(int place, Span slice) {
    return place < size && startAt(place) == slice.start() && endAt(place) == slice.end();
  }

  /** Says how many mentions a slice holds. */
  void put(Span slice, long count) {
    int place = place(slice);
    if (!holds(place, slice)) {
      makeRoom();
      int at = head + place;
      System.arraycopy(starts, at, starts, at + 1, size - place);
      System.arraycopy(ends, at, ends, at + 1, size - place);
      System.arraycopy(counts, at, counts, at + 1, size - place);
      starts[at] = slice.start();
      ends[at] = slice.end();
      size++;
    }
    counts[head + place] = count;
  }

  /** Sees to it that there is a free place behind the last. */
  private void makeRoom() {
    if (head + size < starts.length) {
      return;
    }
    int room = Math.max(LEAST, 2 * size);
    starts = moved(starts, room);
    ends = moved(ends, room);
    counts = moved(counts, room);
    head = 0;
  }

  private long[] moved(long[] numbers, int room) {
    long[] moved = new long[room];
    System.arraycopy(numbers, head, moved, 0, size);
    return moved;
  }

  void remove(Span slice) {
    int place = place(slice);
    if (!holds(place, slice)) {
      return;
    }
    if (place == 0) {
      head++;
      size--;
      return;
    }
    int at = head + place;
    size--;
    System.arraycopy(starts, at + 1, starts, at, size - place);
    System.arraycopy(ends, at + 1, ends, at, size - place);
    System.arraycopy(counts, at + 1, counts, at, size - place);
  }

  /** The slices in order with their mentions, as a view that changes with this. */
  Map<Span, Long> asMap() {
    return new AbstractMap<>() {
      @Override
      public Set<Entry<Span, Long>> entrySet() {
        return new AbstractSet<>() {
          @Override
          public int size() {
            return size;
          }

          @Override
          public Iterator<Entry<Span, Long>> iterator() {
            return entries();
          }
        };
      }
    };
  }

  private Iterator<Map.Entry<Span, Long>> entries() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < size;
      }

      @Override
      public Map.Entry<Span, Long> next() {
        if (next >= size) {
          throw new NoSuchElementException();
        }
        return Map.entry(at(next), countAt(next++));
      }
    };
  }
}
