package io.newstide.trend;

import io.newstide.window.Span;
import java.util.Arrays;
import java.util.List;

/**
 * What is expected of one subject, from its share of all stories in the past. Immutable.
 *
 * <p>With k stories of the subject and n of all in a cell (one hour of one source), K and N their
 * sums over the baseline, days weighted by w:
 *
 * <pre>
 *   share     p = (K + unseen) / N
 *   factor    f = (K_x + habit) / (E_x + habit)    of a source, hour of the day or weekday x,
 *                                                   E_x the stories expected there without it
 *   expected  μ = Σ n · p · f_source · f_hour · f_weekday     over the cells of the window
 *   variance    = clustering · μ + μ² · (swing + 1 / (K + unseen))
 * </pre>
 *
 * <p>The expectation is an indirect standardisation, as of death rates by age, and the factors are
 * its shrunken ratios (D. Clayton and J. Kaldor, <i>Empirical Bayes Estimates of Age-Standardized
 * Relative Risks</i>, Biometrics 43, 1987); because shares and not counts are compared, hour by
 * hour and source by source, a source that stops is no falling topic. The last term of the variance
 * is that of the share itself, known from K stories only: a short history makes for low scores, not
 * for wrong ones. The swing is estimated by moments from the days of the baseline, with a prior.
 *
 * <p>Past bursts weigh less, as in C. P. Farrington and others, <i>A Statistical Algorithm for the
 * Early Detection of Outbreaks of Infectious Disease</i> (J. R. Statist. Soc. A 159, 1996), with
 * the limit of A. Noufaily and others (Statistics in Medicine 32, 2013): a day whose Anscombe
 * residual s exceeds 2.58 has the weight (2.58 / s)².
 */
final class Baseline {

  private static final double LIMIT = 2.58;
  private static final int ROUNDS = 3;

  /** Days' expectations that the prior of the swing is worth. */
  private static final double PRIOR = 10;

  private static final double LEAST_SWING = 0.05;

  private final BaselineSettings settings;
  private final Exposure total;
  private final double[] bySource;
  private final double[] byHour = new double[Exposure.HOURS];
  private final double[] byWeekday = new double[7];
  private final double[] weights;
  private final int sourcesWanted;
  private double seen;
  private double share;
  private double swing;

  /** Compares a subject's past with everybody's. */
  static Baseline of(
      BaselineSettings settings, Exposure total, List<HourCount> subject, Span span) {
    return new Baseline(
        settings, total, Exposure.cells(subject, total.strata(), span, settings.zone()));
  }

  private Baseline(BaselineSettings settings, Exposure total, int[] subject) {
    this.settings = settings;
    this.total = total;
    this.bySource = new double[total.strata().size()];
    this.weights = new double[total.days()];
    Arrays.fill(weights, 1);
    Arrays.fill(bySource, 1);
    Arrays.fill(byHour, 1);
    Arrays.fill(byWeekday, 1);
    sourcesWanted = total.sourcesWanted();
    swing = settings.swing();
    double[] counted = new double[weights.length];
    for (int i = 0; i < subject.length; i += Exposure.WIDTH) {
      counted[subject[i + Exposure.DAY]] += subject[i + Exposure.STORIES];
    }
    double[] expected = new double[0];
    for (int round = 0; round < ROUNDS; round++) {
      share(counted);
      sources(subject);
      expected = byDay();
      for (int day = 0; day < weights.length; day++) {
        weights[day] = weight(counted[day], expected[day]);
      }
    }
    share(counted);
    habits(subject);
    swing = swing(counted, expected);
  }

  private void share(double[] counted) {
    double all = 0;
    seen = 0;
    for (int day = 0; day < weights.length; day++) {
      seen += weights[day] * counted[day];
      long stories = 0;
      for (int source = 0; source < bySource.length; source++) {
        stories += total.bySource()[day * bySource.length + source];
      }
      all += weights[day] * stories;
    }
    share = all > 0 ? (seen + settings.unseen()) / all : 0;
  }

  /** What is expected of each day. */
  private double[] byDay() {
    double[] days = new double[weights.length];
    for (int day = 0; day < days.length; day++) {
      for (int source = 0; source < bySource.length; source++) {
        days[day] += total.bySource()[day * bySource.length + source] * share * bySource[source];
      }
    }
    return days;
  }

  private void sources(int[] subject) {
    double[] expected = new double[bySource.length];
    for (int day = 0; day < weights.length; day++) {
      for (int source = 0; source < expected.length; source++) {
        expected[source] += weights[day] * total.bySource()[day * expected.length + source] * share;
      }
    }
    factors(bySource, counted(expected.length, Exposure.STRATUM, subject), expected);
  }

  private void habits(int[] subject) {
    double[] hours = new double[byHour.length];
    double[] weekdays = new double[byWeekday.length];
    int[] cells = total.cells();
    for (int i = 0; i < cells.length; i += Exposure.WIDTH) {
      double stories =
          weights[cells[i + Exposure.DAY]]
              * cells[i + Exposure.STORIES]
              * share
              * bySource[cells[i + Exposure.STRATUM]];
      hours[cells[i + Exposure.HOUR]] += stories;
      weekdays[cells[i + Exposure.WEEKDAY]] += stories;
    }
    factors(byHour, counted(hours.length, Exposure.HOUR, subject), hours);
    factors(byWeekday, counted(weekdays.length, Exposure.WEEKDAY, subject), weekdays);
  }

  private double[] counted(int factors, int of, int[] subject) {
    double[] counted = new double[factors];
    for (int i = 0; i < subject.length; i += Exposure.WIDTH) {
      counted[subject[i + of]] +=
          weights[subject[i + Exposure.DAY]] * subject[i + Exposure.STORIES];
    }
    return counted;
  }

  private void factors(double[] factors, double[] counted, double[] expected) {
    for (int i = 0; i < factors.length; i++) {
      factors[i] = (counted[i] + settings.habit()) / (expected[i] + settings.habit());
    }
  }

  /** Farrington's weight, from the residual of Anscombe for counts wider than Poisson's. */
  private double weight(double counted, double expected) {
    if (counted <= expected || expected == 0) {
      return 1;
    }
    double dispersion = settings.clustering() + settings.swing() * expected;
    double residual =
        1.5
            / Math.sqrt(dispersion)
            * (Math.cbrt(counted * counted) - Math.cbrt(expected * expected))
            / Math.pow(expected, 1.0 / 6);
    return residual > LIMIT ? LIMIT * LIMIT / (residual * residual) : 1;
  }

  private double swing(double[] counted, double[] expected) {
    double excess = PRIOR * settings.swing();
    double squares = PRIOR;
    for (int day = 0; day < counted.length; day++) {
      double difference = counted[day] - expected[day];
      excess += weights[day] * (difference * difference - settings.clustering() * expected[day]);
      squares += weights[day] * expected[day] * expected[day];
    }
    return Math.max(LEAST_SWING, excess / squares);
  }

  /** As {@link Exposure#sourcesWanted()} says of the past. */
  int sourcesWanted() {
    return sourcesWanted;
  }

  /**
   * The distribution of the subject's stories in a window.
   *
   * @param window all stories in it
   */
  NegativeBinomial expect(Exposure window) {
    return around(mean(window));
  }

  /**
   * The same where the window holds more stories than all of them.
   *
   * @param more further stories, of no source
   * @param from when they began, epoch milliseconds
   */
  NegativeBinomial expect(Exposure window, long more, long from) {
    return around(
        mean(window)
            + more
                * share
                * byHour[Exposure.hour(from, settings.zone())]
                * byWeekday[Exposure.weekday(from, settings.zone())]);
  }

  /**
   * What is expected in a window. Summed up hour by hour, so that the sums of hours give the same,
   * to the last bit, whoever adds them up.
   */
  double mean(Exposure window) {
    double[] sources = new double[window.strata().size()];
    window
        .strata()
        .forEach(
            (stratum, number) -> {
              Integer known = total.strata().get(stratum);
              sources[number] = known == null ? 1 : bySource[known];
            });
    double mean = 0;
    double inHour = 0;
    int[] cells = window.cells();
    for (int i = 0; i < cells.length; i += Exposure.WIDTH) {
      if (i > 0 && cells[i + Exposure.AT] != cells[i + Exposure.AT - Exposure.WIDTH]) {
        mean += inHour;
        inHour = 0;
      }
      inHour +=
          cells[i + Exposure.STORIES]
              * share
              * sources[cells[i + Exposure.STRATUM]]
              * byHour[cells[i + Exposure.HOUR]]
              * byWeekday[cells[i + Exposure.WEEKDAY]];
    }
    return mean + inHour;
  }

  /** The distribution around a mean. */
  NegativeBinomial around(double mean) {
    double spread = swing + 1 / (seen + settings.unseen());
    return NegativeBinomial.of(mean, settings.clustering() * mean + mean * mean * spread);
  }
}
