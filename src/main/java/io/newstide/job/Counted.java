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
record Counted(Article article, Duration lateBy, long sealed) {}
