package io.newstide.window;

/**
 * What one slice holds of one subject, or what is to be added to it.
 *
 * @param subject the subject
 * @param slice the slice
 * @param day whether it is the slice of articles dated to the day
 * @param tally what was counted
 */
public record SubjectSlice(Subject subject, Span slice, boolean day, Tally tally) {}
