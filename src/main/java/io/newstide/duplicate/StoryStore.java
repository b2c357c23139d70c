package io.newstide.duplicate;

import java.util.List;
import java.util.Optional;

/**
 * What {@link Stories} remembers, and its alarm clock. All values are immutable; a list that was
 * stored is not changed afterwards.
 */
public interface StoryStore {

  /**
   * Where a fingerprint occurs.
   *
   * @param storyId the story whose first article has it
   * @param publishedAt when that article was published, epoch milliseconds
   * @param fingerprints how many fingerprints it has
   * @param expiry the event time from which the story is forgotten
   */
  record Posting(String storyId, long publishedAt, int fingerprints, long expiry) {}

  /**
   * The first article of a story.
   *
   * @param publishedAt when it was published, epoch milliseconds
   * @param expiry the event time from which it is forgotten
   * @param settled whether it will stay the first
   * @param signature its text
   */
  record First(long publishedAt, long expiry, boolean settled, Signature signature) {}

  /**
   * An article whose story is not settled yet.
   *
   * @param article the article
   * @param storyId the story it was told to be
   */
  record Pending(SignedArticle article, String storyId) {}

  /** Where a fingerprint occurs; empty if nowhere. */
  List<Posting> postings(int fingerprint);

  /** Replaces where a fingerprint occurs. */
  void putPostings(int fingerprint, List<Posting> postings);

  /** The first article of a story. */
  Optional<First> first(String storyId);

  /** Adds or replaces the first article of a story. */
  void putFirst(String storyId, First first);

  /** Forgets the first article of a story. */
  void removeFirst(String storyId);

  /** The articles to be settled at a moment, in any order. */
  List<Pending> pending(long moment);

  /** Adds an article to be settled at a moment; {@link Stories#settle} is to be called then. */
  void addPending(long moment, Pending pending);

  /** Forgets the articles to be settled at a moment. */
  void removePending(long moment);

  /** Has {@link Stories#expire} called for a story when event time has reached a moment. */
  void expireAt(long moment, String storyId);
}
