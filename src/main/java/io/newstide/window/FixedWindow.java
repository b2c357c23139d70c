package io.newstide.window;

/**
 * A window whose spans are the same for every subject. Each definition has exactly one span for
 * each of its ends, and the spans' starts never run backwards.
 */
public abstract sealed class FixedWindow extends WindowDefinition
    permits CalendarWindow, CumulativeWindow, DurationWindow {

  private static final long serialVersionUID = 1;

  FixedWindow(String name) {
    super(name);
  }

  /** The span with the smallest end after a moment (epoch milliseconds). */
  public abstract Span endingAfter(long moment);

  /**
   * Whether of its spans that are open at a time only the one that ends next is worth a provisional
   * row, because the others hold the same.
   */
  boolean growsByStep() {
    return false;
  }

  /**
   * How many of its spans hold a moment at most, of those that begin together one; many are held by
   * their subjects and not by {@link Contenders}.
   */
  int overlap() {
    return 1;
  }
}
