package io.newstide.topic;

import java.util.List;

/**
 * A topic an article carries.
 *
 * @param id the topic's id
 * @param score how much the article is about it, at least the topic's threshold
 * @param inTitle whether the headline mentions it
 * @param matched the clauses of the query that hit, in the query's order
 */
public record TopicMatch(String id, double score, boolean inTitle, List<String> matched) {

  public TopicMatch {
    matched = List.copyOf(matched);
  }

  /** A score as it stands in rows: with three decimals. */
  static double rounded(double score) {
    return Math.round(score * 1000) / 1000.0;
  }
}
