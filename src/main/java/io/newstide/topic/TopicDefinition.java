package io.newstide.topic;

import java.io.Serializable;
import java.util.Objects;

/**
 * A subject an analyst follows.
 *
 * @param id lower-case letters, digits and hyphens
 * @param name what people read
 * @param query in Lucene's syntax, see {@link TopicQuery}
 * @param threshold the score from which an article carries the topic
 */
public record TopicDefinition(String id, String name, String query, double threshold)
    implements Serializable {

  /** A short name for this very definition; two that differ have different versions. */
  public String version() {
    return Integer.toHexString(Objects.hash(id, name, query, threshold));
  }
}
