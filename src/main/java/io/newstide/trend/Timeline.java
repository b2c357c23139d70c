package io.newstide.trend;

import io.newstide.window.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How many stories began when, by source: by the slice for as long as windows need it, by the hour
 * for the baseline. Mutable, not safe for use by several threads.
 */
final class Timeline {

  private final HourCounts hours;
  private final NavigableMap<Span, Map<Stratum, Integer>> slices = new TreeMap<>();

  /** The same as the slices, by the hour: most of a window is whole hours. */
  private final HourCounts sliced = new HourCounts();

  /** As it was saved. */
  Timeline(List<HourCount> hours, Map<Span, Map<Stratum, Integer>> slices) {
    this.hours = HourCounts.of(hours);
    slices.forEach(
        (slice, strata) -> {
          this.slices.put(slice, new TreeMap<>(strata));
          strata.forEach((stratum, stories) -> sliced.add(hourOf(slice), stratum, stories));
        });
  }

  private static long hourOf(Span slice) {
    return HourCounts.hourOf(slice.start());
  }

  /** Adds stories that began in a slice. */
  void add(Span slice, Stratum stratum, int stories) {
    slices.computeIfAbsent(slice, absent -> new TreeMap<>()).merge(stratum, stories, Integer::sum);
    sliced.add(hourOf(slice), stratum, stories);
    correct(slice, stratum, stories);
  }

  /** Adds stories to the baseline only: windows stay as they were when they were decided on. */
  void correct(Span slice, Stratum stratum, int stories) {
    hours.add(hourOf(slice), stratum, stories);
  }

  /**
   * The stories of the slices that lie in a window, in order of time, as they were added.
   *
   * @param window it ends where slices end
   * @param wholeDays whether it ends where days do, so that what is dated to the day counts
   */
  List<HourCount> in(Span window, boolean wholeDays) {
    long first = HourCounts.hourOf(window.start() + HourCounts.HOUR - 1);
    long last = HourCounts.hourOf(window.end());
    if (first >= last) {
      return part(window.start(), window.end(), window, wholeDays);
    }
    List<HourCount> counts = new ArrayList<>(part(window.start(), first, window, wholeDays));
    for (HourCount count : sliced.in(new Span(first, last))) {
      if (wholeDays || !count.stratum().day()) {
        counts.add(count);
      }
    }
    counts.addAll(part(last, window.end(), window, wholeDays));
    return counts;
  }

  /** Those of the slices that begin in a part of the window. */
  List<HourCount> part(long from, long to, Span window, boolean wholeDays) {
    HourCounts counts = new HourCounts();
    for (var slice : slices.subMap(new Span(from, from + 1), new Span(to, to + 1)).entrySet()) {
      if (window.contains(slice.getKey())) {
        slice
            .getValue()
            .forEach(
                (stratum, stories) -> {
                  if (wholeDays || !stratum.day()) {
                    counts.add(hourOf(slice.getKey()), stratum, stories);
                  }
                });
      }
    }
    return counts.view();
  }

  /** Those of an hour that are not dated to the day. */
  List<HourCount> hour(long hour) {
    List<HourCount> counts = sliced.in(new Span(hour, hour + HourCounts.HOUR));
    counts.removeIf(count -> count.stratum().day());
    return counts;
  }

  /** The counts whose hour lies in a span, in order of time. */
  List<HourCount> hours(Span of) {
    return hours.in(of);
  }

  /** Forgets hours and slices that began before these moments. */
  void expire(long hoursBefore, long slicesBefore) {
    hours.expire(hoursBefore);
    var gone = slices.headMap(new Span(slicesBefore, slicesBefore + 1), false);
    gone.forEach(
        (slice, strata) ->
            strata.forEach((stratum, stories) -> sliced.add(hourOf(slice), stratum, -stories)));
    gone.clear();
  }

  /** What is to be remembered by the hour. */
  List<HourCount> savedHours() {
    return List.copyOf(hours.view());
  }

  /** What is to be remembered by the slice. */
  Map<Span, Map<Stratum, Integer>> savedSlices() {
    Map<Span, Map<Stratum, Integer>> bySlice = new TreeMap<>();
    slices.forEach((slice, strata) -> bySlice.put(slice, Map.copyOf(strata)));
    return bySlice;
  }
}
