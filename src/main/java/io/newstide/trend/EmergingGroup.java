package io.newstide.trend;

import io.newstide.window.Evidence;
import io.newstide.window.Span;
import java.util.List;

/**
 * Terms that rise together without being in any topic: a subject that nobody follows yet.
 *
 * @param group the term that leads it
 * @param terms the one that leads it, then the others, as they were ranked
 * @param proposed a topic that would follow it
 * @param window where it rises
 * @param evidence the strongest and most diverse headlines, at most five
 */
public record EmergingGroup(
    String group,
    List<RisingTerm> terms,
    ProposedTopic proposed,
    Span window,
    List<Evidence> evidence) {

  public EmergingGroup {
    terms = List.copyOf(terms);
    evidence = List.copyOf(evidence);
  }

  /**
   * A topic, ready to be applied.
   *
   * @param id its id
   * @param name what people call it
   * @param query in Lucene's syntax
   * @param threshold the score from which an article carries it
   */
  public record ProposedTopic(String id, String name, String query, double threshold) {}
}
