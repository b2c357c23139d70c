package io.newstide.feed;

import java.time.Duration;
import java.util.Optional;

/** A source that cannot be read now. The message says why, in one line, without the address. */
public final class SourceException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient Optional<Duration> retryAfter;

  /** Trouble that may pass. */
  public SourceException(String message) {
    this(message, Optional.empty());
  }

  /** Trouble that may pass, with its cause. */
  public SourceException(String message, Throwable cause) {
    super(message, cause);
    this.retryAfter = Optional.empty();
  }

  /**
   * Trouble of which the source said how long it will last.
   *
   * @param retryAfter not to be asked before
   */
  public SourceException(String message, Optional<Duration> retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  /** How long the source wants to be left alone, if it said so. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
