package io.newstide.trend;

import io.newstide.window.Evidence;
import io.newstide.window.Observation;
import java.util.Objects;
import java.util.Optional;

/**
 * One article as alerts see it: a story told by a source.
 *
 * @param story the story
 * @param source who published the article
 * @param evidence the article itself, where the subject shows evidence
 */
public record Telling(String story, String source, Optional<Evidence> evidence) {

  public Telling {
    Objects.requireNonNull(story, "story");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(evidence, "evidence");
  }

  /** What alerts need of an observation. */
  public static Telling of(Observation article) {
    return new Telling(article.article().story(), article.article().source(), article.evidence());
  }
}
