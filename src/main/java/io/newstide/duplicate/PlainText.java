package io.newstide.duplicate;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text as it is compared: what papers, portals and extraction change without telling another story
 * (white space, line breaks, punctuation, full and half width, case, an agency's opening) is gone.
 */
final class PlainText {

  /** Of a longer text only the beginning is compared, to bound state. In characters as compared. */
  static final int MOST = 4000;

  private static final Pattern OPENING =
      Pattern.compile(
          "(?:(?:本[报刊台网]|\\p{IsHan}{2,10}?(?:[社网报台]|客户端))(?:[\\p{IsHan}0-9,]{0,16}?日)?(?:讯|电|消息))?"
              + "(?:\\([^()]{0,40}\\)|:)*");

  /** An opening is looked for in so many characters. */
  private static final int OPENING_WITHIN = 100;

  private PlainText() {}

  /** Without white space and invisible characters; full width made half width, capitals small. */
  static String folded(String text) {
    char[] folded = new char[Math.min(text.length(), 2 * MOST)];
    int length = 0;
    for (int i = 0; i < text.length() && length < folded.length; i++) {
      char c = text.charAt(i);
      if (c >= '！' && c <= '～') {
        c = (char) (c - ('！' - '!'));
      }
      if (c >= 'A' && c <= 'Z') {
        c = (char) (c + ('a' - 'A'));
      }
      if (c > ' ' && c != '\u00A0' && !isInvisible(c)) {
        folded[length++] = c;
      }
    }
    return new String(folded, 0, length);
  }

  private static boolean isInvisible(char c) {
    return c >= '\u007F'
        && (c < '\u4E00' || c >= '\uF900')
        && (Character.isWhitespace(c)
            || Character.isSpaceChar(c)
            || Character.isISOControl(c)
            || Character.getType(c) == Character.FORMAT);
  }

  /** A folded text without an opening such as 本报讯(记者李明), 新华社北京5月9日电, or a byline alone. */
  static String withoutOpening(String folded) {
    Matcher opening = OPENING.matcher(folded);
    opening.region(0, Math.min(folded.length(), OPENING_WITHIN));
    return opening.lookingAt() ? folded.substring(opening.end()) : folded;
  }

  /**
   * The letters and digits of a folded text, at most {@value #MOST} characters of it, with a line
   * break where a sentence ends. Between digits a point stays, and a dash for what stands for one
   * in dates, scores and ranges; a percent sign stays behind a digit.
   */
  static String letters(String folded) {
    // Half a character is never left: there is room for the other half.
    char[] letters = new char[Math.min(folded.length(), MOST) + 1];
    int length = 0;
    for (int i = 0; i < folded.length() && length < MOST; ) {
      int c = folded.codePointAt(i);
      int next = i + Character.charCount(c);
      if (isHan(c) || Character.isLetterOrDigit(c)) {
        length += Character.toChars(c, letters, length);
      } else if (c == '〇' || c == '○') {
        letters[length++] = '零';
      } else if (c == '。' || c == '!' || c == '?' || c == ';') {
        if (length > 0 && letters[length - 1] != '\n') {
          letters[length++] = '\n';
        }
      } else if (i > 0 && isDigit(folded.charAt(i - 1))) {
        if (c == '%') {
          letters[length++] = '%';
        } else if (next < folded.length() && isDigit(folded.charAt(next))) {
          switch (c) {
            case '.' -> letters[length++] = '.';
            case '-', '/', ':', '~', '—', '–' -> letters[length++] = '-';
            default -> {}
          }
        }
      }
      i = next;
    }
    return new String(letters, 0, length);
  }

  private static boolean isHan(int c) {
    return c >= 0x4E00 && c <= 0x9FFF;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
