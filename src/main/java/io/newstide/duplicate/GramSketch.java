package io.newstide.duplicate;

/**
 * Which shingles a text has, in {@value #BITS} bits: each shingle sets one, and several may set the
 * same. A bit that another text has not set stands for at least one shingle that is not in it. So
 * texts that share enough are never told apart by their sketches, and others nearly always are.
 * Immutable.
 */
final class GramSketch {

  private static final int BITS = 2048;

  /** Bits of a hash that choose none. */
  private static final int UNUSED = 64 - 11;

  private final long[] words = new long[BITS / Long.SIZE];
  private int shingles;

  GramSketch(String text) {
    GramIndex.each(text, (gram, at) -> add(gram));
  }

  private void add(long gram) {
    int bit = (int) (GramIndex.mixed(gram) >>> UNUSED);
    words[bit / Long.SIZE] |= 1L << bit;
    shingles++;
  }

  /** Whether the text has no shingle. */
  boolean isEmpty() {
    return shingles == 0;
  }

  /**
   * Whether so much of the distinct shingles of one text may be in the other, of the two in that
   * with more; symmetric.
   *
   * @param containment the part of them, over 0 up to 1
   */
  boolean mayShare(GramSketch other, double containment) {
    int here = 0;
    int there = 0;
    for (int i = 0; i < words.length; i++) {
      here += Long.bitCount(words[i] & ~other.words[i]);
      there += Long.bitCount(other.words[i] & ~words[i]);
    }
    return mayBePart(here, containment) || other.mayBePart(there, containment);
  }

  /** Repeated shingles count each time: where there are fewer, fewer still may be missing. */
  private boolean mayBePart(int missing, double containment) {
    return shingles - missing >= containment * shingles;
  }
}
