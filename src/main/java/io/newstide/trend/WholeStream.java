package io.newstide.trend;

import io.newstide.window.Evidence;
import io.newstide.window.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All articles together as alerts need them: which stories began in each slice, of all articles and
 * of those that carry no topic, and which sources keep silent. Mutable, not safe for use by several
 * threads.
 */
public final class WholeStream {

  private final BaselineSettings settings;
  private final double threshold;
  private final Part all;
  private final Part withoutTopic;
  private final Map<String, SourceSilence> sources = new TreeMap<>();
  private long completed;

  /**
   * An article as it counts for the stream.
   *
   * @param slice its slice
   * @param story the story it tells
   * @param source who published it
   * @param withoutTopic whether it carries no topic
   */
  public record Article(Span slice, String story, String source, boolean withoutTopic) {}

  /**
   * What became of the stream since the last step.
   *
   * @param slices that have ended, in the order of their ends
   * @param corrections of slices that had ended before
   */
  public record Change(List<StorySlice> slices, List<Correction> corrections) {

    public Change {
      slices = List.copyOf(slices);
      corrections = List.copyOf(corrections);
    }
  }

  /**
   * A story counted, or no longer counted, in a slice that had ended before.
   *
   * @param slice the slice
   * @param stratum whose it is
   * @param stories 1 or -1
   */
  public record Correction(Span slice, Stratum stratum, int stories) {}

  /**
   * A step of event time.
   *
   * @param all articles
   * @param withoutTopic those that carry no topic
   * @param alerts sources that keep silent, or speak again
   */
  public record Step(Change all, Change withoutTopic, List<AlertEvent> alerts) {}

  /**
   * All that it knows.
   *
   * @param all slices of all articles that have not ended, and the memory of stories
   * @param withoutTopic the same of those that carry no topic
   * @param sources the habits of the sources, by name
   * @param completed up to where slices are completed, epoch milliseconds
   */
  public record Saved(
      StorySlices.Saved all,
      StorySlices.Saved withoutTopic,
      Map<String, SourceSilence.Saved> sources,
      long completed) {

    /** Of a stream that has not begun. */
    public static final Saved NOTHING =
        new Saved(
            new StorySlices.Saved(Map.of(), Map.of()),
            new StorySlices.Saved(Map.of(), Map.of()),
            Map.of(),
            Long.MIN_VALUE);
  }

  /** One of the two streams. */
  private static final class Part {
    private final StorySlices slices;
    private List<Correction> corrections = new ArrayList<>();

    Part(Duration memory, StorySlices.Saved saved) {
      slices = new StorySlices(memory, saved);
    }

    void correct(Article article, int count, boolean day) {
      long end = article.slice().end();
      if (count < 0 || !slices.remembers(article.story(), end)) {
        corrections.add(
            new Correction(
                article.slice(), new Stratum(article.source(), day), Integer.signum(count)));
        slices.remember(article.story(), end);
      }
    }

    List<Correction> takeCorrections() {
      List<Correction> taken = corrections;
      corrections = new ArrayList<>();
      return taken;
    }
  }

  /** As it was saved. */
  public WholeStream(AlertSettings alerts, BaselineSettings settings, Saved saved) {
    this.settings = settings;
    this.threshold = alerts.threshold();
    this.all = new Part(alerts.reach(), saved.all());
    this.withoutTopic = new Part(alerts.reach(), saved.withoutTopic());
    saved
        .sources()
        .forEach(
            (source, silence) ->
                sources.put(source, new SourceSilence(source, settings, threshold, silence)));
    this.completed = saved.completed();
  }

  /** What is to be remembered; {@link #advance} must have been called since the last article. */
  public Saved save() {
    Map<String, SourceSilence.Saved> silences = new TreeMap<>();
    sources.forEach((source, silence) -> silences.put(source, silence.save()));
    return new Saved(all.slices.save(), withoutTopic.slices.save(), silences, completed);
  }

  /**
   * Adds an article, or takes it away. For a slice that has been completed it is a correction.
   *
   * @param count how many times; negative to take away
   */
  public void add(Article article, int count) {
    add(all, article, count);
    if (article.withoutTopic()) {
      add(withoutTopic, article, count);
    }
  }

  private void add(Part part, Article article, int count) {
    if (article.slice().end() > completed) {
      part.slices.add(
          article.slice(),
          new Telling(article.story(), article.source(), Optional.<Evidence>empty()),
          count);
    } else {
      part.correct(article, count, isDay(article.slice()));
    }
  }

  private boolean isDay(Span slice) {
    return slice.end() - slice.start() > settings.slice().toMillis();
  }

  /** Up to where slices are completed, epoch milliseconds. */
  public long completed() {
    return completed;
  }

  /** The end of the last slice with an article; {@link Long#MIN_VALUE} if there is none. */
  public long lastEnd() {
    return Math.max(all.slices.lastEnd(), completed);
  }

  /**
   * Completes the slices that have ended.
   *
   * @param to epoch milliseconds that event time has reached
   */
  public Step advance(long to) {
    List<StorySlice> ended = ended(all, to);
    completed = Math.max(completed, to);
    Change without = new Change(ended(withoutTopic, to), withoutTopic.takeCorrections());
    return new Step(new Change(ended, all.takeCorrections()), without, silences(ended, to));
  }

  private List<StorySlice> ended(Part part, long to) {
    List<StorySlice> ended = new ArrayList<>();
    for (long end = part.slices.nextEnd(); end <= to; end = part.slices.nextEnd()) {
      if (end == Long.MAX_VALUE) {
        break;
      }
      ended.addAll(part.slices.complete(end, settings.slice()));
    }
    return ended;
  }

  private List<AlertEvent> silences(List<StorySlice> ended, long to) {
    List<AlertEvent> alerts = new ArrayList<>();
    for (StorySlice slice : ended) {
      if (slice.day()) {
        continue;
      }
      judge(slice.slice().start(), alerts);
      for (String source : slice.mentions().keySet()) {
        sources
            .compute(source, (name, known) -> known(name, known, slice.slice().start()))
            .heard(slice.slice())
            .ifPresent(alerts::add);
      }
    }
    judge(to, alerts);
    // What is still to come may begin a slice earlier.
    sources.values().removeIf(silence -> silence.forgottenAt() <= to - settings.slice().toMillis());
    return alerts;
  }

  /** A source as it is known at a moment, whether it has been removed by then or not. */
  private SourceSilence known(String source, SourceSilence known, long at) {
    return known == null || known.forgottenAt() <= at
        ? new SourceSilence(source, settings, threshold)
        : known;
  }

  /** Hours of silence are judged in their order, whatever the steps of event time. */
  private void judge(long to, List<AlertEvent> alerts) {
    for (SourceSilence silence : sources.values()) {
      if (silence.due() <= to) {
        alerts.addAll(silence.advance(to));
      }
    }
  }
}
