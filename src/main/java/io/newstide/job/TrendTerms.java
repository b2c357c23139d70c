package io.newstide.job;

import io.newstide.trend.AlertSettings;
import io.newstide.trend.BaselineSettings;
import io.newstide.window.Slicing;
import java.io.Serializable;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

/**
 * How expectations and alerts are computed.
 *
 * @param baseline how an expected count is computed
 * @param alerts when an alert opens and closes
 * @param reach how long slices of the whole stream are kept: windows watched, and lateness
 */
record TrendTerms(BaselineSettings baseline, AlertSettings alerts, Duration reach)
    implements Serializable {

  /** Neither expectations nor alerts: windows alone. */
  static final TrendTerms NONE =
      new TrendTerms(
          BaselineSettings.of(ZoneOffset.UTC, Duration.ofHours(1), Duration.ZERO, Duration.ZERO),
          new AlertSettings(1, 1, List.of(), 0, Duration.ZERO, 1, Duration.ZERO),
          Duration.ZERO);

  boolean none() {
    return alerts.windows().isEmpty();
  }

  /** As a job file has them. */
  static TrendTerms of(JobSettings settings, Slicing slicing) {
    JobSettings.Trends trends = settings.trends();
    var alerts = AlertSettings.of(trends.minMentions(), trends.threshold());
    return new TrendTerms(
        BaselineSettings.of(slicing.zone(), slicing.slice(), trends.baseline(), trends.minHistory())
            .keeping(settings.time().retention().plus(Duration.ofHours(1))),
        alerts,
        alerts.reach().plus(settings.time().allowedLateness()));
  }
}
