package io.newstide.trend;

import io.newstide.window.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The total in a baseline, cell by cell, ready to be weighed against one subject after another: for
 * each hour and source the day counted back from the end, the hour of the day, the weekday, the
 * number of the source, and the stories. Immutable.
 *
 * @param days how many days back the baseline reaches
 * @param strata the number of each source
 * @param cells five numbers a cell
 * @param effectiveSources Hill's number of order 2 (M. O. Hill, <i>Diversity and Evenness</i>,
 *     Ecology 54, 1973): 1 for one source, n for n equal ones, 0 for none
 */
record Exposure(int days, Map<Stratum, Integer> strata, int[] cells, double effectiveSources) {

  static final int DAY = 0;
  static final int HOUR = 1;
  static final int WEEKDAY = 2;
  static final int STRATUM = 3;
  static final int STORIES = 4;
  static final int WIDTH = 5;

  /** Hours of the day, and one for what is dated to the day. */
  static final int HOURS = 25;

  private static final long A_DAY = Duration.ofDays(1).toMillis();

  static Exposure of(List<HourCount> total, Span baseline, ZoneId zone) {
    Map<Stratum, Integer> strata = new HashMap<>();
    int[] cells = new int[total.size() * WIDTH];
    int at = 0;
    for (HourCount cell : total) {
      strata.putIfAbsent(cell.stratum(), strata.size());
      cells[at + DAY] = day(cell, baseline);
      cells[at + HOUR] = hour(cell, zone);
      cells[at + WEEKDAY] = weekday(cell, zone);
      cells[at + STRATUM] = strata.get(cell.stratum());
      cells[at + STORIES] = cell.stories();
      at += WIDTH;
    }
    long[] bySource = new long[strata.size()];
    double all = 0;
    for (int i = 0; i < cells.length; i += WIDTH) {
      bySource[cells[i + STRATUM]] += cells[i + STORIES];
      all += cells[i + STORIES];
    }
    double squares = 0;
    for (double stories : bySource) {
      squares += stories * stories;
    }
    int days = (int) ((baseline.end() - baseline.start() + A_DAY - 1) / A_DAY);
    return new Exposure(days, strata, cells, squares == 0 ? 0 : all * all / squares);
  }

  static int day(HourCount cell, Span baseline) {
    return (int) ((baseline.end() - 1 - cell.hour()) / A_DAY);
  }

  static int hour(HourCount cell, ZoneId zone) {
    return cell.stratum().day() ? HOURS - 1 : local(cell, zone).getHour();
  }

  static int weekday(HourCount cell, ZoneId zone) {
    return local(cell, zone).getDayOfWeek().getValue() - 1;
  }

  private static ZonedDateTime local(HourCount cell, ZoneId zone) {
    return Instant.ofEpochMilli(cell.hour()).atZone(zone);
  }
}
