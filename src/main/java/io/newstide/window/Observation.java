package io.newstide.window;

import java.util.List;
import java.util.Optional;

/**
 * One article as it counts for one subject.
 *
 * @param story the story it tells
 * @param source who published it
 * @param keywords its keywords, each once
 * @param entities the names in it, each once
 * @param evidence the article itself, where the subject shows evidence
 * @param delay how late it arrived
 * @param inTitle whether its headline mentions the subject
 */
public record Observation(
    String story,
    String source,
    List<String> keywords,
    List<NamedEntity> entities,
    Optional<Evidence> evidence,
    Delay delay,
    boolean inTitle) {

  public Observation {
    keywords = List.copyOf(keywords);
    entities = List.copyOf(entities);
  }
}
