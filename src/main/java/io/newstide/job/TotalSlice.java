package io.newstide.job;

import io.newstide.window.SubjectSlice;

/**
 * How many articles and which stories a slice of the total holds.
 *
 * @param slice the slice; sealed by the watermark that was passed on before it
 */
record TotalSlice(SubjectSlice slice) implements Broadcast {}
