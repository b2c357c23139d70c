package io.newstide.window;

import io.newstide.article.CodePointOrder;

/**
 * A person, place or organisation that goes with a subject.
 *
 * @param kind one of the three
 * @param name its name
 */
public record NamedEntity(SubjectKind kind, String name) implements Comparable<NamedEntity> {

  /** By name, then by kind. */
  @Override
  public int compareTo(NamedEntity other) {
    int byName = CodePointOrder.CODE_POINTS.compare(name, other.name);
    return byName != 0 ? byName : kind.compareTo(other.kind);
  }
}
