package io.newstide.trend;

import io.newstide.window.Span;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.ObjIntConsumer;

/**
 * How many stories began when, by source: by the slice for as long as windows need it, by the hour
 * for the baseline. Mutable, not safe for use by several threads.
 */
final class Timeline {

  private final HourCounts hours;
  private final NavigableMap<Span, Map<Stratum, Integer>> slices = new TreeMap<>();

  /** As it was saved. */
  Timeline(List<HourCount> hours, Map<Span, Map<Stratum, Integer>> slices) {
    this.hours = HourCounts.of(hours);
    slices.forEach((slice, strata) -> this.slices.put(slice, new TreeMap<>(strata)));
  }

  /** Adds stories that began in a slice. */
  void add(Span slice, Stratum stratum, int stories) {
    slices.computeIfAbsent(slice, absent -> new TreeMap<>()).merge(stratum, stories, Integer::sum);
    correct(slice, stratum, stories);
  }

  /** Adds stories to the baseline only: windows stay as they were when they were decided on. */
  void correct(Span slice, Stratum stratum, int stories) {
    hours.add(HourCounts.hourOf(slice.start()), stratum, stories);
  }

  /** Gives the stories of each slice that lies in a window, by source. */
  void within(Span window, boolean wholeDays, ObjIntConsumer<Map.Entry<Span, Stratum>> each) {
    for (var slice :
        slices.tailMap(new Span(window.start(), window.start() + 1), true).entrySet()) {
      if (slice.getKey().start() >= window.end()) {
        break;
      }
      if (window.contains(slice.getKey())) {
        slice
            .getValue()
            .forEach(
                (stratum, stories) -> {
                  if (wholeDays || !stratum.day()) {
                    each.accept(Map.entry(slice.getKey(), stratum), stories);
                  }
                });
      }
    }
  }

  /** The counts whose hour lies in a span, in order of time. */
  List<HourCount> hours(Span of) {
    return hours.in(of);
  }

  /** Forgets hours and slices that began before these moments. */
  void expire(long hoursBefore, long slicesBefore) {
    hours.expire(hoursBefore);
    slices.headMap(new Span(slicesBefore, slicesBefore + 1), false).clear();
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
