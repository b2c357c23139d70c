package io.newstide.trend;

import io.newstide.window.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Whether a source keeps silent against its own habit. Its habit is in which hours it publishes at
 * all. With a_h of o_h past hours of that hour of the day having an article, A of the past hours of
 * that weekday having one, and E the sum of a/o over the same hours,
 *
 * <pre>
 *   q     = a_h / (o_h + 1) · (A + 1) / (E + 1)            at most 0.95
 *   score = -Σ log10(1 - q)                                over the whole hours of silence
 * </pre>
 *
 * <p>the probability of so long a silence, hours being independent given the habit: a low estimate
 * for the hour, times the shrunken ratio of the weekday. They are not quite independent, so that no
 * single hour is taken to be more than nineteen in twenty sure. A source that never publishes at
 * night or on Sundays may be silent then; one that publishes once a day has to miss more than one.
 * The alert opens when the score reaches the threshold and closes at the next article. A source
 * that keeps silent for the whole baseline without an alert is {@link #forgottenAt forgotten}.
 * Mutable, not safe for use by several threads.
 */
public final class SourceSilence {

  private static final double SUREST = 0.95;

  private final String source;
  private final BaselineSettings settings;
  private final double threshold;
  private final NavigableSet<Long> hours;
  private long first;
  private long last;
  private long advanced;
  private double score;
  private Optional<Episode> episode;

  /**
   * An alert that is open.
   *
   * @param start when it was opened, epoch milliseconds
   * @param told the score last told
   */
  public record Episode(long start, double told) {}

  /**
   * All that it knows.
   *
   * @param hours the beginnings of the hours with an article, as far back as the baseline
   * @param first the end of the first slice with an article, epoch milliseconds
   * @param last the end of the latest
   * @param advanced up to where whole hours of silence are judged
   * @param score of the silence so far
   * @param episode the open alert, if there is one
   */
  public record Saved(
      List<Long> hours,
      long first,
      long last,
      long advanced,
      double score,
      Optional<Episode> episode) {}

  /**
   * A source that was never heard of.
   *
   * @param threshold the score from which a silence is an alert
   */
  public SourceSilence(String source, BaselineSettings settings, double threshold) {
    this(
        source,
        settings,
        threshold,
        new Saved(List.of(), Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE, 0, Optional.empty()));
  }

  /** As it was saved. */
  public SourceSilence(String source, BaselineSettings settings, double threshold, Saved saved) {
    this.source = source;
    this.settings = settings;
    this.threshold = threshold;
    this.hours = new TreeSet<>(saved.hours());
    this.first = saved.first();
    this.last = saved.last();
    this.advanced = saved.advanced();
    this.score = saved.score();
    this.episode = saved.episode();
  }

  /** What is to be remembered. */
  public Saved save() {
    return new Saved(List.copyOf(hours), first, last, advanced, score, episode);
  }

  /**
   * Notes that the source published in a slice. Slices dated to the day say nothing about hours and
   * must be left out; slices may come in any order before time is advanced over their end, and what
   * comes later only mends the habit.
   *
   * @return the end of the silence, if there was an alert
   */
  public Optional<AlertEvent> heard(Span slice) {
    hours.add(HourCounts.hourOf(slice.start()));
    first = Math.min(first, slice.end());
    if (slice.end() <= last) {
      return Optional.empty();
    }
    Optional<AlertEvent> closed =
        episode.map(
            open -> event(AlertEvent.State.CLOSE, open, new Span(last, slice.end()), slice.end()));
    last = slice.end();
    hours.headSet(last - settings.baseline().toMillis(), false).clear();
    advanced = Math.max(advanced, HourCounts.hourOf(last - 1) + HourCounts.HOUR);
    score = 0;
    episode = Optional.empty();
    return closed;
  }

  /** When the next whole hour of silence ends, epoch milliseconds. */
  public long due() {
    return hours.isEmpty() ? Long.MAX_VALUE : advanced + HourCounts.HOUR;
  }

  /**
   * From when on it is as if the source had never been heard of, epoch milliseconds; {@link
   * Long#MAX_VALUE} while an alert is open, which the next article is to close.
   */
  public long forgottenAt() {
    return hours.isEmpty() || episode.isPresent()
        ? Long.MAX_VALUE
        : last + settings.baseline().toMillis();
  }

  /**
   * Judges the silence up to a moment.
   *
   * @param to epoch milliseconds that event time has reached
   */
  public List<AlertEvent> advance(long to) {
    List<AlertEvent> events = new ArrayList<>();
    while (!hours.isEmpty() && due() <= Math.min(to, forgottenAt())) {
      long hour = advanced;
      advanced += HourCounts.HOUR;
      if (last - first >= settings.minHistory().toMillis()) {
        score -= Math.log10(1 - habit(hour));
        judge().ifPresent(events::add);
      }
    }
    return events;
  }

  private Optional<AlertEvent> judge() {
    Span silent = new Span(last, advanced);
    if (episode.isEmpty()) {
      if (score < threshold) {
        return Optional.empty();
      }
      episode = Optional.of(new Episode(advanced, score));
      return Optional.of(event(AlertEvent.State.OPEN, episode.get(), silent, advanced));
    }
    if (score < 2 * episode.get().told()) {
      return Optional.empty();
    }
    episode = Optional.of(new Episode(episode.get().start(), score));
    return Optional.of(event(AlertEvent.State.UPDATE, episode.get(), silent, advanced));
  }

  /**
   * The probability that the source publishes in an hour, judged by the time before its silence.
   */
  private double habit(long hour) {
    ZonedDateTime then = local(hour);
    double[] active = new double[24];
    double[] observed = new double[24];
    double activeThen = 0;
    double[] observedThen = new double[24];
    long from = Math.max(HourCounts.hourOf(first - 1), last - settings.baseline().toMillis());
    for (long past = HourCounts.hourOf(from); past < last; past += HourCounts.HOUR) {
      ZonedDateTime local = local(past);
      int heard = hours.contains(past) ? 1 : 0;
      active[local.getHour()] += heard;
      observed[local.getHour()]++;
      if (local.getDayOfWeek() == then.getDayOfWeek()) {
        activeThen += heard;
        observedThen[local.getHour()]++;
      }
    }
    double expectedThen = 0;
    for (int i = 0; i < 24; i++) {
      expectedThen += observed[i] == 0 ? 0 : observedThen[i] * active[i] / observed[i];
    }
    double byHour = active[then.getHour()] / (observed[then.getHour()] + 1);
    return Math.min(SUREST, byHour * (activeThen + 1) / (expectedThen + 1));
  }

  private ZonedDateTime local(long hour) {
    return Instant.ofEpochMilli(hour).atZone(settings.zone());
  }

  private AlertEvent event(AlertEvent.State state, Episode of, Span silent, long at) {
    return new AlertEvent(
        "source",
        source,
        source,
        of.start(),
        state,
        AlertEvent.Reason.SILENCE,
        "silence",
        silent,
        at,
        0,
        0,
        expected(silent),
        score,
        score,
        List.of());
  }

  /** In how many of the hours of a silence the source would have published. */
  private double expected(Span silent) {
    double expected = 0;
    long start = HourCounts.hourOf(silent.start() - 1) + HourCounts.HOUR;
    long end = Math.min(silent.end(), start + Duration.ofDays(7).toMillis());
    for (long hour = start; hour < end; hour += HourCounts.HOUR) {
      expected += habit(hour);
    }
    return expected;
  }
}
