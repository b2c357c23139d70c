package io.newstide.notify;

/** Another process tells the alerts of a channel. */
public final class TakenOverException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** A channel was taken over. */
  public TakenOverException(String channel, Throwable cause) {
    super(
        "channel '%s': another process of this deployment tells its alerts now".formatted(channel),
        cause);
  }
}
