package io.newstide.window;

/** How a span of a window stands for a subject. */
public enum Standing {
  /** Event time is still in it. */
  OPEN,
  /** Event time has passed its end. */
  CLOSED,
  /** It is no longer a span of the window for the subject: its session grew, or joined another. */
  GONE,
  /** Its window is no longer there, for no subject. */
  REMOVED,
  /** Its lateness had ended before it changed: only a topic that looks back changes it then. */
  PAST,
  /** The same, of a window of whole days, which counts articles that are dated to the day. */
  PAST_DAYS;

  /** Whether its lateness had ended before it changed. */
  public boolean isPast() {
    return this == PAST || this == PAST_DAYS;
  }
}
