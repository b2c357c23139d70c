package io.newstide.trend;

import io.newstide.article.CodePointOrder;
import java.util.Comparator;

/**
 * What is compared only with itself: the articles of one source that are dated to the instant, or
 * those dated to the day.
 *
 * @param source who published them
 * @param day whether they are dated to the day
 */
public record Stratum(String source, boolean day) implements Comparable<Stratum> {

  private static final Comparator<Stratum> ORDER =
      Comparator.comparing(Stratum::source, CodePointOrder.CODE_POINTS).thenComparing(Stratum::day);

  /** By source, those dated to the instant first. Sums follow it, so that they are repeatable. */
  @Override
  public int compareTo(Stratum other) {
    return ORDER.compare(this, other);
  }
}
