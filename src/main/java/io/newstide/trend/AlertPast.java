package io.newstide.trend;

import io.newstide.trend.AlertEpisodes.Episode;
import io.newstide.window.Expectation;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One subject's stories over a past that is known whole, and what one settings after another would
 * have made of them, by the rule of {@link AlertEpisodes}: what does not depend on the settings is
 * computed once. Baselines see all of the past, so they must end before what they are compared
 * with, as they do with {@link BaselineSettings#lag()}. Mutable, not safe for use by several
 * threads.
 */
public final class AlertPast {

  private final Subject subject;
  private final BaselineSettings baseline;
  private final TotalHistory total;
  private final SubjectTrack track;

  /** The ends of slices in which a story began, in order. */
  private final List<Long> fresh = new ArrayList<>();

  private final Map<List<AlertSettings.Watch>, KeptReadings> readings = new HashMap<>();

  /**
   * Of a subject without stories.
   *
   * @param reach the longest window that is watched
   * @param total all articles, over the whole of that past
   */
  public AlertPast(Subject subject, BaselineSettings baseline, Duration reach, TotalHistory total) {
    this.subject = subject;
    this.baseline = baseline;
    this.total = total;
    this.track = new SubjectTrack(baseline, reach, new SubjectTrack.Memory());
  }

  /** Adds articles; slices must come in the order of their ends. */
  public void add(Span slice, Iterable<Telling> articles) {
    completeBefore(slice.end());
    articles.forEach(article -> track.add(slice, article, 1, total));
  }

  /** Says that all of the past was added. */
  public void complete() {
    completeBefore(Long.MAX_VALUE);
  }

  private void completeBefore(long moment) {
    for (long end = track.nextEnd(); end < moment; end = track.nextEnd()) {
      if (track.complete(end, true, total)) {
        fresh.add(end);
      }
    }
  }

  /**
   * Takes over what was computed for the same subject.
   *
   * @param before its past as it was known before, from the same beginning
   * @param upTo the past is the same up to there, epoch milliseconds
   */
  public void keep(AlertPast before, long upTo) {
    before.readings.forEach(
        (windows, known) -> readings.computeIfAbsent(windows, this::nothingRead).keep(known, upTo));
  }

  private KeptReadings nothingRead(List<AlertSettings.Watch> windows) {
    long first = fresh.isEmpty() ? 0 : fresh.get(0);
    return new KeptReadings(track, windows, first, baseline.slice().toMillis());
  }

  /**
   * What is to be expected of a window by what is known now, see {@link AlertEpisodes#expectation}.
   *
   * @param span the window
   * @param size the length of such windows
   * @param stories stories in it
   */
  public Optional<Expectation> expectation(Span span, Duration size, long stories) {
    return track.expectation(span, size, stories, total);
  }

  /**
   * What settings make of the past.
   *
   * @param from the event time from which it is decided, no alert being open, epoch milliseconds
   */
  public Decisions under(AlertSettings settings, long from) {
    return new Decisions(settings, from);
  }

  /** Decisions one after another, so that those of many subjects can be taken side by side. */
  public final class Decisions {

    private final AlertRule rule;
    private Optional<Episode> episode = Optional.empty();
    private long advanced = Long.MIN_VALUE;
    private int next;

    private Decisions(AlertSettings settings, long from) {
      int found = Collections.binarySearch(fresh, from);
      next = found < 0 ? -found - 1 : found;
      rule =
          new AlertRule(
              subject,
              settings,
              track,
              readings.computeIfAbsent(settings.windows(), AlertPast.this::nothingRead));
    }

    /** When something is next to be decided, as {@link AlertEpisodes#due()} says. */
    public long due() {
      long end = next < fresh.size() ? fresh.get(next) : Long.MAX_VALUE;
      return episode.isPresent() ? Math.min(end, advanced + baseline.slice().toMillis()) : end;
    }

    /** Decides what is due. */
    public Optional<AlertEvent> decide() {
      advanced = due();
      boolean began = next < fresh.size() && fresh.get(next) == advanced;
      next += began ? 1 : 0;
      AlertRule.Decision decision = rule.decide(episode, advanced, began, total);
      episode = decision.episode();
      return decision.event();
    }
  }
}
