package io.newstide.trend;

import io.newstide.window.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * All stories of a span, a baseline or a window, cell by cell, ready to be weighed against one
 * subject after another: for each hour and source the day counted back from the end, the hour of
 * the day, the weekday, the number of the source, the stories, and which hour it is. Immutable.
 *
 * @param days how many days back the span reaches
 * @param strata the number of each source
 * @param cells six numbers a cell, in the order of time
 * @param bySource stories by day and number of the source, the sources of a day side by side
 * @param stories all of them
 */
record Exposure(int days, Map<Stratum, Integer> strata, int[] cells, int[] bySource, long stories) {

  static final int DAY = 0;
  static final int HOUR = 1;
  static final int WEEKDAY = 2;
  static final int STRATUM = 3;
  static final int STORIES = 4;

  /** The hour itself, counted from 1970. */
  static final int AT = 5;

  static final int WIDTH = 6;

  /** Hours of the day, and one for what is dated to the day. */
  static final int HOURS = 25;

  /** As many equal sources make it several. */
  private static final double SEVERAL = 1.5;

  private static final long A_DAY = Duration.ofDays(1).toMillis();

  /** 1970 began on a Thursday. */
  private static final int EPOCH_WEEKDAY = 3;

  /**
   * Of counts whose hours begin in a span, but for the first, which may begin before it.
   *
   * @param total in the order of time
   * @param counts which sources count
   */
  static Exposure of(List<HourCount> total, Span span, ZoneId zone, Predicate<Stratum> counts) {
    Map<Stratum, Integer> strata = new HashMap<>();
    Set<Stratum> others = new HashSet<>();
    for (HourCount cell : total) {
      if (!strata.containsKey(cell.stratum()) && !others.contains(cell.stratum())) {
        if (counts.test(cell.stratum())) {
          strata.put(cell.stratum(), strata.size());
        } else {
          others.add(cell.stratum());
        }
      }
    }
    int[] cells = cells(total, strata, span, zone);
    long all = 0;
    int days = 1 + (int) ((span.end() - 1 - HourCounts.hourOf(span.start())) / A_DAY);
    int[] bySource = new int[days * strata.size()];
    for (int i = 0; i < cells.length; i += WIDTH) {
      bySource[cells[i + DAY] * strata.size() + cells[i + STRATUM]] += cells[i + STORIES];
      all += cells[i + STORIES];
    }
    return new Exposure(days, strata, cells, bySource, all);
  }

  /** Those counts whose source has a number, as cells. */
  static int[] cells(List<HourCount> counts, Map<Stratum, Integer> strata, Span span, ZoneId zone) {
    int[] cells = new int[counts.size() * WIDTH];
    int at = 0;
    long hour = Long.MIN_VALUE;
    int day = 0;
    int hourOfDay = 0;
    int weekday = 0;
    for (HourCount count : counts) {
      Integer stratum = strata.get(count.stratum());
      if (stratum == null) {
        continue;
      }
      if (at == 0 || count.hour() != hour) {
        hour = count.hour();
        day = (int) ((span.end() - 1 - hour) / A_DAY);
        hourOfDay = hour(hour, zone);
        weekday = weekday(hour, zone);
      }
      cells[at + DAY] = day;
      cells[at + HOUR] = count.stratum().day() ? HOURS - 1 : hourOfDay;
      cells[at + WEEKDAY] = weekday;
      cells[at + STRATUM] = stratum;
      cells[at + STORIES] = count.stories();
      cells[at + AT] = (int) (hour / HourCounts.HOUR);
      at += WIDTH;
    }
    return Arrays.copyOf(cells, at);
  }

  /** The hour of the day, from 0. */
  static int hour(long moment, ZoneId zone) {
    return (int) (Math.floorMod(local(moment, zone), A_DAY) / HourCounts.HOUR);
  }

  /** The day of the week, Monday being 0. */
  static int weekday(long moment, ZoneId zone) {
    return (int) Math.floorMod(Math.floorDiv(local(moment, zone), A_DAY) + EPOCH_WEEKDAY, 7L);
  }

  /** Milliseconds by the clocks of a zone: a date and time of every hour would take longer. */
  private static long local(long moment, ZoneId zone) {
    return moment
        + zone.getRules().getOffset(Instant.ofEpochMilli(moment)).getTotalSeconds() * 1000L;
  }

  /**
   * From how many sources a burst must come: two where the stream has several, which is to say as
   * many as are worth one and a half equal ones.
   */
  int sourcesWanted() {
    return effectiveSources() >= SEVERAL ? 2 : 1;
  }

  /**
   * Hill's number of order 2 (M. O. Hill, <i>Diversity and Evenness</i>, Ecology 54, 1973): 1 for
   * one source, n for n equal ones, 0 for none.
   */
  double effectiveSources() {
    long[] of = new long[strata.size()];
    for (int i = 0; i < bySource.length; i++) {
      of[i % of.length] += bySource[i];
    }
    double squares = 0;
    for (double one : of) {
      squares += one * one;
    }
    return squares == 0 ? 0 : (double) stories * stories / squares;
  }
}
