package io.newstide.language.words;

import com.hankcs.hanlp.dictionary.CoreBiGramTableDictionary;

/**
 * How often HanLP's corpus has one word right behind another: HanLP's own table, which is searched
 * by halves, laid out as a hash table with linear probing. Most pairs of a text are not in it; a
 * table of bits that stays in the processor's own memory spares the look for nine of ten of those.
 *
 * <p>Immutable and safe for use by many threads.
 */
final class WordPairs {

  private static final int BITS_OF_ID = 20;
  private static final int BITS_OF_TIMES = Long.SIZE - 2 * BITS_OF_ID;
  private static final int MOST_TIMES = (1 << BITS_OF_TIMES) - 1;

  private static final WordPairs SHIPPED = of(table("start"), table("pair"));

  /** A pair and how often it occurs in one long; 0 for none. */
  private final long[] slots;

  private final long[] bits;
  private final int slotShift;
  private final int bitShift;

  private WordPairs(int pairs) {
    var sizeBits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(32, pairs));
    slots = new long[1 << (sizeBits + 1)];
    slotShift = Long.SIZE - sizeBits - 1;
    bits = new long[slots.length / 16];
    bitShift = slotShift - 2;
  }

  /** Those of HanLP's dictionary, after {@link HanlpData#check}. */
  static WordPairs ofHanlp() {
    return SHIPPED;
  }

  private static int[] table(String name) {
    try {
      var field = CoreBiGramTableDictionary.class.getDeclaredField(name);
      field.setAccessible(true);
      return (int[]) field.get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("HanLP's table of word pairs is not the one known", e);
    }
  }

  /**
   * Lays out pairs.
   *
   * @param start for each word the number of its first pair, and one more entry for their end
   * @param pair for each pair the word behind and how often it occurs, over 0
   * @throws IllegalStateException for a dictionary of over a million words
   */
  static WordPairs of(int[] start, int[] pair) {
    if (start.length >>> BITS_OF_ID != 0) {
      throw new IllegalStateException("a dictionary of " + start.length + " words");
    }
    var pairs = new WordPairs(pair.length / 2);
    for (var before = 0; before < start.length - 1; before++) {
      for (var i = start[before]; i < start[before + 1]; i++) {
        pairs.put(key(before, pair[2 * i]), Math.min(MOST_TIMES, pair[2 * i + 1]));
      }
    }
    return pairs;
  }

  /**
   * How often one word stands right behind another, sixteen million times at most; 0 for a pair
   * that never does.
   *
   * @param before a word by its number in HanLP's dictionary
   * @param behind the one behind it
   */
  int times(int before, int behind) {
    var key = key(before, behind);
    var hash = hash(key);
    var bit = hash >>> bitShift;
    if ((bits[(int) (bit >>> 6)] >>> bit & 1) == 0) {
      return 0;
    }
    for (var slot = (int) (hash >>> slotShift); ; slot = (slot + 1) & (slots.length - 1)) {
      var found = slots[slot];
      if (found >>> BITS_OF_TIMES == key) {
        return (int) found & MOST_TIMES;
      }
      if (found == 0) {
        return 0;
      }
    }
  }

  private void put(long key, int times) {
    var hash = hash(key);
    var bit = hash >>> bitShift;
    bits[(int) (bit >>> 6)] |= 1L << bit;
    var slot = (int) (hash >>> slotShift);
    while (slots[slot] != 0) {
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = key << BITS_OF_TIMES | times;
  }

  private static long key(int before, int behind) {
    return (long) before << BITS_OF_ID | behind;
  }

  private static long hash(long key) {
    return key * 0x9E3779B97F4A7C15L;
  }
}
