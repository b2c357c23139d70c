package io.newstide.job;

import io.newstide.article.Article;
import java.time.Duration;

/**
 * An article that counts, and the story it tells.
 *
 * @param article the article
 * @param storyId the id of the first article that told the story
 * @param lateBy how far it came behind the allowed lateness; zero if in time
 */
record Told(Article article, String storyId, Duration lateBy) {}
