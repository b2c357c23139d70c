package io.newstide.trend;

/**
 * Stories of one source that began in one hour.
 *
 * @param hour its beginning, epoch milliseconds
 * @param stratum the source
 * @param stories how many
 */
public record HourCount(long hour, Stratum stratum, int stories) {}
