package io.newstide.trend;

import io.newstide.window.Expectation;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The alerts of one subject, as episodes: opened when any of several windows holds more stories
 * than its history explains, updated when that grows markedly, closed when it has been over for a
 * while. However many windows see a burst there is one episode.
 *
 * <p>It is decided at the end of a slice that event time has passed, on stories that began in the
 * windows ending there:
 *
 * <ul>
 *   <li>it opens at a slice in which a story began, where a window holds {@code minMentions}
 *       stories, of two sources where the stream has several, and the score reaches the threshold
 *       of the window; copies of one story are one story, and a source that is new does not count
 *   <li>while it is open the baseline is the one before its opening, until it {@code settles}
 *   <li>what arrives late for a completed slice changes baselines; it neither opens nor closes
 * </ul>
 *
 * <p>What is decided depends only on what was added to which slice before it was completed, not on
 * the order, nor on how far at once time is advanced. Mutable, not safe for use by several threads.
 */
public final class AlertEpisodes {

  private final AlertSettings settings;
  private final BaselineSettings baseline;
  private final SubjectTrack track;
  private final Memory memory;
  private final AlertRule rule;

  /**
   * An alert that is open.
   *
   * @param start when it was opened, the end of a slice, epoch milliseconds
   * @param held when it was last above what keeps it open
   * @param told the score last told
   * @param peak the greatest score
   */
  public record Episode(long start, long held, double told, double peak) {}

  /**
   * All that it knows, as it is written.
   *
   * @param track the subject's stories
   * @param episode the open alert, if there is one
   * @param advanced up to where alerts are decided, epoch milliseconds
   */
  public record Saved(SubjectTrack.Saved track, Optional<Episode> episode, long advanced) {}

  /**
   * What is known of a subject, apart from how alerts are set: what lies in state. Mutable, so that
   * whoever keeps it beside one that goes on must copy it. Not safe for use by several threads.
   */
  public static final class Memory {
    private final SubjectTrack.Memory track;
    private Optional<Episode> episode;
    private long advanced;

    /** Of a subject that was never seen. */
    public Memory() {
      track = new SubjectTrack.Memory();
      episode = Optional.empty();
      advanced = Long.MIN_VALUE;
    }

    /** As it was written; nothing of that is kept. */
    public Memory(Saved saved) {
      track = new SubjectTrack.Memory(saved.track());
      episode = saved.episode();
      advanced = saved.advanced();
    }

    private Memory(Memory other) {
      track = other.track.copy();
      episode = other.episode;
      advanced = other.advanced;
    }

    /** One that knows the same and goes on without this, but for what lies elsewhere. */
    public Memory copy() {
      return new Memory(this);
    }

    /** All of it that does not lie elsewhere, as a view that changes with this. */
    public Saved view() {
      return new Saved(track.view(), episode, advanced);
    }

    /** Keeps the larger parts elsewhere, see {@link SubjectTrack.Memory#keepIn}. */
    public void keepIn(TrackStore where) {
      track.keepIn(where);
    }
  }

  /** Of a subject that was never seen. */
  public AlertEpisodes(Subject subject, AlertSettings settings, BaselineSettings baseline) {
    this(subject, settings, baseline, new Memory());
  }

  /** Over what is known of it, which changes with this. */
  public AlertEpisodes(
      Subject subject, AlertSettings settings, BaselineSettings baseline, Memory memory) {
    this.settings = settings;
    this.baseline = baseline;
    this.memory = memory;
    this.track = new SubjectTrack(baseline, settings.reach(), memory.track);
    this.rule = new AlertRule(subject, settings, track, new Readings(track, settings.windows()));
  }

  /**
   * Adds an article to its slice, or takes it away. For a slice that alerts have been decided on it
   * only corrects baselines.
   *
   * @param count how many times; negative to take away
   * @param total all articles, to know which source has been known longest
   */
  public void add(Span slice, Telling article, int count, TotalHistory total) {
    track.add(slice, article, count, total);
  }

  /**
   * Adds articles to a slice that event time has passed, or takes them away: it only corrects
   * baselines.
   *
   * @param articles how many times each; negative to take away
   * @param total all articles, to know which source has been known longest
   */
  public void correct(Span slice, Map<Telling, Integer> articles, TotalHistory total) {
    track.correct(slice, articles, total);
  }

  /** Completes slices up to a moment and decides nothing: of a subject that raises no alerts. */
  public void follow(long to, TotalHistory total) {
    for (long end = track.nextEnd(); end <= to; end = track.nextEnd()) {
      track.complete(end, false, total);
    }
    memory.advanced = Math.max(memory.advanced, to);
    track.expire(memory.advanced, kept());
  }

  /**
   * Decides what is to be decided up to a moment.
   *
   * @param to epoch milliseconds, the end of a slice that event time has passed
   * @param total all articles, completed at least up to there
   */
  public List<AlertEvent> advance(long to, TotalHistory total) {
    List<AlertEvent> events = new ArrayList<>();
    for (long at = due(); at <= to; at = due()) {
      boolean fresh = track.complete(at, true, total);
      memory.advanced = at;
      AlertRule.Decision decision = rule.decide(memory.episode, at, fresh, total);
      memory.episode = decision.episode();
      decision.event().ifPresent(events::add);
    }
    memory.advanced = Math.max(memory.advanced, to);
    track.expire(memory.advanced, kept());
    return events;
  }

  /**
   * When something is next to be decided: the end of a slice, epoch milliseconds; {@link
   * Long#MAX_VALUE} if nothing is, until an article is added.
   */
  public long due() {
    long next = track.nextEnd();
    return memory.episode.isPresent()
        ? Math.min(next, memory.advanced + baseline.slice().toMillis())
        : next;
  }

  /**
   * Says for a trend row what was to be expected of a window of the subject, by the baseline before
   * it.
   *
   * @param span the window
   * @param size the length of such windows; the baseline holds at least four of them
   * @param stories stories in it
   * @param total all articles, completed at least up to its end, or as far as it has come
   * @return nothing if the baseline reaches back further than the history that is kept
   */
  public Optional<Expectation> expectation(
      Span span, Duration size, long stories, TotalHistory total) {
    return track.expectation(span, size, stories, total);
  }

  /** Whether nothing is left to remember, as of the last advance. */
  public boolean isEmpty() {
    return memory.episode.isEmpty() && track.isEmpty();
  }

  /** How long hours are kept: an episode's baseline begins before the episode did. */
  private Duration kept() {
    Duration needed =
        baseline.baseline().plus(baseline.lag()).plus(settings.settles()).plus(Duration.ofHours(1));
    return needed.compareTo(baseline.kept()) > 0 ? needed : baseline.kept();
  }
}
