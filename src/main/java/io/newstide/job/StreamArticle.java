package io.newstide.job;

import io.newstide.trend.WholeStream;

/**
 * What an article adds to the whole stream.
 *
 * @param article how it counts
 * @param count how many times; negative where it no longer does
 * @param sealed what event time had reached then, epoch milliseconds; of a slice that had ended by
 *     then it is a correction
 */
record StreamArticle(WholeStream.Article article, int count, long sealed) {

  boolean isCorrection() {
    return article.slice().end() <= sealed;
  }
}
