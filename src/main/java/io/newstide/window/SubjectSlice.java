package io.newstide.window;

/**
 * What one slice holds of one subject, or what is to be added to it.
 *
 * @param subject the subject
 * @param slice the slice
 * @param day whether it is the slice of articles dated to the day
 * @param sealed what event time had reached when it was counted, epoch milliseconds; of a slice
 *     that had ended by then it is a correction
 * @param tally what was counted
 */
public record SubjectSlice(Subject subject, Span slice, boolean day, long sealed, Tally tally) {

  /** One that was counted before its slice ended. */
  public SubjectSlice(Subject subject, Span slice, boolean day, Tally tally) {
    this(subject, slice, day, Long.MIN_VALUE, tally);
  }

  /** Whether the slice had ended when this was counted. */
  public boolean isCorrection() {
    return slice.end() <= sealed;
  }
}
