package io.newstide.window;

import java.util.Objects;

/**
 * What is followed over time.
 *
 * @param kind its kind
 * @param id unique within the kind
 */
public record Subject(SubjectKind kind, String id) {

  /** All articles together. */
  public static final Subject TOTAL = new Subject(SubjectKind.TOTAL, "all");

  public Subject {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(id, "id");
  }

  /** The same in every process, as keys of a distributed job must be; an enum's own is not. */
  @Override
  public int hashCode() {
    return 31 * kind.code() + id.hashCode();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Subject that && kind == that.kind && id.equals(that.id);
  }
}
