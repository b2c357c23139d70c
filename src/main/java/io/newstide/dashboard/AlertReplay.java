package io.newstide.dashboard;

import io.newstide.trend.AlertEpisodes;
import io.newstide.trend.AlertEvent;
import io.newstide.trend.AlertSettings;
import io.newstide.trend.BaselineSettings;
import io.newstide.trend.StorySlice;
import io.newstide.trend.StorySlices;
import io.newstide.trend.Telling;
import io.newstide.trend.TotalHistory;
import io.newstide.window.Multiset;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectSlice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The alerts that settings would have given over slices that are there, by the code that alerts are
 * decided by. Slices say which stories and which sources there were, not which source told which
 * story: a story counts for the source that {@code sourceOf} knows, else for the slice's greatest.
 * Immutable, but for one thread at a time.
 */
final class AlertReplay {

  private static final int SHOWN = 3;

  private final BaselineSettings baselines;
  private final Function<String, Optional<String>> sourceOf;

  /**
   * An alert from its opening to its end.
   *
   * @param subject whose
   * @param opened when it was opened, epoch milliseconds
   * @param closed when it was closed; empty if it never was
   * @param peak its greatest score
   * @param stories how many there were when it was strongest
   * @param shown the stories it began with
   */
  record Episode(
      Subject subject,
      long opened,
      Optional<Long> closed,
      double peak,
      long stories,
      List<String> shown) {

    /** Whether the two were open at the same time. */
    boolean meets(Episode other) {
      return subject.equals(other.subject)
          && opened <= other.closed.orElse(Long.MAX_VALUE)
          && other.opened <= closed.orElse(Long.MAX_VALUE);
    }
  }

  AlertReplay(BaselineSettings baselines, Function<String, Optional<String>> sourceOf) {
    this.baselines = baselines;
    this.sourceOf = sourceOf;
  }

  /**
   * All articles together, as alerts compare with them.
   *
   * @param slices those of {@link Subject#TOTAL} in their order
   * @param reach the longest window that is watched
   */
  TotalHistory total(List<SubjectSlice> slices, Duration reach) {
    TotalHistory total = new TotalHistory(baselines);
    StorySlices stories = new StorySlices(reach);
    for (SubjectSlice slice : byEnd(slices)) {
      tell(slice, (span, telling) -> stories.add(span, telling, 1));
      for (StorySlice completed : stories.complete(slice.slice().end(), baselines.slice())) {
        total.add(completed);
      }
    }
    return total;
  }

  /**
   * Runs over subjects' slices.
   *
   * @param slices by subject, in their order
   * @param total all articles, completed up to the last of them
   * @param settings when alerts open and close
   * @param upTo the event time up to which it is decided
   */
  List<Episode> run(
      Map<Subject, List<SubjectSlice>> slices,
      TotalHistory total,
      AlertSettings settings,
      long upTo) {
    Map<Subject, AlertEpisodes> running = new LinkedHashMap<>();
    Map<String, Episode> episodes = new LinkedHashMap<>();
    List<SubjectSlice> all = new ArrayList<>();
    slices.forEach(
        (subject, of) -> {
          running.put(subject, new AlertEpisodes(subject, settings, baselines));
          all.addAll(of);
        });
    // All subjects side by side: at one moment they are compared with the same total.
    for (SubjectSlice slice : byEnd(all)) {
      AlertEpisodes of = running.get(slice.subject());
      tell(slice, (span, telling) -> of.add(span, telling, 1, total));
      take(slice.subject(), of.advance(slice.slice().end(), total), slices, episodes);
    }
    running.forEach((subject, of) -> take(subject, of.advance(upTo, total), slices, episodes));
    return episodes.values().stream()
        .sorted(Comparator.comparingLong(Episode::opened).thenComparing(e -> e.subject().id()))
        .toList();
  }

  private static List<SubjectSlice> byEnd(List<SubjectSlice> slices) {
    List<SubjectSlice> sorted = new ArrayList<>(slices);
    sorted.sort(
        Comparator.comparingLong((SubjectSlice slice) -> slice.slice().end())
            .thenComparing(
                Comparator.comparingLong((SubjectSlice slice) -> slice.slice().start())
                    .reversed()));
    return sorted;
  }

  private static void take(
      Subject subject,
      List<AlertEvent> events,
      Map<Subject, List<SubjectSlice>> slices,
      Map<String, Episode> episodes) {
    for (AlertEvent event : events) {
      String id = subject.kind().label() + "/" + subject.id() + "/" + event.episodeStart();
      Episode before = episodes.get(id);
      episodes.put(
          id,
          new Episode(
              subject,
              event.episodeStart(),
              event.state() == AlertEvent.State.CLOSE ? Optional.of(event.at()) : Optional.empty(),
              event.peakScore(),
              Math.max(before == null ? 0 : before.stories(), event.uniqueStories()),
              before == null ? stories(slices.get(subject), event.span()) : before.shown()));
    }
  }

  /** The latest stories of a span. */
  private static List<String> stories(List<SubjectSlice> slices, Span span) {
    List<String> stories = new ArrayList<>();
    for (int i = slices.size() - 1; i >= 0 && stories.size() < SHOWN; i--) {
      if (span.contains(slices.get(i).slice())) {
        for (Multiset.Count<String> story :
            Multiset.top(slices.get(i).tally().stories(), SHOWN - stories.size())) {
          if (!stories.contains(story.thing())) {
            stories.add(story.thing());
          }
        }
      }
    }
    return stories;
  }

  private interface Told {
    void by(Span slice, Telling telling);
  }

  private void tell(SubjectSlice slice, Told told) {
    List<Multiset.Count<String>> sources = Multiset.top(slice.tally().sources(), 1);
    String greatest = sources.isEmpty() ? "" : sources.get(0).thing();
    slice
        .tally()
        .stories()
        .forEach(
            (story, count) -> {
              String source =
                  slice.tally().sources().distinct() == 1
                      ? greatest
                      : sourceOf.apply(story).orElse(greatest);
              told.by(slice.slice(), new Telling(story, source, Optional.empty()));
            });
  }
}
