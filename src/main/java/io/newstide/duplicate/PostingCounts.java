package io.newstide.duplicate;

import io.newstide.duplicate.StoryStore.Posting;
import java.util.Arrays;
import java.util.function.ObjIntConsumer;

/** How often each posting was met. Not safe for use by several threads. */
final class PostingCounts {

  private Posting[] postings = new Posting[64];
  private int[] counts = new int[64];
  private int distinct;

  /** A hash table of the places above, each one more than it is; 0 where there is none. */
  private int[] table = new int[128];

  /** Counts one more. */
  void add(Posting posting) {
    int slot = slot(posting);
    if (table[slot] == 0) {
      if (distinct == postings.length) {
        grow();
        slot = slot(posting);
      }
      postings[distinct++] = posting;
      table[slot] = distinct;
    }
    counts[table[slot] - 1]++;
  }

  /** Gives each posting with its count, in the order in which they were met first. */
  void forEach(ObjIntConsumer<Posting> each) {
    for (int i = 0; i < distinct; i++) {
      each.accept(postings[i], counts[i]);
    }
  }

  /** First by its numbers, which are at hand; where another stands, by its story's id. */
  private int slot(Posting posting) {
    int slot = slot(Long.hashCode(posting.publishedAt()) + posting.fingerprints());
    if (isFor(slot, posting)) {
      return slot;
    }
    slot = slot(posting.storyId().hashCode());
    while (!isFor(slot, posting)) {
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }

  private int slot(int hash) {
    int mixed = hash * 0x9E3779B9;
    return (mixed ^ mixed >>> 16) & (table.length - 1);
  }

  private boolean isFor(int slot, Posting posting) {
    return table[slot] == 0 || postings[table[slot] - 1].equals(posting);
  }

  private void grow() {
    postings = Arrays.copyOf(postings, 2 * distinct);
    counts = Arrays.copyOf(counts, 2 * distinct);
    table = new int[2 * table.length];
    for (int i = 0; i < distinct; i++) {
      table[slot(postings[i])] = i + 1;
    }
  }
}
