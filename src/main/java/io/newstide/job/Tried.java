package io.newstide.job;

import java.time.Duration;

/**
 * The settings, beside windows, that {@code tune} tries: those that decide when results come, what
 * comes too late for them, and when there is an alert.
 *
 * @param outOfOrderness {@code time.outOfOrderness}
 * @param allowedLateness {@code time.allowedLateness}
 * @param baseline {@code trends.baseline}
 * @param minHistory {@code trends.minHistory}
 * @param minMentions {@code trends.minMentions}
 * @param threshold {@code trends.threshold}
 */
public record Tried(
    Duration outOfOrderness,
    Duration allowedLateness,
    Duration baseline,
    Duration minHistory,
    int minMentions,
    double threshold) {

  /** The present ones of a deployment. */
  public static Tried of(JobFile job) {
    JobSettings.Time time = job.settings().time();
    JobSettings.Trends trends = job.settings().trends();
    return new Tried(
        time.outOfOrderness(),
        time.allowedLateness(),
        trends.baseline(),
        trends.minHistory(),
        trends.minMentions(),
        trends.threshold());
  }

  /** In how many settings two differ. */
  public int differences(Tried other) {
    return (outOfOrderness.equals(other.outOfOrderness) ? 0 : 1)
        + (allowedLateness.equals(other.allowedLateness) ? 0 : 1)
        + (baseline.equals(other.baseline) ? 0 : 1)
        + (minHistory.equals(other.minHistory) ? 0 : 1)
        + (minMentions == other.minMentions ? 0 : 1)
        + (threshold == other.threshold ? 0 : 1);
  }
}
