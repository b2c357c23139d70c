package io.newstide.trend;

import java.io.Serializable;
import java.time.Duration;
import java.time.ZoneId;

/**
 * How an expected count is computed. The defaults come from the search in {@code
 * docs/alerts-tuning.md}.
 *
 * @param zone the zone whose hours and weekdays are habits
 * @param slice the length of a slice
 * @param baseline how much history a count is compared with
 * @param minHistory the history below which there is no score, and below which a source is new
 * @param lag how long before the moment of decision the baseline ends, so that what is rising does
 *     not raise its own expectation
 * @param unseen stories added to what the baseline holds of a subject: what is unknown of a subject
 *     that was hardly ever seen. From above 0
 * @param habit stories by which a source's, hour's or weekday's own habit has to differ to be
 *     believed by half. From above 0
 * @param clustering the variance of counts in short windows as a multiple of their mean: one event
 *     makes several stories. From 1
 * @param swing the squared coefficient of variation of a subject's rate from day to day, before its
 *     baseline says otherwise. From 0
 * @param kept how long hours are kept at least: windows longer than a quarter of the baseline are
 *     compared with more history
 */
public record BaselineSettings(
    ZoneId zone,
    Duration slice,
    Duration baseline,
    Duration minHistory,
    Duration lag,
    double unseen,
    double habit,
    double clustering,
    double swing,
    Duration kept)
    implements Serializable {

  /** The defaults of everything that the job file does not set. */
  public static BaselineSettings of(
      ZoneId zone, Duration slice, Duration baseline, Duration minHistory) {
    return new BaselineSettings(
        zone, slice, baseline, minHistory, Duration.ofDays(3), 1, 10, 1.3, 0.2, Duration.ZERO);
  }

  /** The same, with hours kept for so long at least. */
  public BaselineSettings keeping(Duration longer) {
    return new BaselineSettings(
        zone, slice, baseline, minHistory, lag, unseen, habit, clustering, swing, longer);
  }

  /** How much history a window of some length is compared with: the baseline, or four of it. */
  public Duration lengthFor(Duration window) {
    Duration four = window.multipliedBy(4);
    return four.compareTo(baseline) > 0 ? four : baseline;
  }

  public BaselineSettings {
    if (!(unseen > 0) || !(habit > 0) || !(clustering >= 1) || !(swing >= 0)) {
      throw new IllegalArgumentException(
          "unseen %s and habit %s are above 0, clustering %s is at least 1, swing %s at least 0"
              .formatted(unseen, habit, clustering, swing));
    }
  }
}
