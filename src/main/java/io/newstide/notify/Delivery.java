package io.newstide.notify;

import java.time.Duration;
import java.util.Optional;

/** What became of a message that was sent. */
public sealed interface Delivery {

  /**
   * It was taken.
   *
   * @param remark what the operator should know even so, empty if nothing
   */
  record Delivered(String remark) implements Delivery {}

  /**
   * It was not taken now; it may be at another time.
   *
   * @param after how long the receiver wants to be left alone
   */
  record Later(String why, Optional<Duration> after) implements Delivery {}

  /** This message will never be taken; others may be. */
  record Refused(String why) implements Delivery {}

  /** No message will be taken until someone has put something right. */
  record Misconfigured(String why) implements Delivery {}
}
