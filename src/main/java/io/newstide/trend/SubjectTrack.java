package io.newstide.trend;

import io.newstide.window.Evidence;
import io.newstide.window.Span;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One subject's stories over time: slices that have not ended, ended ones as far back as windows
 * reach, and counts by hour as far back as baselines do. What comes for a slice that had been
 * completed changes baselines only, never a window that may have been decided on. Mutable, not safe
 * for use by several threads.
 */
public final class SubjectTrack {

  private final BaselineSettings settings;
  private final Duration reach;
  private final StorySlices slices;
  private final Deque<StorySlice> recent;
  private final Timeline timeline;
  private long completed;
  private Optional<Fitted> fitted = Optional.empty();

  /** A baseline at hand, for as long as neither hour nor history change. */
  private record Fitted(Span span, long hour, long version, Baseline baseline) {}

  /**
   * All that it knows.
   *
   * @param slices what has not ended, and the memory of stories
   * @param recent slices that have ended, as far back as windows reach
   * @param hours stories that began, by hour and source
   * @param completed up to where slices are completed, epoch milliseconds
   */
  public record Saved(
      StorySlices.Saved slices,
      List<StorySlice> recent,
      Map<Long, Map<Stratum, Integer>> hours,
      long completed) {

    static final Saved NOTHING =
        new Saved(new StorySlices.Saved(Map.of(), Map.of()), List.of(), Map.of(), Long.MIN_VALUE);
  }

  /**
   * A window's stories.
   *
   * @param span the window
   * @param stories by id, those that began in it and were told by an established source
   * @param sources the established sources that told them
   * @param mentions articles of any source, copies included
   * @param evidence articles that show them
   */
  public record Window(
      Span span,
      Set<String> stories,
      Set<String> sources,
      long mentions,
      List<Evidence> evidence) {}

  /** As it was saved; {@code reach} is the length of the longest window. */
  SubjectTrack(BaselineSettings settings, Duration reach, Saved saved) {
    this.settings = settings;
    this.reach = reach;
    this.slices = new StorySlices(reach, saved.slices());
    this.recent = new ArrayDeque<>(saved.recent());
    this.timeline = Timeline.of(new Timeline.Saved(saved.hours(), Map.of()));
    this.completed = saved.completed();
  }

  /** What is to be remembered. */
  Saved save() {
    return new Saved(slices.save(), List.copyOf(recent), timeline.save().hours(), completed);
  }

  /**
   * Adds an article, or takes it away.
   *
   * @param count how many times; negative to take away
   */
  void add(Span slice, Telling article, int count, TotalHistory total) {
    if (slice.end() > completed) {
      slices.add(slice, article, count);
      return;
    }
    fitted = Optional.empty();
    boolean known = slices.remembers(article.story(), slice.end());
    if (count < 0 || !known) {
      boolean day = slice.end() - slice.start() > settings.slice().toMillis();
      timeline.correct(slice, total.stratum(List.of(article.source()), day), Integer.signum(count));
      slices.remember(article.story(), slice.end());
    }
  }

  /** The end of the slice that ends next; {@link Long#MAX_VALUE} if there is none. */
  long nextEnd() {
    return slices.nextEnd();
  }

  /**
   * Completes the slices that end at a moment.
   *
   * @return whether a story began in them
   */
  boolean complete(long end, TotalHistory total) {
    boolean fresh = false;
    for (StorySlice slice : slices.complete(end, settings.slice())) {
      for (List<String> tellers : slice.fresh().values()) {
        timeline.correct(slice.slice(), total.stratum(tellers, slice.day()), 1);
        fresh = true;
      }
      recent.addLast(slice);
    }
    completed = Math.max(completed, end);
    return fresh;
  }

  /** Forgets what neither a window nor a baseline at or after a moment needs. */
  void expire(long moment, Duration kept) {
    completed = Math.max(completed, moment);
    recent.removeIf(slice -> slice.slice().end() <= moment - reach.toMillis());
    timeline.expire(moment - kept.toMillis(), moment);
  }

  /** Whether nothing is left to remember. */
  boolean isEmpty() {
    return recent.isEmpty() && timeline.isEmpty() && slices.nextEnd() == Long.MAX_VALUE;
  }

  /** How many stories began in completed slices of a span, whoever told them. */
  int storiesIn(Span span) {
    int stories = 0;
    for (StorySlice slice : recent) {
      stories += span.contains(slice.slice()) ? slice.fresh().size() : 0;
    }
    return stories;
  }

  /** The stories of a window that ends where slices are completed. */
  Window window(Span span, TotalHistory total) {
    boolean wholeDays = total.endsADay(span);
    Set<String> stories = new TreeSet<>();
    Set<String> sources = new TreeSet<>();
    List<Evidence> evidence = new ArrayList<>();
    long mentions = 0;
    for (StorySlice slice : recent) {
      if (!span.contains(slice.slice()) || (slice.day() && !wholeDays)) {
        continue;
      }
      for (int articles : slice.mentions().values()) {
        mentions += articles;
      }
      slice
          .fresh()
          .forEach(
              (story, tellers) -> {
                List<String> established =
                    tellers.stream().filter(s -> total.isEstablished(s, span.end())).toList();
                if (!established.isEmpty()) {
                  stories.add(story);
                  sources.addAll(established);
                }
              });
      evidence.addAll(slice.evidence());
    }
    evidence.removeIf(article -> !stories.contains(article.story()));
    return new Window(span, stories, sources, mentions, evidence);
  }

  /** What is expected of the subject, compared with a baseline. */
  Baseline baseline(Span span, long moment, TotalHistory total) {
    long hour = Timeline.hourOf(moment);
    Fitted at =
        fitted
            .filter(
                f -> f.span().equals(span) && f.hour() == hour && f.version() == total.version())
            .orElseGet(
                () ->
                    new Fitted(
                        span,
                        hour,
                        total.version(),
                        Baseline.of(
                            settings, total.exposure(span, moment), timeline.cells(span), span)));
    fitted = Optional.of(at);
    return at.baseline();
  }
}
