package io.newstide.window;

/** How final a row is. */
public enum Firing {
  /** The window is still open. */
  EARLY,
  /** The watermark passed the window's end. */
  ON_TIME,
  /** A correction within the allowed lateness. */
  LATE
}
