package io.newstide.duplicate;

/**
 * Which story an article tells.
 *
 * @param articleId the article
 * @param storyId the id of the first article of the story, which may be the article itself
 * @param settled whether this is the last word
 */
public record StoryDecision(String articleId, String storyId, boolean settled) {}
