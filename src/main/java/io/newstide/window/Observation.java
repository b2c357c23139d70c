package io.newstide.window;

import java.util.Optional;

/**
 * One article as it counts for one subject.
 *
 * @param article the article
 * @param strength how much it is about the subject, comparable within one subject; not a number
 *     where the subject shows no evidence
 * @param inTitle whether its headline mentions the subject
 */
public record Observation(CountedArticle article, double strength, boolean inTitle) {

  /** One that is no evidence for its subject. */
  public static Observation withoutEvidence(CountedArticle article, boolean inTitle) {
    return new Observation(article, Double.NaN, inTitle);
  }

  /** Whether the subject shows it as evidence. */
  public boolean isEvidence() {
    return !Double.isNaN(strength);
  }

  /** The article itself, where the subject shows evidence. */
  public Optional<Evidence> evidence() {
    return isEvidence() ? Optional.of(shown()) : Optional.empty();
  }

  /** The article as evidence. */
  Evidence shown() {
    return new Evidence(article, strength);
  }
}
