package io.newstide.window;

import io.newstide.article.CodePointOrder;
import java.util.Comparator;

/**
 * A person, place or organisation that goes with a subject.
 *
 * @param kind one of the three
 * @param name its name
 */
public record NamedEntity(SubjectKind kind, String name) implements Comparable<NamedEntity> {

  private static final Comparator<NamedEntity> ORDER =
      Comparator.comparing(NamedEntity::name, CodePointOrder.CODE_POINTS)
          .thenComparing(NamedEntity::kind);

  /** By name, then by kind. */
  @Override
  public int compareTo(NamedEntity other) {
    return ORDER.compare(this, other);
  }
}
