package io.newstide.dashboard;

import io.newstide.window.FixedWindow;
import io.newstide.window.Span;
import io.newstide.window.SubjectSlice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The stories of one subject's slices as numbers, so that the distinct stories of thousands of
 * spans are counted in a moment: a span is the one before it, less what left it and with what came
 * in. What it counts is what {@link io.newstide.window.SubjectTimeline} counts. Immutable, safe for
 * use by many threads.
 */
final class StoryCounts {

  /** Nothing. */
  static final StoryCounts NONE = new StoryCounts(List.of());

  private final Slices instants;
  private final Slices days;
  private final int distinct;

  /** Slices in the order of their starts, and so of their ends. */
  private record Slices(
      long[] starts, long[] ends, int[] mentions, int[] first, int[] stories, int[] counts) {

    static Slices of(List<SubjectSlice> slices, Map<String, Integer> numbers) {
      int size = slices.size();
      int entries = 0;
      for (SubjectSlice slice : slices) {
        entries += slice.tally().uniqueStories();
      }
      Slices made =
          new Slices(
              new long[size],
              new long[size],
              new int[size],
              new int[size + 1],
              new int[entries],
              new int[entries]);
      int[] at = {0};
      for (int i = 0; i < size; i++) {
        SubjectSlice slice = slices.get(i);
        made.starts[i] = slice.slice().start();
        made.ends[i] = slice.slice().end();
        made.mentions[i] = (int) slice.tally().mentions();
        made.first[i] = at[0];
        slice
            .tally()
            .stories()
            .forEach(
                (story, count) -> {
                  Integer number = numbers.putIfAbsent(story, numbers.size());
                  made.stories[at[0]] = number == null ? numbers.size() - 1 : number;
                  made.counts[at[0]++] = count.intValue();
                });
      }
      made.first[size] = at[0];
      return made;
    }

    int size() {
      return starts.length;
    }
  }

  /** Counts over slices of one subject, in their order. */
  StoryCounts(List<SubjectSlice> slices) {
    Map<String, Integer> numbers = new HashMap<>();
    instants = Slices.of(slices.stream().filter(slice -> !slice.day()).toList(), numbers);
    days = Slices.of(slices.stream().filter(SubjectSlice::day).toList(), numbers);
    distinct = numbers.size();
  }

  /** Distinct stories and articles of a stretch of time that moves on. */
  private static final class Moving {
    private final Slices slices;
    private final int[] held;
    private int from;
    private int to;
    private int mentions;
    private int stories;

    Moving(Slices slices, int[] held) {
      this.slices = slices;
      this.held = held;
    }

    void over(Span span) {
      while (to < slices.size() && slices.ends[to] <= span.end()) {
        change(to++, 1);
      }
      while (from < to && slices.starts[from] < span.start()) {
        change(from++, -1);
      }
    }

    private void change(int slice, int sign) {
      mentions += sign * slices.mentions[slice];
      for (int i = slices.first[slice]; i < slices.first[slice + 1]; i++) {
        int story = slices.stories[i];
        int before = held[story];
        held[story] = before + sign * slices.counts[i];
        stories += (held[story] == 0 ? 0 : 1) - (before == 0 ? 0 : 1);
      }
    }
  }

  /**
   * The spans of a window from one end to another.
   *
   * @param topic what the curve is called
   * @param after only spans that end after this, epoch milliseconds
   * @param upTo and no later than this
   */
  Workbench.Curve over(String topic, FixedWindow window, long after, long upTo) {
    List<Span> spans = new ArrayList<>();
    for (Span span = window.endingAfter(after);
        span.end() <= upTo;
        span = window.endingAfter(span.end())) {
      spans.add(span);
    }
    int size = spans.size();
    Workbench.Curve curve =
        new Workbench.Curve(topic, new long[size], new long[size], new int[size], new int[size]);
    int[] held = new int[distinct];
    Moving instant = new Moving(instants, held);
    Moving day = new Moving(days, held);
    for (int i = 0; i < size; i++) {
      Span span = spans.get(i);
      instant.over(span);
      if (window.countsDays()) {
        day.over(span);
      }
      curve.starts()[i] = span.start();
      curve.ends()[i] = span.end();
      // The two hold the same stories: each says by how many the distinct ones changed.
      curve.stories()[i] = instant.stories + day.stories;
      curve.mentions()[i] = instant.mentions + day.mentions;
    }
    return curve;
  }
}
