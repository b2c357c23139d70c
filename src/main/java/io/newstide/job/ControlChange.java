package io.newstide.job;

import io.newstide.kafka.ControlRecord;

/**
 * A change that was accepted, as it goes to every task. It takes effect when the barrier of its
 * checkpoint passes.
 *
 * @param kind what is changed
 * @param id which
 * @param checkpoint the checkpoint whose barrier it goes before; greater for a later change
 * @param removed whether it is taken away
 * @param paused whether it stays but is not reported
 * @param definition what it is now, in the form of its kind; of a window its shape
 */
record ControlChange(
    ControlRecord.Kind kind,
    String id,
    long checkpoint,
    boolean removed,
    boolean paused,
    String definition)
    implements Broadcast {}
