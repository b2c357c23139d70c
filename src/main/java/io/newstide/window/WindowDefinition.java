package io.newstide.window;

import java.io.Serializable;
import java.time.Duration;

/** A window as the analyst named it: spans over event time. Immutable. */
public abstract sealed class WindowDefinition implements Serializable
    permits FixedWindow, SessionWindow {

  private static final long serialVersionUID = 1;

  private final String name;

  /** Its hash code once it is known, 0 before: shapes are put together at each call. */
  private transient int hash;

  WindowDefinition(String name) {
    this.name = name;
  }

  /** The analyst's name for it. */
  public final String name() {
    return name;
  }

  /** The span one size earlier, with which a span of this window is compared. */
  public abstract Span previous(Span span);

  /**
   * The time over which slices must be kept for it: the longest a span can be, in days of 24 hours
   * where it counts days; of a session, its gap.
   */
  public abstract Duration longest();

  /** Whether it consists of whole local days, and so counts articles that are dated to the day. */
  public abstract boolean countsDays();

  /**
   * Size and slide, step or gap in ISO-8601: {@code PT3H/PT1H}, {@code P1D+PT1H}, {@code ~PT6H};
   * {@link WindowShape#parse} reads it.
   */
  public abstract String shape();

  /** A short name for this very definition; two that differ in shape have different versions. */
  public final String version() {
    return Integer.toHexString(shape().hashCode());
  }

  @Override
  public final boolean equals(Object other) {
    return this == other
        || (other instanceof WindowDefinition that
            && name.equals(that.name)
            && shape().equals(that.shape()));
  }

  @Override
  public final int hashCode() {
    if (hash == 0) {
      hash = 31 * name.hashCode() + shape().hashCode();
    }
    return hash;
  }

  @Override
  public final String toString() {
    return name + "=" + shape();
  }
}
