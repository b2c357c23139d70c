package io.newstide.feed.page;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Joins lines to running text. Chinese characters and figures are joined without a blank, so 20|25年
 * is 2025年; Latin words keep one between them, unless the line broke a word, which the words of the
 * page and the room that was left on the line tell. Immutable.
 */
final class Joined {

  private static final Pattern WORD = Pattern.compile("[A-Za-z]+");

  private final Set<String> words = new HashSet<>();
  private final int widest;

  Joined(List<Strip> page) {
    int columns = 0;
    for (Strip strip : page) {
      columns = Math.max(columns, strip.columns());
      Matcher word = WORD.matcher(strip.text());
      while (word.find()) {
        if (word.start() > 0 && word.end() < strip.text().length()) {
          words.add(word.group());
        }
      }
    }
    this.widest = columns;
  }

  /** The text of lines that follow each other. */
  String text(List<Strip> strips) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < strips.size(); i++) {
      if (i > 0 && needsBlank(strips, i)) {
        text.append(' ');
      }
      text.append(strips.get(i).text());
    }
    return text.toString();
  }

  private boolean needsBlank(List<Strip> strips, int i) {
    Strip left = strips.get(i - 1);
    Strip right = strips.get(i);
    char last = left.last();
    char next = right.first();
    if (right.blanksBefore() < 0 && left.blankAfter()) {
      return true;
    }
    if (!isLetter(next) || last >= 128) {
      return false;
    }
    if (",;:!?.".indexOf(last) >= 0) {
      return left.text().length() > 1 && isLetter(left.text().charAt(left.text().length() - 2));
    }
    if (!isLetter(last)) {
      return false;
    }
    if (left.blankAfter()) {
      return true;
    }
    Matcher begin = WORD.matcher(right.text());
    String after = begin.lookingAt() ? begin.group() : "";
    String before = lastWord(left.text());
    if (words.contains(before + after)) {
      return false;
    }
    if (words.contains(before) && words.contains(after)) {
      return true;
    }
    // A line broken between words is as much too short as the next word is long.
    int column = 0;
    for (Strip strip : strips) {
      column = Math.max(column, strip.columns());
    }
    int room = Math.min(column, widest) - left.columns();
    return room > 0 && room <= after.length();
  }

  private static String lastWord(String text) {
    int start = text.length();
    while (start > 0 && isLetter(text.charAt(start - 1))) {
      start--;
    }
    return text.substring(start);
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
