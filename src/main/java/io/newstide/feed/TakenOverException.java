package io.newstide.feed;

/** Another process reads this source now; this one must not go on with it. */
public final class TakenOverException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** A source was taken over. */
  public TakenOverException(String source, Throwable cause) {
    super(
        "%s: another feed of this deployment has taken the source over; one process may read it at a time"
            .formatted(source),
        cause);
  }
}
