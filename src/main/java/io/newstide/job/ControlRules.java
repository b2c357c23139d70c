package io.newstide.job;

import io.newstide.kafka.ControlRecord;

/**
 * Decides about one kind of change to the running job. {@link Coordinate} asks it for each record
 * in turn, and sends what was accepted to all tasks before the next barrier.
 */
interface ControlRules {

  /**
   * What was accepted.
   *
   * @param definition what is in effect then, in the form the tasks read
   * @param written the same as a control record has it, JSON
   * @param version its version, for rows and for the acknowledgement
   * @param remark what the one who asked should know; empty if nothing
   */
  record Accepted(String definition, String written, String version, String remark) {}

  /**
   * Accepts a change.
   *
   * @throws IllegalArgumentException whose message is the reason for rejection
   */
  Accepted accept(ControlRecord record);
}
