package io.newstide.window;

import java.util.List;
import java.util.Optional;

/**
 * What a window shows of one subject, cut to what a row holds.
 *
 * @param subject the subject
 * @param span the window's span
 * @param mentions articles that carry the subject, copies included
 * @param uniqueStories distinct stories among them
 * @param sources how many sources published them
 * @param titleMentions how many have it in the headline
 * @param previous mentions one size earlier
 * @param topKeywords the most frequent keywords, count descending
 * @param topEntities the most frequent names, count descending
 * @param evidence the strongest articles, one a story
 * @param expectation what was to be expected of the window, where there is a baseline for it
 */
public record WindowCount(
    Subject subject,
    Span span,
    long mentions,
    long uniqueStories,
    long sources,
    long titleMentions,
    long previous,
    List<Multiset.Count<String>> topKeywords,
    List<Multiset.Count<NamedEntity>> topEntities,
    List<Evidence> evidence,
    Optional<Expectation> expectation) {

  /** How many articles a row shows as evidence. */
  public static final int EVIDENCE = 5;

  /** How many keywords and how many names a row shows. */
  public static final int TERMS = 10;

  public WindowCount {
    topKeywords = List.copyOf(topKeywords);
    topEntities = List.copyOf(topEntities);
    evidence = List.copyOf(evidence);
  }

  /** The count of a window's tally. Here, and nowhere before, things are cut. */
  public static WindowCount of(Subject subject, Span span, Tally tally, long previous) {
    return new WindowCount(
        subject,
        span,
        tally.mentions(),
        tally.uniqueStories(),
        tally.sources().distinct(),
        tally.titleMentions(),
        previous,
        Multiset.top(tally.keywords(), TERMS),
        tally.entities().top(TERMS, NamedEntity::compareTo),
        Evidence.strongest(tally.evidence(), EVIDENCE),
        Optional.empty());
  }

  /** The same with what was to be expected. */
  public WindowCount expecting(Optional<Expectation> other) {
    return new WindowCount(
        subject,
        span,
        mentions,
        uniqueStories,
        sources,
        titleMentions,
        previous,
        topKeywords,
        topEntities,
        evidence,
        other);
  }

  /**
   * Whether the other shows the same. What was to be expected does not count: it moves with the
   * total.
   */
  public boolean showsTheSameAs(WindowCount other) {
    return expecting(Optional.empty()).equals(other.expecting(Optional.empty()));
  }

  /** A window in which the subject did not occur. */
  public static WindowCount none(Subject subject, Span span) {
    return of(subject, span, Tally.zero(), 0);
  }
}
