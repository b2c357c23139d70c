package io.newstide.duplicate;

/**
 * A story that fingerprints lead to.
 *
 * @param storyId the story, whose first article has them
 * @param publishedAt when that article was published, epoch milliseconds
 * @param fingerprints how many fingerprints it has
 * @param expiry the event time from which the story is forgotten
 */
public record Posting(String storyId, long publishedAt, int fingerprints, long expiry) {}
