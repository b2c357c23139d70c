package io.newstide.duplicate;

/**
 * The distinct shingles of four characters of a text and where they stand. A shingle is its four
 * characters in one number, so nothing is ever taken for something else. None spans a line break.
 * Immutable.
 */
final class GramIndex {

  static final int LENGTH = 4;

  /** The place of a shingle that is not in the text. */
  static final int ABSENT = -1;

  /** The place of a shingle that stands in several places. */
  static final int REPEATED = -2;

  private final long[] grams;
  private final int[] places;
  private final int shift;
  private int distinct;

  GramIndex(String text) {
    int bits = 33 - Integer.numberOfLeadingZeros(Math.max(text.length(), 8));
    grams = new long[1 << bits];
    places = new int[1 << bits];
    shift = 64 - bits;
    each(text, this::add);
  }

  /** Takes one shingle of a text and where it begins. */
  interface Shingles {
    void take(long gram, int at);
  }

  /** Goes through the shingles of a text, repeated ones as often as they stand in it. */
  static void each(String text, Shingles shingles) {
    long gram = 0;
    int start = 0;
    for (int end = 0; end < text.length(); end++) {
      char c = text.charAt(end);
      gram = next(gram, c);
      if (c == '\n') {
        start = end + 1;
      } else if (end - start >= LENGTH - 1) {
        shingles.take(gram, end - LENGTH + 1);
      }
    }
  }

  private void add(long gram, int at) {
    int slot = slot(gram);
    if (grams[slot] == 0) {
      grams[slot] = gram;
      places[slot] = at;
      distinct++;
    } else {
      places[slot] = REPEATED;
    }
  }

  /** Four characters in one number; never 0, for no text has the character 0. */
  static long gram(String text, int at) {
    return (long) text.charAt(at) << 48
        | (long) text.charAt(at + 1) << 32
        | (long) text.charAt(at + 2) << 16
        | text.charAt(at + 3);
  }

  /** The shingle one character further on. */
  static long next(long gram, char c) {
    return gram << Character.SIZE | c;
  }

  /** A hash of a shingle whose upper bits depend on all of it (multiplicative, by Knuth). */
  static long mixed(long gram) {
    return gram * 0x9E3779B97F4A7C15L;
  }

  private int slot(long gram) {
    int slot = (int) (mixed(gram) >>> shift);
    while (grams[slot] != 0 && grams[slot] != gram) {
      slot = (slot + 1) & (grams.length - 1);
    }
    return slot;
  }

  int distinct() {
    return distinct;
  }

  /** Where the only occurrence of a shingle begins; {@link #ABSENT} or {@link #REPEATED}. */
  int place(long gram) {
    int slot = slot(gram);
    return grams[slot] == 0 ? ABSENT : places[slot];
  }

  /** How many shingles both have. */
  int common(GramIndex other) {
    if (distinct > other.distinct) {
      return other.common(this);
    }
    int common = 0;
    for (long gram : grams) {
      if (gram != 0 && other.place(gram) != ABSENT) {
        common++;
      }
    }
    return common;
  }
}
