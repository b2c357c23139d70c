package io.newstide.feed.page;

/**
 * A stretch of one line of a page, without blanks at its ends: the whole line, or a part of it
 * where it holds more than one thing. Strips of a page do not overlap and hold all its non-blank
 * characters.
 *
 * @param line the line's number in the file, from 1
 * @param text the characters; a control character is a blank
 * @param blanksBefore how many blank lines stand above it; -1 if it shares its line with the strip
 *     before
 * @param indented whether the line is set in by two full-width blanks or more
 * @param blankAfter whether the line goes on with a blank, or ends with one
 */
record Strip(int line, String text, int blanksBefore, boolean indented, boolean blankAfter) {

  char first() {
    return text.charAt(0);
  }

  char last() {
    return text.charAt(text.length() - 1);
  }

  /** Its width in columns: two for a full-width character, one for any other. */
  int columns() {
    return columns(text);
  }

  static int columns(String text) {
    int columns = 0;
    for (int i = 0; i < text.length(); i++) {
      columns += isWide(text.charAt(i)) ? 2 : 1;
    }
    return columns;
  }

  /** Quotation marks, dashes and dots are full-width in Chinese print. */
  private static boolean isWide(char c) {
    return c >= '\u1100' || (c >= '\u2010' && c <= '\u2027') || (c >= '\u2460' && c <= '\u24ff');
  }

  /** The two parts of this strip, cut before the character at {@code index}. */
  Strip[] cut(int index) {
    String left = text.substring(0, index);
    String right = text.substring(index);
    String before = PageLines.strip(left);
    return new Strip[] {
      new Strip(line, before, blanksBefore, indented, before.length() < left.length()),
      new Strip(line, PageLines.strip(right), -1, false, blankAfter)
    };
  }
}
