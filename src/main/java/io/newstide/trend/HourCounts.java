package io.newstide.trend;

import io.newstide.window.Span;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many stories began in each hour, by source, in the order of time and source. Every subject
 * has one for months, so it is three arrays and no tree. Mutable, not safe for use by several
 * threads.
 */
final class HourCounts {

  static final long HOUR = Duration.ofHours(1).toMillis();

  private static final long[] NO_HOURS = {};
  private static final Stratum[] NO_STRATA = {};
  private static final int[] NO_STORIES = {};

  private long[] hours = NO_HOURS;
  private Stratum[] strata = NO_STRATA;
  private int[] stories = NO_STORIES;
  private int size;

  /** Whether the arrays are another's, too, and not to be written. */
  private boolean shared;

  /** The same of the stories alone: most often they are all that changes. */
  private boolean storiesShared;

  /** As they were written. */
  static HourCounts of(List<HourCount> saved) {
    HourCounts counts = new HourCounts();
    for (HourCount one : saved) {
      counts.add(one.hour(), one.stratum(), one.stories());
    }
    return counts;
  }

  /** The same hours, which go on without these. */
  HourCounts copy() {
    HourCounts copy = new HourCounts();
    if (size > 0) {
      copy.hours = hours;
      copy.strata = strata;
      copy.stories = stories;
      copy.size = size;
      copy.shared = true;
      copy.storiesShared = true;
      shared = true;
      storiesShared = true;
    }
    return copy;
  }

  /** Before anything is written: sees to it that so many have room in arrays of its own. */
  private void own(int least) {
    if (shared || least > hours.length) {
      int room = least > size ? size + Math.max(1, size / 4) : size;
      hours = Arrays.copyOf(hours, room);
      strata = Arrays.copyOf(strata, room);
      stories = Arrays.copyOf(stories, room);
      shared = false;
      storiesShared = false;
    }
  }

  private void ownStories() {
    if (storiesShared) {
      stories = Arrays.copyOf(stories, stories.length);
      storiesShared = false;
    }
  }

  /** The beginning of the hour that holds a moment. */
  static long hourOf(long moment) {
    return Math.floorDiv(moment, HOUR) * HOUR;
  }

  /** Adds stories to an hour, or takes them away; what comes to none or less is forgotten. */
  void add(long hour, Stratum stratum, int more) {
    int at = find(hour, stratum);
    if (at >= 0) {
      ownStories();
      stories[at] += more;
      if (stories[at] <= 0) {
        remove(at, at + 1);
      }
    } else if (more != 0) {
      insert(-at - 1, hour, stratum, more);
    }
  }

  /** Takes a story away from an hour that has one. */
  void takeAway(long hour, Stratum stratum) {
    if (find(hour, stratum) >= 0) {
      add(hour, stratum, -1);
    }
  }

  private int find(long hour, Stratum stratum) {
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Long.compare(hours[middle], hour);
      if (order == 0) {
        order = strata[middle].compareTo(stratum);
      }
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  private void insert(int at, long hour, Stratum stratum, int count) {
    own(size + 1);
    System.arraycopy(hours, at, hours, at + 1, size - at);
    System.arraycopy(strata, at, strata, at + 1, size - at);
    System.arraycopy(stories, at, stories, at + 1, size - at);
    hours[at] = hour;
    strata[at] = stratum;
    stories[at] = count;
    size++;
  }

  private void remove(int from, int to) {
    own(size);
    System.arraycopy(hours, to, hours, from, size - to);
    System.arraycopy(strata, to, strata, from, size - to);
    System.arraycopy(stories, to, stories, from, size - to);
    Arrays.fill(strata, size - (to - from), size, null);
    size -= to - from;
  }

  /** Forgets the hours that began before a moment. */
  void expire(long before) {
    int to = firstFrom(before);
    if (to > 0) {
      remove(0, to);
    }
  }

  private int firstFrom(long moment) {
    if (size == 0 || hours[0] >= moment) {
      return 0;
    }
    int at = Arrays.binarySearch(hours, 0, size, moment);
    if (at < 0) {
      return -at - 1;
    }
    while (at > 0 && hours[at - 1] == moment) {
      at--;
    }
    return at;
  }

  /** Those whose hour lies in a span, in order. */
  List<HourCount> in(Span span) {
    List<HourCount> counts = new ArrayList<>();
    for (int i = firstFrom(span.start()); i < size && hours[i] < span.end(); i++) {
      counts.add(get(i));
    }
    return counts;
  }

  private HourCount get(int index) {
    return new HourCount(hours[index], strata[index], stories[index]);
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The last hour anything is known of; there must be one. */
  long lastHour() {
    return hours[size - 1];
  }

  /** All of them, as a view that changes with this. */
  List<HourCount> view() {
    return new AbstractList<>() {
      @Override
      public HourCount get(int index) {
        return HourCounts.this.get(index);
      }

      @Override
      public int size() {
        return size;
      }
    };
  }
}
