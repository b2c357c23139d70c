package io.newstide.kafka;

/**
 * What became of a control record.
 *
 * @param requestId of the record
 * @param kind what was to be changed
 * @param id which
 * @param accepted whether the change takes effect
 * @param reason why not; of an accepted change a remark, or empty
 * @param version of the definition that is in effect; empty if there is none
 * @param checkpoint the checkpoint at whose barrier the change takes effect; 0 for one that does
 *     not, or takes effect at the end of a bounded run
 */
public record ControlAck(
    String requestId,
    ControlRecord.Kind kind,
    String id,
    boolean accepted,
    String reason,
    String version,
    long checkpoint) {}
