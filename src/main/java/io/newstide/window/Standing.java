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
  REMOVED
}
