package io.newstide.notify;

/** Where channels read their alerts. Safe for use by several threads. */
public interface AlertLogs {

  /**
   * Opens the log of a channel. Another process that has it open is shut out.
   *
   * @param channel the channel's name
   */
  AlertLog open(String channel);

  /** As {@link #open}, but nobody is shut out and nothing is remembered. */
  AlertLog look(String channel);
}
