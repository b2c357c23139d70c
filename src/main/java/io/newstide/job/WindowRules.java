package io.newstide.job;

import io.newstide.window.Slicing;
import io.newstide.window.WindowDefinition;
import io.newstide.window.WindowShape;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;

/** What a window must be so that a deployment can report it. */
record WindowRules(Slicing slicing, Duration retention, Duration lateness, Duration baseline)
    implements Serializable {

  /** A score wants to be compared with at least so many windows. */
  private static final int LEAST_WINDOWS = 4;

  static WindowRules of(JobSettings settings, Slicing slicing) {
    return new WindowRules(
        slicing,
        settings.time().retention(),
        settings.time().allowedLateness(),
        settings.trends().baseline());
  }

  /**
   * The window that someone described.
   *
   * @throws IllegalArgumentException whose message says what is wrong and what would be right
   */
  WindowDefinition window(JobSettings.Window written) {
    if (written.gap().isPresent()) {
      if (written.size().isPresent() || written.slide().isPresent() || written.step().isPresent()) {
        throw new IllegalArgumentException(
            "a session has a gap and no size, slide or step: give the one or the others to '%s'"
                .formatted(written.name()));
      }
      return kept(WindowShape.session(written.name(), written.gap().get(), slicing));
    }
    if (written.size().isEmpty()) {
      throw new IllegalArgumentException(
          "give '%s' a size (P1D, PT3H), or a gap (PT6H) for a session".formatted(written.name()));
    }
    return kept(
        WindowShape.window(
            written.name(), written.size().get(), written.slide(), written.step(), slicing));
  }

  /** The window of a shape in one word, see {@link WindowShape#parse}. */
  WindowDefinition window(String name, String shape) {
    return kept(WindowShape.parse(name, shape, slicing));
  }

  private WindowDefinition kept(WindowDefinition window) {
    if (window.longest().compareTo(retention) > 0) {
      throw new IllegalArgumentException(
          "'%s' is longer than time.retention, %s, for which slices are kept"
              .formatted(window, retention));
    }
    return window;
  }

  /** Why a window has no score, if it has none: it needs more slices than are kept. */
  Optional<String> withoutScore(WindowDefinition window) {
    Duration size = window.longest();
    Duration least = size.multipliedBy(LEAST_WINDOWS);
    Duration needed = size.plus(baseline.compareTo(least) > 0 ? baseline : least).plus(lateness);
    return needed.compareTo(retention) <= 0
        ? Optional.empty()
        : Optional.of(
            "reported without a score: that would take slices of %d days (size, baseline, lateness), time.retention is %d"
                .formatted(needed.plusDays(1).minusNanos(1).toDays(), retention.toDays()));
  }
}
