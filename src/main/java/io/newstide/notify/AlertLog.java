package io.newstide.notify;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of {@code alerts.v1} as one channel reads them, and its memory of them. Not safe for use
 * by several threads.
 */
public interface AlertLog extends AutoCloseable {

  /**
   * A row and where it stands.
   *
   * @param value its bytes
   */
  record Placed(int partition, long offset, byte[] value) {}

  /** What is noted, by name, as committed. */
  Map<String, byte[]> notes();

  /**
   * Rows that have not been taken, possibly none.
   *
   * @param wait how long to wait for the first
   */
  List<Placed> poll(Duration wait);

  /** Whether all that was there when this was opened has been polled. */
  boolean caughtUp();

  /**
   * Makes notes, and takes the rows polled so far: both at once or neither.
   *
   * @param changes notes by name; empty to forget one
   * @throws TakenOverException if another process tells this channel's alerts by now
   */
  void commit(Map<String, Optional<byte[]>> changes);

  @Override
  void close();
}
