package io.newstide.job;

import io.newstide.trend.WholeStream;

/**
 * What became of the whole stream in one step of event time.
 *
 * @param mark the watermark that made the step
 * @param to up to where slices are complete, epoch milliseconds: behind the watermark, but never
 *     later than the end of the last slice of a stream that has ended
 * @param change the slices that ended, and what was corrected
 */
record TotalStep(long mark, long to, WholeStream.Change change) implements Broadcast {}
