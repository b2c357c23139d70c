package io.newstide.duplicate;

import java.util.Arrays;

/** How often the number of each story was met. Not safe for use by several threads. */
final class PostingCounts {

  private int[] numbers = new int[64];
  private int[] counts = new int[64];
  private int distinct;

  /** A hash table of the places above, each one more than it is; 0 where there is none. */
  private int[] table = new int[128];

  /** Takes a story's number and how often it was met. */
  interface Counts {
    void take(int number, int count);
  }

  /** As if nothing was counted. */
  void clear() {
    Arrays.fill(counts, 0, distinct, 0);
    Arrays.fill(table, 0);
    distinct = 0;
  }

  /** Counts one more. */
  void add(int number) {
    int slot = slot(number);
    if (table[slot] == 0) {
      if (distinct == numbers.length) {
        grow();
        slot = slot(number);
      }
      numbers[distinct++] = number;
      table[slot] = distinct;
    }
    counts[table[slot] - 1]++;
  }

  /** Gives each number with its count, in the order in which they were met first. */
  void forEach(Counts each) {
    for (int i = 0; i < distinct; i++) {
      each.take(numbers[i], counts[i]);
    }
  }

  private int slot(int number) {
    int mixed = number * 0x9E3779B9;
    int slot = (mixed ^ mixed >>> 16) & (table.length - 1);
    while (table[slot] != 0 && numbers[table[slot] - 1] != number) {
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }

  private void grow() {
    numbers = Arrays.copyOf(numbers, 2 * distinct);
    counts = Arrays.copyOf(counts, 2 * distinct);
    table = new int[2 * table.length];
    for (int i = 0; i < distinct; i++) {
      table[slot(numbers[i])] = i + 1;
    }
  }
}
