package io.newstide.duplicate;

import java.util.Arrays;
import java.util.Objects;

/**
 * Which stories fingerprints lead to: pairs of a fingerprint and the number of a story, side by
 * side in one hash table, 8 bytes each at a load of a quarter to a half. What is removed leaves no
 * trace. Not safe for use by several threads.
 */
final class PostingTable {

  /** The number of a story that no fingerprint leads to. */
  static final int NONE = -1;

  private static final int[] NO_NUMBERS = {};

  /** In its upper half a fingerprint, in its lower one the number of a story and one; 0 is free. */
  private long[] pairs = new long[1024];

  private int size;

  // Of the stories by their numbers, a table each: what is asked of many of them at a time lies
  // side by side.
  private String[] storyIds = new String[256];
  private long[] publishedAt = new long[256];
  private long[] expiries = new long[256];
  private int[] fingerprints = new int[256];

  /** How many numbers were given out at most at a time. */
  private int numbers;

  /** Numbers below that which may be given out again. */
  private int[] free = new int[64];

  private int freed;

  /** What numbers are gathered in. */
  private int[] found = new int[64];

  /** How many pairs there are. */
  int size() {
    return size;
  }

  /** How many stories there are. */
  int stories() {
    return numbers - freed;
  }

  /** The story of a number. */
  String storyId(int number) {
    return storyIds[number];
  }

  /** When the first article of a story was published, epoch milliseconds. */
  long publishedAt(int number) {
    return publishedAt[number];
  }

  /** The event time from which a story is forgotten. */
  long expiry(int number) {
    return expiries[number];
  }

  /** How many fingerprints a story has, whether they lead to it or have no room. */
  int fingerprints(int number) {
    return fingerprints[number];
  }

  /** Takes up a story that no fingerprint leads to yet, and gives it a number. */
  int add(Posting story) {
    int number = freed > 0 ? free[--freed] : numbers++;
    if (number == storyIds.length) {
      storyIds = Arrays.copyOf(storyIds, 2 * number);
      publishedAt = Arrays.copyOf(publishedAt, 2 * number);
      expiries = Arrays.copyOf(expiries, 2 * number);
      fingerprints = Arrays.copyOf(fingerprints, 2 * number);
    }
    replace(number, story);
    return number;
  }

  /** Says something else of the story of a number. */
  void replace(int number, Posting story) {
    storyIds[number] = Objects.requireNonNull(story.storyId(), "storyId");
    publishedAt[number] = story.publishedAt();
    expiries[number] = story.expiry();
    fingerprints[number] = story.fingerprints();
  }

  /** Forgets the story of a number, to which no fingerprint may lead any more. */
  void remove(int number) {
    storyIds[number] = null;
    if (freed == free.length) {
      free = Arrays.copyOf(free, 2 * freed);
    }
    free[freed++] = number;
  }

  /**
   * By fingerprint, the numbers of the stories that it leads to, in any order. In a large table
   * each lies somewhere else, far from the processor: all places are looked at first, which it does
   * many at a time, and what lies there then.
   */
  int[][] get(int[] of) {
    long[] firsts = new long[of.length];
    for (int i = 0; i < of.length; i++) {
      firsts[i] = pairs[home(of[i])];
    }
    int[][] all = new int[of.length][];
    for (int i = 0; i < of.length; i++) {
      all[i] = firsts[i] == 0 ? NO_NUMBERS : get(of[i]);
    }
    return all;
  }

  /** The numbers of the stories that a fingerprint leads to, in any order. */
  int[] get(int fingerprint) {
    int count = 0;
    for (int slot = home(fingerprint); pairs[slot] != 0; slot = next(slot)) {
      if (fingerprint(pairs[slot]) == fingerprint) {
        if (count == found.length) {
          found = Arrays.copyOf(found, 2 * count);
        }
        found[count++] = number(pairs[slot]);
      }
    }
    return count == 0 ? NO_NUMBERS : Arrays.copyOf(found, count);
  }

  /** Has a fingerprint lead to the story of a number, or no longer. */
  void lead(int fingerprint, int number, boolean leads) {
    long pair = (long) fingerprint << Integer.SIZE | number + 1;
    int slot = home(fingerprint);
    while (pairs[slot] != 0 && pairs[slot] != pair) {
      slot = next(slot);
    }
    boolean there = pairs[slot] != 0;
    if (leads && !there) {
      pairs[slot] = pair;
      if (2 * ++size > pairs.length) {
        grow();
      }
    } else if (there && !leads) {
      size--;
      close(slot);
    }
  }

  private static int fingerprint(long pair) {
    return (int) (pair >>> Integer.SIZE);
  }

  private static int number(long pair) {
    return (int) pair - 1;
  }

  /** Lower bits: of the hashes a text is left with, the upper ones are those of the least. */
  private int home(int fingerprint) {
    return fingerprint & (pairs.length - 1);
  }

  private int next(int slot) {
    return (slot + 1) & (pairs.length - 1);
  }

  /** Empties a slot and fills the gap with what was pushed on by what stood there. */
  private void close(int slot) {
    int gap = slot;
    for (int at = next(gap); pairs[at] != 0; at = next(at)) {
      // How far it stands behind its home tells whether the gap lies between.
      if (distance(home(fingerprint(pairs[at])), at) >= distance(gap, at)) {
        pairs[gap] = pairs[at];
        gap = at;
      }
    }
    pairs[gap] = 0;
  }

  private int distance(int from, int to) {
    return (to - from) & (pairs.length - 1);
  }

  private void grow() {
    long[] before = pairs;
    pairs = new long[2 * before.length];
    for (long pair : before) {
      if (pair != 0) {
        int slot = home(fingerprint(pair));
        while (pairs[slot] != 0) {
          slot = next(slot);
        }
        pairs[slot] = pair;
      }
    }
  }
}
