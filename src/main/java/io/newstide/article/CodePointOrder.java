package io.newstide.article;

import java.util.Comparator;

/**
 * The order of text by code point, which every array in the output uses. It is the order of the
 * UTF-8 bytes too; Java's own order of strings differs from it for characters beyond the first
 * plane.
 */
public enum CodePointOrder implements Comparator<String> {
  CODE_POINTS;

  @Override
  public int compare(String left, String right) {
    int common = Math.min(left.length(), right.length());
    for (int i = 0; i < common; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        if (a < Character.MIN_SURROGATE || b < Character.MIN_SURROGATE) {
          return a - b;
        }
        // A surrogate stands for a character above every other char.
        boolean high = Character.isSurrogate(a);
        return high == Character.isSurrogate(b) ? a - b : high ? 1 : -1;
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}
