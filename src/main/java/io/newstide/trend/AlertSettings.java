package io.newstide.trend;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * When an alert opens, grows and closes. The defaults come from the search in {@code
 * docs/alerts-tuning.md}.
 *
 * @param minMentions distinct stories below which nothing is a burst
 * @param threshold what a score must reach, in a window of a day. Shorter windows are looked at
 *     more often and must reach log10 of that more: so the threshold says how rare false alerts
 *     are, -log10 of their number a day and window
 * @param windows what is watched, each window at the end of every slice
 * @param hold the part of the threshold that keeps an episode open
 * @param quiet how long an episode must have been below that to close
 * @param growth by what factor the score must have grown since it was last told for an update
 * @param settles after how long an episode's own level becomes part of what is expected
 */
public record AlertSettings(
    int minMentions,
    double threshold,
    List<Watch> windows,
    double hold,
    Duration quiet,
    double growth,
    Duration settles)
    implements Serializable {

  /**
   * A window that is watched.
   *
   * @param name what the alert calls it
   * @param size its length, a multiple of the slice
   */
  public record Watch(String name, Duration size) implements Serializable {

    /**
     * log10 of how many such windows make a day, for those shorter than a day: by so much more must
     * a score exceed the threshold.
     */
    double surcharge() {
      return Math.max(0, Math.log10((double) Duration.ofDays(1).toMillis() / size.toMillis()));
    }
  }

  /** What is watched unless settings say otherwise. */
  public static final List<Watch> WINDOWS =
      List.of(
          new Watch("1h", Duration.ofHours(1)),
          new Watch("3h", Duration.ofHours(3)),
          new Watch("24h", Duration.ofHours(24)),
          new Watch("72h", Duration.ofHours(72)));

  public AlertSettings {
    windows = List.copyOf(windows);
  }

  /** The defaults of everything that the job file does not set. */
  public static AlertSettings of(int minMentions, double threshold) {
    return new AlertSettings(
        minMentions, threshold, WINDOWS, 0.5, Duration.ofHours(24), 2, Duration.ofDays(14));
  }

  /** The same with another threshold. */
  public AlertSettings withThreshold(double other) {
    return new AlertSettings(minMentions, other, windows, hold, quiet, growth, settles);
  }

  /** How far back the longest window reaches. */
  public Duration reach() {
    Duration reach = Duration.ZERO;
    for (Watch window : windows) {
      reach = window.size().compareTo(reach) > 0 ? window.size() : reach;
    }
    return reach;
  }
}
