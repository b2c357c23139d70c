package io.newstide.report;

import io.newstide.job.Tried;
import io.newstide.window.WindowDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A window under settings, and what came of it.
 *
 * @param window the window
 * @param tried the settings beside it
 * @param present whether the job has both
 * @param delay how late results are; empty for a session
 * @param lost the articles too late for every window
 * @param revised the window's spans that a late article corrected
 * @param alerts how many alerts were opened
 * @param alertsPerWeek the same by week
 * @param lags for each burst how long after its beginning it was an alert; empty for never
 * @param rows how many rows of the window were written
 * @param state the job's state, bytes
 */
record TuneRow(
    WindowDefinition window,
    Tried tried,
    boolean present,
    Optional<RunRows.Delay> delay,
    RunRows.Share lost,
    RunRows.Share revised,
    int alerts,
    double alertsPerWeek,
    List<OptionalLong> lags,
    long rows,
    long state) {

  /** So much may be lost by what is recommended. */
  private static final double MAY_BE_LOST = 0.01;

  TuneRow {
    lags = List.copyOf(lags);
  }

  boolean losesLittle() {
    return lost.value() <= MAY_BE_LOST;
  }

  long missed() {
    return lags.stream().filter(OptionalLong::isEmpty).count();
  }

  /** Milliseconds, of those bursts that were found. */
  double meanLag() {
    return lags.stream()
        .filter(OptionalLong::isPresent)
        .mapToLong(OptionalLong::getAsLong)
        .average()
        .orElse(0);
  }

  /** What should be small. Without bursts nobody can say whether many alerts are good or bad. */
  private List<Double> costs() {
    List<Double> costs = new ArrayList<>();
    costs.add(delay.map(known -> (double) known.p95()).orElse(Double.POSITIVE_INFINITY));
    costs.add(lost.value());
    costs.add(revised.value());
    // Each by itself: a mean would look the better for the slow ones that are missed.
    lags.forEach(
        lag -> costs.add(lag.isPresent() ? (double) lag.getAsLong() : Double.POSITIVE_INFINITY));
    if (!lags.isEmpty()) {
      costs.add(alertsPerWeek);
    }
    return costs;
  }

  /** Whether this is nowhere worse than another and somewhere better. */
  boolean dominates(TuneRow other) {
    List<Double> mine = costs();
    List<Double> theirs = other.costs();
    boolean better = false;
    for (int i = 0; i < mine.size(); i++) {
      if (mine.get(i) > theirs.get(i)) {
        return false;
      }
      better |= mine.get(i) < theirs.get(i);
    }
    return better;
  }
}
