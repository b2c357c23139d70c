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

  /** Of hours and of parts of one: where one window ends or begins, others will begin. */
  private final Map<Span, Double> parts = new HashMap<>();

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
      parts.clear();
      established = now;
    }
    double mean = part(window.start(), first, window);
    for (long hour = first; hour < last; hour += HourCounts.HOUR) {
      mean += part(hour, hour + HourCounts.HOUR, window);
    }
    return baseline.around(mean + part(last, window.end(), window));
  }

  private double part(long from, long to, Span window) {
    return from == to
        ? 0
        : parts.computeIfAbsent(
            new Span(from, to), part -> baseline.mean(total.part(from, to, window, window.end())));
  }
}
