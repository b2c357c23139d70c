package io.newstide.dashboard;

import io.newstide.trend.AlertEvent;
import io.newstide.trend.AlertPast;
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
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.BooleanSupplier;
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

    static final Comparator<Episode> BY_OPENING =
        Comparator.comparingLong(Episode::opened).thenComparing(one -> one.subject().id());

    /** Whether any of it lies in a span. */
    boolean isIn(Span span) {
      return opened < span.end() && closed.orElse(Long.MAX_VALUE) > span.start();
    }

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
      tellings(slice).forEach(telling -> stories.add(slice.slice(), telling, 1));
      for (StorySlice completed : stories.complete(slice.slice().end(), baselines.slice())) {
        total.add(completed);
      }
    }
    return total;
  }

  /**
   * A subject and its slices, for one settings after another.
   *
   * @param subject whose
   * @param slices in their order
   * @param alerts what is decided on
   */
  record Past(Subject subject, List<SubjectSlice> slices, AlertPast alerts) {

    /**
     * Takes over what holds still of the same subject's past as it was.
     *
     * @param changed since when all articles differ from what they were then, epoch milliseconds
     */
    void keep(Past before, long changed) {
      alerts.keep(before.alerts, Math.min(changed, AlertReplay.changed(before.slices, slices)));
    }
  }

  /**
   * A subject's past.
   *
   * @param slices in their order
   * @param reach the longest window that is watched
   * @param total all articles
   */
  Past past(Subject subject, List<SubjectSlice> slices, Duration reach, TotalHistory total) {
    AlertPast past = new AlertPast(subject, baselines, reach, total);
    for (SubjectSlice slice : byEnd(slices)) {
      past.add(slice.slice(), tellings(slice));
    }
    past.complete();
    return new Past(subject, slices, past);
  }

  /** From when on slices differ, epoch milliseconds; both in their order. */
  @SuppressWarnings("ReferenceEquality") // One that has come again is another object.
  static long changed(List<SubjectSlice> before, List<SubjectSlice> now) {
    int same = 0;
    while (same < before.size()
        && same < now.size()
        && before.get(same).slice().equals(now.get(same).slice())
        && before.get(same).tally() == now.get(same).tally()) {
      same++;
    }
    return Math.min(
        same < before.size() ? before.get(same).slice().start() : Long.MAX_VALUE,
        same < now.size() ? now.get(same).slice().start() : Long.MAX_VALUE);
  }

  /**
   * The alerts of some subjects by when they opened.
   *
   * @param settings when alerts open and close
   * @param decided the event time over which it is decided, no alert being open before
   * @param goOn asked from time to time; alerts are missing once it says no
   */
  static List<Episode> run(
      Collection<Past> pasts, AlertSettings settings, Span decided, BooleanSupplier goOn) {
    Map<String, Episode> episodes = new LinkedHashMap<>();
    // All subjects side by side: at one moment they are compared with the same total.
    Queue<Running> running = new PriorityQueue<>(Comparator.comparingLong(Running::due));
    pasts.forEach(
        past -> running.add(Running.of(past, past.alerts().under(settings, decided.start()))));
    while (!running.isEmpty() && running.peek().due() <= decided.end() && goOn.getAsBoolean()) {
      Running next = running.remove();
      next.decisions().decide().ifPresent(event -> take(next.past(), event, episodes));
      running.add(Running.of(next.past(), next.decisions()));
    }
    return episodes.values().stream().sorted(Episode.BY_OPENING).toList();
  }

  private record Running(Past past, AlertPast.Decisions decisions, long due) {

    static Running of(Past past, AlertPast.Decisions decisions) {
      return new Running(past, decisions, decisions.due());
    }
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

  private static void take(Past past, AlertEvent event, Map<String, Episode> episodes) {
    Subject subject = past.subject();
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
            before == null ? stories(past.slices(), event.span()) : before.shown()));
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

  private List<Telling> tellings(SubjectSlice slice) {
    List<Multiset.Count<String>> sources = Multiset.top(slice.tally().sources(), 1);
    String greatest = sources.isEmpty() ? "" : sources.get(0).thing();
    List<Telling> tellings = new ArrayList<>();
    slice
        .tally()
        .stories()
        .forEach(
            (story, count) -> {
              String source =
                  slice.tally().sources().distinct() == 1
                      ? greatest
                      : sourceOf.apply(story).orElse(greatest);
              tellings.add(new Telling(story, source, Optional.empty()));
            });
    return tellings;
  }
}
