package io.newstide.trend;

import io.newstide.window.Span;
import java.time.Duration;
import java.util.ArrayList;
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

  static final long HOUR = Duration.ofHours(1).toMillis();

  /** Stories of one source that began in one hour. */
  record Cell(long hour, Stratum stratum, int stories) {}

  private final NavigableMap<Long, Map<Stratum, Integer>> hours = new TreeMap<>();
  private final NavigableMap<Span, Map<Stratum, Integer>> slices = new TreeMap<>();

  /** Adds stories that began in a slice. */
  void add(Span slice, Stratum stratum, int stories) {
    slices.computeIfAbsent(slice, absent -> new TreeMap<>()).merge(stratum, stories, Integer::sum);
    correct(slice, stratum, stories);
  }

  /** Adds stories to the baseline only: windows stay as they were when they were decided on. */
  void correct(Span slice, Stratum stratum, int stories) {
    long hour = hourOf(slice.start());
    Map<Stratum, Integer> in = hours.computeIfAbsent(hour, absent -> new TreeMap<>());
    in.merge(stratum, stories, (a, b) -> a + b <= 0 ? null : a + b);
    if (in.isEmpty()) {
      hours.remove(hour);
    }
  }

  static long hourOf(long moment) {
    return Math.floorDiv(moment, HOUR) * HOUR;
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

  /** The cells whose hour lies in a span, in order of time. */
  List<Cell> cells(Span of) {
    List<Cell> cells = new ArrayList<>();
    hours
        .subMap(of.start(), true, of.end(), false)
        .forEach(
            (hour, strata) ->
                strata.forEach((stratum, stories) -> cells.add(new Cell(hour, stratum, stories))));
    return cells;
  }

  /** Forgets hours and slices that began before these moments. */
  void expire(long hoursBefore, long slicesBefore) {
    hours.headMap(hoursBefore, false).clear();
    slices.headMap(new Span(slicesBefore, slicesBefore + 1), false).clear();
  }

  boolean isEmpty() {
    return hours.isEmpty();
  }

  /** All that it knows: hours and slices, by source. */
  record Saved(Map<Long, Map<Stratum, Integer>> hours, Map<Span, Map<Stratum, Integer>> slices) {}

  Saved save() {
    Map<Long, Map<Stratum, Integer>> byHour = new TreeMap<>();
    hours.forEach((hour, strata) -> byHour.put(hour, Map.copyOf(strata)));
    Map<Span, Map<Stratum, Integer>> bySlice = new TreeMap<>();
    slices.forEach((slice, strata) -> bySlice.put(slice, Map.copyOf(strata)));
    return new Saved(byHour, bySlice);
  }

  /** Its hours, as a view that changes with this. */
  Map<Long, Map<Stratum, Integer>> hours() {
    return hours;
  }

  static Timeline of(Saved saved) {
    Timeline timeline = new Timeline();
    saved.hours().forEach((hour, strata) -> timeline.hours.put(hour, new TreeMap<>(strata)));
    saved.slices().forEach((slice, strata) -> timeline.slices.put(slice, new TreeMap<>(strata)));
    return timeline;
  }
}
