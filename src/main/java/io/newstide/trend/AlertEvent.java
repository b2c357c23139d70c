package io.newstide.trend;

import io.newstide.window.Evidence;
import io.newstide.window.Span;
import java.util.List;

/**
 * One state of an alert.
 *
 * @param kind the label of the subject's kind, or {@code source}
 * @param id the subject's id, or the source's name
 * @param name what people call it
 * @param episodeStart when the episode was opened, epoch milliseconds; with kind and id it names
 *     the alert
 * @param state what happened to it
 * @param reason why there is an alert
 * @param window the name of the strongest window; of a silence {@code silence}
 * @param span its span; of a silence the time without an article
 * @param at when it was decided: the end of a slice, epoch milliseconds
 * @param mentions articles in the window, copies included
 * @param uniqueStories stories that began in the window, of established sources
 * @param expected how many were expected
 * @param score how surprising the count is, -log10 of its probability
 * @param peakScore the greatest score of the episode so far
 * @param evidence the strongest and most diverse headlines, at most five
 */
public record AlertEvent(
    String kind,
    String id,
    String name,
    long episodeStart,
    State state,
    Reason reason,
    String window,
    Span span,
    long at,
    long mentions,
    long uniqueStories,
    double expected,
    double score,
    double peakScore,
    List<Evidence> evidence) {

  /** What happens to an alert: opened once, updated when it grows markedly, closed once. */
  public enum State {
    OPEN,
    UPDATE,
    CLOSE
  }

  /** Why there is an alert. */
  public enum Reason {
    /** More stories than expected. */
    BURST,
    /** A source that has fallen silent against its habit. */
    SILENCE
  }

  /** The same under the name that people know its subject by. */
  public AlertEvent named(String other) {
    return new AlertEvent(
        kind,
        id,
        other,
        episodeStart,
        state,
        reason,
        window,
        span,
        at,
        mentions,
        uniqueStories,
        expected,
        score,
        peakScore,
        evidence);
  }

  public AlertEvent {
    evidence = List.copyOf(evidence);
  }
}
