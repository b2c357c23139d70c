package io.newstide.trend;

import io.newstide.window.Span;
import java.util.HashMap;
import java.util.Map;

/**
 * What one baseline expects of one window after another: whole hours are summed up once. Over a
 * total that changes no more. Mutable, not safe for use by several threads.
 */
final class HourlyMeans {

  private final Baseline baseline;
  private final TotalHistory total;
  private final Map<Long, Double> hours = new HashMap<>();
  private int established = -1;

  HourlyMeans(Baseline baseline, TotalHistory total) {
    this.baseline = baseline;
    this.total = total;
  }

  /** Whether they are of this baseline itself. */
  @SuppressWarnings("ReferenceEquality") // Two that are equal come from the same history.
  boolean areOf(Baseline other) {
    return baseline == other;
  }

  /** The same as {@link Baseline#expect(Exposure)} says of the window. */
  NegativeBinomial expect(Span window) {
    long first = HourCounts.hourOf(window.start() + HourCounts.HOUR - 1);
    long last = HourCounts.hourOf(window.end());
    if (first >= last || total.endsADay(window) || !total.isInSlices(window)) {
      return baseline.expect(total.window(window, window.end()));
    }
    int now = total.established(window.end());
    if (now != established) {
      hours.clear();
      established = now;
    }
    double mean = part(window.start(), first, window);
    for (long hour = first; hour < last; hour += HourCounts.HOUR) {
      mean += hours.computeIfAbsent(hour, h -> baseline.mean(total.hour(h, window.end())));
    }
    return baseline.around(mean + part(last, window.end(), window));
  }

  private double part(long from, long to, Span window) {
    return from == to ? 0 : baseline.mean(total.part(from, to, window, window.end()));
  }
}
