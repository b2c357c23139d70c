package io.newstide.window;

import io.newstide.article.CodePointOrder;

/**
 * A person, place or organisation that goes with a subject.
 *
 * @param kind one of the three
 * @param name its name
 */
public record NamedEntity(SubjectKind kind, String name) implements Comparable<NamedEntity> {

  /** Written out because sums look names up all the time. */
  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof NamedEntity that && kind == that.kind && name.equals(that.name));
  }

  @Override
  public int hashCode() {
    return 31 * kind.code() + name.hashCode();
  }

  /** By name, then by kind. */
  @Override
  public int compareTo(NamedEntity other) {
    int byName = CodePointOrder.CODE_POINTS.compare(name, other.name);
    return byName != 0 ? byName : kind.compareTo(other.kind);
  }
}
