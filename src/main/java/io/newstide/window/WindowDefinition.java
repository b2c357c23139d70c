package io.newstide.window;

import java.io.Serializable;
import java.time.Duration;

/**
 * A window as the analyst named it: a sequence of spans over event time. Each definition has
 * exactly one span for each of its ends, and the spans' starts never run backwards. Immutable.
 */
public abstract sealed class WindowDefinition implements Serializable
    permits CalendarWindow, CumulativeWindow, DurationWindow {

  private static final long serialVersionUID = 1;

  private final String name;

  WindowDefinition(String name) {
    this.name = name;
  }

  /** The analyst's name for it. */
  public final String name() {
    return name;
  }

  /** The span with the smallest end after a moment (epoch milliseconds). */
  public abstract Span endingAfter(long moment);

  /** The span one size earlier, with which a span of this window is compared. */
  public abstract Span previous(Span span);

  /** The longest a span of it can be, in days of 24 hours where it counts days. */
  public abstract Duration longest();

  /** Whether it consists of whole local days, and so counts articles that are dated to the day. */
  public abstract boolean countsDays();

  /** Size and slide, step or gap in ISO-8601, as in {@code PT3H/PT1H}. */
  public abstract String shape();

  /** A short name for this very definition; two that differ in shape have different versions. */
  public final String version() {
    return Integer.toHexString(shape().hashCode());
  }

  @Override
  public final String toString() {
    return name + "=" + shape();
  }
}
