package io.newstide.duplicate;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What {@link Stories} remembers, and its alarm clock. All values are immutable. */
public interface StoryStore {

  /**
   * The first article of a story.
   *
   * @param publishedAt when it was published, epoch milliseconds
   * @param expiry the event time from which it is forgotten
   * @param settled whether it will stay the first
   * @param signature its text
   * @param withoutRoom the fingerprints of it that do not lead to it, because they lead to so many
   *     others: seldom any
   */
  record First(
      long publishedAt,
      long expiry,
      boolean settled,
      Signature signature,
      Set<Integer> withoutRoom) {

    public First {
      withoutRoom = Set.copyOf(withoutRoom);
    }
  }

  /**
   * An article whose story is not settled yet.
   *
   * @param article the article
   * @param storyId the story it was told to be
   */
  record Pending(SignedArticle article, String storyId) {}

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
