package io.newstide.trend;

import io.newstide.window.Span;
import io.newstide.window.Subject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A keyword or name over time, in articles that carry no topic: whether it rises. Mutable, not safe
 * for use by several threads.
 */
public final class TermTrack {

  private final Subject term;
  private final AlertSettings settings;
  private final BaselineSettings baseline;
  private final Duration window;
  private final SubjectTrack track;

  /**
   * Over what is known of a term, which changes with this.
   *
   * @param window in what it may rise
   */
  public TermTrack(
      Subject term,
      AlertSettings settings,
      BaselineSettings baseline,
      Duration window,
      SubjectTrack.Memory memory) {
    this.term = term;
    this.settings = settings;
    this.baseline = baseline;
    this.window = window;
    this.track = new SubjectTrack(baseline, window, memory);
  }

  /** Adds an article to its slice, or takes it away; see {@link AlertEpisodes#add}. */
  public void add(Span slice, Telling article, int count, TotalHistory total) {
    track.add(slice, article, count, total);
  }

  /** The same for a slice that has been completed. */
  public void correct(Span slice, Telling article, int count, TotalHistory total) {
    track.correct(slice, Map.of(article, count), total);
  }

  /** When the next slice ends; {@link Long#MAX_VALUE} if none is open. */
  public long due() {
    return track.nextEnd();
  }

  /**
   * Completes slices up to a moment.
   *
   * @param total all articles that carry no topic, completed at least up to there
   * @return whether there was any
   */
  public boolean advance(long to, TotalHistory total) {
    boolean any = false;
    for (long end = track.nextEnd(); end <= to; end = track.nextEnd()) {
      track.complete(end, true, total);
      any = true;
    }
    track.expire(to, kept());
    return any;
  }

  private Duration kept() {
    return baseline.baseline().plus(baseline.lag()).plus(Duration.ofHours(1));
  }

  /** When nothing of it will be left to remember, unless it is told again, epoch milliseconds. */
  public long forgotten() {
    return track.forgotten(kept());
  }

  /** How many stories at most began in slices of a span that are completed. */
  public int storiesAtMost(Span span) {
    return track.storiesAtMost(span);
  }

  /** Whether nothing is left to remember. */
  public boolean isEmpty() {
    return track.isEmpty();
  }

  /**
   * The term in the window that ends at a moment, if it rises there: with at least {@code
   * minMentions} stories, of two sources where the stream has several, and a score of at least the
   * threshold.
   *
   * @param at epoch milliseconds up to which it is advanced
   */
  public Optional<RisingTerm> rising(long at, TotalHistory total) {
    Span span = new Span(at - window.toMillis(), at);
    if (track.storiesAtMost(span) < settings.minMentions()) {
      return Optional.empty();
    }
    SubjectTrack.Size size = track.sizes(at, new long[] {window.toMillis()}, total).get(0);
    Span past = total.baseline(at);
    if (size.stories() < settings.minMentions()
        || size.sources() < total.exposure(past, at).sourcesWanted()) {
      return Optional.empty();
    }
    NegativeBinomial expected = track.baseline(past, at, total).expect(total.window(span, at));
    double score = expected.score(size.stories());
    if (score < settings.threshold()) {
      return Optional.empty();
    }
    SubjectTrack.Window stories = track.window(span, total);
    return Optional.of(
        new RisingTerm(
            term.kind(),
            term.id(),
            stories.stories(),
            stories.sources(),
            stories.mentions(),
            expected.mean(),
            score,
            stories.evidence()));
  }
}
