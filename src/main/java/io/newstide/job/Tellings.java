package io.newstide.job;

import io.newstide.trend.Telling;
import io.newstide.window.Evidence;
import io.newstide.window.Observation;
import io.newstide.window.Tally;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjIntConsumer;

/** What of a tally alerts need. */
final class Tellings {

  private Tellings() {}

  /**
   * Gives each article that is evidence, with how often it counts.
   *
   * @param shown whether the article itself is wanted, to show it
   */
  static void of(Tally tally, boolean shown, ObjIntConsumer<Telling> each) {
    Optional<List<Observation>> few = tally.few();
    if (few.isEmpty()) {
      tally
          .evidence()
          .forEach((article, count) -> each.accept(of(article, shown), Math.toIntExact(count)));
      return;
    }
    for (Observation observation : few.get()) {
      if (observation.isEvidence()) {
        each.accept(
            new Telling(
                observation.article().story(),
                observation.article().source(),
                shown ? observation.evidence() : Optional.empty()),
            1);
      }
    }
  }

  private static Telling of(Evidence article, boolean shown) {
    return new Telling(
        article.story(), article.source(), shown ? Optional.of(article) : Optional.empty());
  }
}
