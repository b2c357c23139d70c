package io.newstide.duplicate;

/**
 * Which story an article tells.
 *
 * @param articleId the article
 * @param sealed how far event time had come when it arrived, epoch milliseconds: tells apart the
 *     articles of one id, which can come again when it is forgotten
 * @param storyId the id of the first article of the story, which may be the article itself
 * @param settled whether this is the last word
 */
public record StoryDecision(String articleId, long sealed, String storyId, boolean settled) {}
