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
final class SliceCounts extends NumberRows {

  private static final int START = 0;
  private static final int END = 1;
  private static final int COUNT = 2;

  /** No slices. */
  SliceCounts() {
    super(3);
  }

  private SliceCounts(SliceCounts other) {
    super(other);
  }

  /** The same slices, which go on without these. */
  SliceCounts copy() {
    return new SliceCounts(this);
  }

  /** The slice at a place, from 0. */
  Span at(int place) {
    return new Span(startAt(place), endAt(place));
  }

  /** When the slice at a place starts. */
  long startAt(int place) {
    return get(place, START);
  }

  /** When the slice at a place ends. */
  long endAt(int place) {
    return get(place, END);
  }

  /** How many mentions the slice at a place holds. */
  long countAt(int place) {
    return get(place, COUNT);
  }

  /** The first slice; null if there is none. */
  Span first() {
    return isEmpty() ? null : at(0);
  }

  /** The last slice; null if there is none. */
  Span last() {
    return isEmpty() ? null : at(size() - 1);
  }

  /** The place of the first slice that starts at or after a moment; the size if none does. */
  int from(long moment) {
    return firstFrom(START, moment);
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
    return place >= 0 && place < size() ? at(place) : null;
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
    while (place < size() && startAt(place) == slice.start() && endAt(place) < slice.end()) {
      place++;
    }
    return place;
  }

  private boolean holds(int place, Span slice) {
    return place < size() && startAt(place) == slice.start() && endAt(place) == slice.end();
  }

  /** Says how many mentions a slice holds. */
  void put(Span slice, long count) {
    int place = place(slice);
    if (!holds(place, slice)) {
      insert(place);
      set(place, START, slice.start());
      set(place, END, slice.end());
    }
    set(place, COUNT, count);
  }

  void remove(Span slice) {
    int place = place(slice);
    if (holds(place, slice)) {
      remove(place);
    }
  }

  /** The slices in order with their mentions, as a view that changes with this. */
  Map<Span, Long> asMap() {
    return new AbstractMap<>() {
      @Override
      public Set<Entry<Span, Long>> entrySet() {
        return new AbstractSet<>() {
          @Override
          public int size() {
            return SliceCounts.this.size();
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
        return next < size();
      }

      @Override
      public Map.Entry<Span, Long> next() {
        if (next >= size()) {
          throw new NoSuchElementException();
        }
        return Map.entry(at(next), countAt(next++));
      }
    };
  }
}
