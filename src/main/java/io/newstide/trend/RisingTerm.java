package io.newstide.trend;

import io.newstide.window.Evidence;
import io.newstide.window.SubjectKind;
import java.util.List;
import java.util.Set;

/**
 * A keyword or name in one window of articles that carry no topic.
 *
 * @param kind keyword, person, place or organisation
 * @param term itself
 * @param stories by id, those that began in the window
 * @param sources who told them
 * @param mentions articles, copies included
 * @param expected how many stories were expected
 * @param score -log10 of the probability of so many
 * @param evidence articles that show it
 */
public record RisingTerm(
    SubjectKind kind,
    String term,
    Set<String> stories,
    Set<String> sources,
    long mentions,
    double expected,
    double score,
    List<Evidence> evidence) {

  public RisingTerm {
    stories = Set.copyOf(stories);
    sources = Set.copyOf(sources);
    evidence = List.copyOf(evidence);
  }

  /**
   * How much the term contributes to the window being unlike its past: p log2(p / p₀), with p its
   * share of the window's stories and p₀ the share expected. Pointwise Kullback-Leibler divergence
   * (T. Tomokiyo and M. Hurst, <i>A Language Model Approach to Keyphrase Extraction</i>, 2003): it
   * wants both change, in the logarithm, and proportion, in front of it. In bits; below 0 for a
   * term that falls.
   *
   * @param total stories in the window
   */
  double divergence(long total) {
    double share = (double) stories.size() / Math.max(1, total);
    return stories.isEmpty() ? 0 : share * Math.log(stories.size() / expected) / Math.log(2);
  }
}
