package io.newstide.language.words;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Brings text to one form, char by char, so that an offset means the same before and after: half
 * width, simplified, lower case. Stateless and safe for use by many threads.
 *
 * <p>A traditional character is simplified where one character stands for one (the table is
 * HanLP's) and it is not itself a character of simplified writing (GB 2312): 著 and 乾 stay.
 */
public final class Normaliser {

  private static final char[] PRINTED = printedForms();
  private static final char[] NORMAL = normalForms();

  private Normaliser() {}

  /** The normal form of a text, of the same length. */
  public static String normalise(String text) {
    var chars = text.toCharArray();
    for (var i = 0; i < chars.length; i++) {
      chars[i] = NORMAL[chars[i]];
    }
    return new String(chars);
  }

  /**
   * The form the segmenter reads and names are shown in, of the same length: as the normal form,
   * but in the case as printed and with the punctuation of Chinese print (，：（）) unless it stands
   * between letters or digits (1,000 and 10:30).
   */
  public static char[] printed(String text) {
    var chars = text.toCharArray();
    for (var i = 0; i < chars.length; i++) {
      chars[i] = PRINTED[chars[i]];
    }
    for (var i = 0; i < chars.length; i++) {
      var wide = wide(chars[i]);
      if (wide != 0
          && !(i > 0
              && i + 1 < chars.length
              && isAsciiWordChar(chars[i - 1])
              && isAsciiWordChar(chars[i + 1]))) {
        chars[i] = wide;
      }
    }
    return chars;
  }

  /** Whether a character is a Chinese one of the basic plane. */
  public static boolean isHan(char c) {
    return (c >= '\u4e00' && c <= '\u9fff') || (c >= '\u3400' && c <= '\u4dbf') || c == '〇';
  }

  private static boolean isAsciiWordChar(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static char wide(char c) {
    return switch (c) {
      case ',' -> '，';
      case ':' -> '：';
      case ';' -> '；';
      case '!' -> '！';
      case '?' -> '？';
      case '(' -> '（';
      case ')' -> '）';
      default -> 0;
    };
  }

  private static char[] printedForms() {
    var forms = new char[Character.MAX_VALUE + 1];
    for (var i = 0; i < forms.length; i++) {
      var c = (char) i;
      if (c >= '\uff01' && c <= '\uff5e') {
        forms[i] = (char) (c - '\uff01' + '!');
      } else if (c != '\n' && (Character.isWhitespace(c) || Character.isSpaceChar(c))) {
        forms[i] = ' ';
      } else {
        forms[i] = c;
      }
    }
    simplify(forms);
    return forms;
  }

  private static char[] normalForms() {
    var forms = PRINTED.clone();
    for (var i = 0; i < forms.length; i++) {
      forms[i] = Character.toLowerCase(forms[i]);
    }
    return forms;
  }

  private static void simplify(char[] forms) {
    var simplified = Charset.forName("GB2312").newEncoder();
    try (InputStream in = Normaliser.class.getResourceAsStream("/data/dictionary/tc/t2s.txt");
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.length() == 3 && line.charAt(1) == '=' && !simplified.canEncode(line.charAt(0))) {
          forms[line.charAt(0)] = line.charAt(2);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("HanLP's table of traditional characters", e);
    }
    // Stands in GB 2312 as a surname only.
    forms['於'] = '于';
    for (var i = 0; i < forms.length; i++) {
      forms[i] = forms[forms[i]];
    }
  }
}
