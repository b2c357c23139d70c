package io.newstide.report;

import io.newstide.article.Article;
import io.newstide.window.Slicing;
import java.time.Duration;
import java.util.Arrays;

/**
 * When event time passed a moment, by the clock at which articles arrived: as the job's own event
 * time does (the latest reliable date less the out-of-orderness, floored to the slice), and, where
 * nothing comes for {@code time.idleness}, at the clock's pace from where it stood, as it does
 * live. Not safe for use by several threads.
 */
final class EventClock {

  private static final long NEVER = Long.MIN_VALUE;

  private final Slicing slicing;
  private final long idleness;
  private long[] arrivals = new long[1024];
  private long[] dates = new long[1024];
  private int size;

  EventClock(Slicing slicing, Duration idleness) {
    this.slicing = slicing;
    this.idleness = idleness.toMillis();
  }

  /** Takes up the next article, in the order in which they came. */
  void add(Article article) {
    if (size == arrivals.length) {
      arrivals = Arrays.copyOf(arrivals, 2 * size);
      dates = Arrays.copyOf(dates, 2 * size);
    }
    long arrival = article.arrivedAt().toEpochMilli();
    arrivals[size] = size == 0 ? arrival : Math.max(arrivals[size - 1], arrival);
    dates[size] = article.dateReliable() ? article.publishedAt().toEpochMilli() : NEVER;
    size++;
  }

  int articles() {
    return size;
  }

  /** From the first reliable date to the last, milliseconds; 0 where there are none. */
  long length() {
    long first = Long.MAX_VALUE;
    long last = NEVER;
    for (int i = 0; i < size; i++) {
      if (dates[i] != NEVER) {
        first = Math.min(first, dates[i]);
        last = Math.max(last, dates[i]);
      }
    }
    return last == NEVER ? 0 : last - first;
  }

  /** The same for articles that may come so far out of order. */
  Passing with(Duration outOfOrderness) {
    long[] reached = new long[size];
    long slice = slicing.slice().toMillis();
    long now = NEVER;
    for (int i = 0; i < size; i++) {
      if (i > 0 && now != NEVER) {
        long silent = arrivals[i] - arrivals[i - 1] - idleness;
        now += silent <= 0 ? 0 : silent - silent % slice;
      }
      if (dates[i] != NEVER) {
        now = Math.max(now, slicing.floor(dates[i] - outOfOrderness.toMillis()));
      }
      reached[i] = now;
    }
    return new Passing(reached);
  }

  /** When event time passed moments. */
  final class Passing {

    private final long[] reached;

    private Passing(long[] reached) {
      this.reached = reached;
    }

    /**
     * The clock when event time passed a moment, epoch milliseconds.
     *
     * @param moment the border of a slice
     */
    long of(long moment) {
      int first = 0;
      int beyond = size;
      while (first < beyond) {
        int middle = (first + beyond) >>> 1;
        if (reached[middle] >= moment) {
          beyond = middle;
        } else {
          first = middle + 1;
        }
      }
      long byArticle = first < size ? arrivals[first] : Long.MAX_VALUE;
      if (first == 0 || reached[first - 1] == NEVER) {
        return first < size ? byArticle : moment;
      }
      long bySilence = arrivals[first - 1] + idleness + moment - reached[first - 1];
      return Math.min(byArticle, bySilence);
    }
  }
}
