package io.newstide.topic;

import io.newstide.language.words.Normaliser;
import java.util.Arrays;

/**
 * Text without the white space that print and extraction leave in it: a line break in the middle of
 * a Chinese word is nothing, one between Latin words is one space.
 *
 * @param text the text
 * @param at for each offset of the text it came from, and for its end, the offset in this text
 */
record DenseText(String text, int[] at) {

  /** The dense form of a text in its normal form. */
  static DenseText read(String normal) {
    int[] at = new int[normal.length() + 1];
    char[] chars = new char[normal.length()];
    int length = 0;
    for (int i = 0; i < normal.length(); i++) {
      at[i] = length;
      char c = normal.charAt(i);
      if (c > ' ' && !Character.isWhitespace(c)) {
        if (i > 0
            && at[i] > 0
            && normal.charAt(i - 1) <= ' '
            && isLatin(c)
            && isLatin(chars[length - 1])) {
          chars[length++] = ' ';
          at[i] = length;
        }
        chars[length++] = c;
      }
    }
    at[normal.length()] = length;
    return new DenseText(new String(chars, 0, length), at);
  }

  /** The offset, in the text it came from, of the character at a place of this text. */
  int given(int place) {
    int low = 0;
    int high = at.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (at[middle] <= place) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** The dense normal form of a text. */
  static String of(String text) {
    return read(Normaliser.normalise(text)).text();
  }

  /** Whether a character is part of a word between spaces. */
  static boolean isLatin(char c) {
    return c < 0x250 && Character.isLetterOrDigit(c);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DenseText that && text.equals(that.text) && Arrays.equals(at, that.at);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
