package io.newstide.kafka;

import java.util.Locale;
import java.util.Optional;

/**
 * A record of the control topic: a change to the running job that someone asks for.
 *
 * @param requestId comes back in the acknowledgement
 * @param kind what is to be changed
 * @param id which
 * @param removed whether it is to be taken away
 * @param paused whether it is to stay without being reported
 * @param definition JSON, as in the topic file or the job file; absent where it stays as it is
 * @param requestedBy who asks; empty if not said
 * @param wrong why the record cannot be read; empty if it can
 */
public record ControlRecord(
    String requestId,
    Kind kind,
    String id,
    boolean removed,
    boolean paused,
    Optional<String> definition,
    String requestedBy,
    String wrong) {

  /** What the control topic can change. */
  public enum Kind {
    TOPIC,
    WINDOW,
    LEXICON;

    /** Its name in keys and records. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
