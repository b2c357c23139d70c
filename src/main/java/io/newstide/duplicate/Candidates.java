package io.newstide.duplicate;

import io.newstide.article.CodePointOrder;
import java.util.Objects;

/**
 * The stories that an article is compared with: those that share most fingerprints with it; of
 * those that share as many, the ones published last, which copies follow soonest; of these by id.
 * Which they are does not depend on the order in which they are offered. Not safe for use by
 * several threads.
 */
final class Candidates {

  /** How many at most. */
  static final int MOST = 32;

  private final PostingTable stories;
  private final int[] numbers = new int[MOST];
  private final int[] shared = new int[MOST];
  private int size;
  private String except = "";

  /**
   * None yet.
   *
   * @param stories what is known of a story by its number
   */
  Candidates(PostingTable stories) {
    this.stories = stories;
  }

  /**
   * Begins anew.
   *
   * @param storyId the one that is no candidate, whatever it shares
   */
  void allBut(String storyId) {
    size = 0;
    except = Objects.requireNonNull(storyId, "storyId");
  }

  /** How many there are. */
  int size() {
    return size;
  }

  /** The number of one of them, the first of which shares most. */
  int number(int place) {
    return numbers[place];
  }

  /** Takes one more, if it is one of the first. Each once. */
  void offer(int number, int count) {
    if ((size == MOST && !isBefore(number, count, MOST - 1))
        || stories.storyId(number).equals(except)) {
      return;
    }
    int place = size == MOST ? MOST - 1 : size++;
    for (; place > 0 && isBefore(number, count, place - 1); place--) {
      numbers[place] = numbers[place - 1];
      shared[place] = shared[place - 1];
    }
    numbers[place] = number;
    shared[place] = count;
  }

  private boolean isBefore(int number, int count, int place) {
    int other = numbers[place];
    if (count != shared[place]) {
      return count > shared[place];
    }
    if (stories.publishedAt(number) != stories.publishedAt(other)) {
      return stories.publishedAt(number) > stories.publishedAt(other);
    }
    return CodePointOrder.CODE_POINTS.compare(stories.storyId(number), stories.storyId(other)) < 0;
  }
}
