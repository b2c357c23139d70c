package io.newstide.feed.page;

import java.util.ArrayList;
import java.util.List;

/** Reads the lines of a page that are not blank. Stateless. */
final class PageLines {

  private PageLines() {}

  /** Whether a character is no print: white space, a control character, a byte-order mark. */
  static boolean isBlank(char c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.isISOControl(c)
        || c == '\uFEFF'
        || c == '\u200B';
  }

  /** The text without blanks at its ends. */
  static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /** The text without any blanks. */
  static String dense(String text) {
    StringBuilder dense = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (!isBlank(text.charAt(i))) {
        dense.append(text.charAt(i));
      }
    }
    return dense.toString();
  }

  /** One strip for each line that is not blank; a page feed is a blank. */
  static List<Strip> of(String page) {
    List<Strip> strips = new ArrayList<>();
    int number = 0;
    int blank = 0;
    for (String line : page.split("\r\n|[\n\r]", -1)) {
      number++;
      String text = strip(line);
      if (text.isEmpty()) {
        blank++;
        continue;
      }
      int start = line.indexOf(text);
      strips.add(
          new Strip(
              number,
              printed(text),
              blank,
              indent(line, start) >= 4,
              start + text.length() < line.length()));
      blank = 0;
    }
    return strips;
  }

  private static int indent(String line, int start) {
    int columns = 0;
    for (int i = 0; i < start; i++) {
      char c = line.charAt(i);
      columns += c == '\u3000' ? 2 : c == '\t' ? 4 : c == ' ' || c == '\u00A0' ? 1 : 0;
    }
    return columns;
  }

  /** Blanks as they are set, control characters as blanks. */
  private static String printed(String text) {
    StringBuilder printed = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isBlank(c) && c != ' ' && c != '\t' && c != '\u3000') {
        printed = printed == null ? new StringBuilder(text) : printed;
        printed.setCharAt(i, ' ');
      }
    }
    return printed == null ? text : printed.toString();
  }
}
