package io.newstide.job;

import io.newstide.article.Article;
import java.time.Duration;

/**
 * An article that counts.
 *
 * @param article the article
 * @param lateBy how far it came behind the allowed lateness; zero if in time
 * @param sealed what event time had reached when it came, epoch milliseconds
 */
record Counted(Article article, Duration lateBy, long sealed) {

  /** What event time has reached when all up to a moment has come. */
  static long reached(long sealed) {
    return sealed == Long.MAX_VALUE || sealed == Long.MIN_VALUE ? sealed : sealed + 1;
  }
}
