package io.newstide.kafka;

import java.util.Optional;

/**
 * What became of a control record. The acknowledgements of all changes together say what is in
 * effect, whatever became of the records that asked for them: those are compacted.
 *
 * @param requestId of the record
 * @param kind what was to be changed
 * @param id which
 * @param accepted whether the change takes effect
 * @param reason why not; of an accepted change a remark, or empty
 * @param version of the definition that is in effect; empty if there is none
 * @param checkpoint the checkpoint at whose barrier the change takes effect; 0 for one that does
 *     not, or takes effect at the end of a bounded run
 * @param removed whether it is gone now
 * @param paused whether it is there without being reported
 * @param definition what is in effect from then on, JSON as in a control record; of what is removed
 *     what was; absent where nothing was changed, and in rows of older versions
 */
public record ControlAck(
    String requestId,
    ControlRecord.Kind kind,
    String id,
    boolean accepted,
    String reason,
    String version,
    long checkpoint,
    boolean removed,
    boolean paused,
    Optional<String> definition) {

  /** One that changes nothing: a refusal, or what a look-back came to. */
  public static ControlAck ofNoChange(
      String requestId,
      ControlRecord.Kind kind,
      String id,
      boolean accepted,
      String reason,
      String version,
      long checkpoint) {
    return new ControlAck(
        requestId, kind, id, accepted, reason, version, checkpoint, false, false, Optional.empty());
  }
}
