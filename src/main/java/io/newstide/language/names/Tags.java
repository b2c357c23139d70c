package io.newstide.language.names;

import java.util.Arrays;

/**
 * What a character can be in a sentence: outside every name, or the beginning, middle or end of a
 * person, place or organisation, or one by itself.
 */
final class Tags {

  /** How many tags there are. */
  static final int COUNT = 13;

  /** Outside every name. */
  static final int OUTSIDE = 0;

  private static final int BEGIN = 0;
  private static final int MIDDLE = 1;
  private static final int END = 2;
  private static final int SINGLE = 3;

  /** By tag: those that may stand before it, within a sentence. */
  static final int[][] BEFORE = new int[COUNT][];

  /** Those a sentence may begin with. */
  static final int[] FIRST = {0, 1, 4, 5, 8, 9, 12};

  static {
    for (var tag = 0; tag < COUNT; tag++) {
      var legal = new int[COUNT];
      var size = 0;
      for (var before = 0; before < COUNT; before++) {
        if (canFollow(before, tag)) {
          legal[size++] = before;
        }
      }
      BEFORE[tag] = Arrays.copyOf(legal, size);
    }
  }

  private Tags() {}

  /** Writes the tags of a name. */
  static void mark(byte[] tags, int start, int end, NameType type) {
    for (var i = start; i < end; i++) {
      tags[i] = (byte) (1 + 4 * type.number() + part(i - start, end - start));
    }
  }

  /** Whether a character begins, continues or ends something, or is all of it. */
  static int part(int offset, int length) {
    if (length == 1) {
      return SINGLE;
    }
    return offset == 0 ? BEGIN : offset == length - 1 ? END : MIDDLE;
  }

  private static int part(int tag) {
    return (tag - 1) % 4;
  }

  /** Whether a name begins here, of one character or more. */
  static boolean begins(int tag) {
    return tag != OUTSIDE && (part(tag) == BEGIN || part(tag) == SINGLE);
  }

  /** Whether a name ends here. */
  static boolean ends(int tag) {
    return tag != OUTSIDE && (part(tag) == END || part(tag) == SINGLE);
  }

  /** What is named; undefined outside names. */
  static NameType type(int tag) {
    return NameType.of((tag - 1) / 4);
  }

  /** Whether a sentence may begin with a tag. */
  static boolean canBeFirst(int tag) {
    return tag == OUTSIDE || begins(tag);
  }

  /** Whether a sentence may end with a tag. */
  static boolean canBeLast(int tag) {
    return tag == OUTSIDE || ends(tag);
  }

  private static boolean canFollow(int before, int tag) {
    if (canBeLast(before)) {
      return canBeFirst(tag);
    }
    return !canBeFirst(tag) && (before - 1) / 4 == (tag - 1) / 4;
  }
}
