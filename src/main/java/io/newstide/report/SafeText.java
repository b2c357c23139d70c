package io.newstide.report;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** News text is hostile input: what is done to it before it stands in a page. */
final class SafeText {

  /** So many characters of a headline or a name are shown. */
  private static final int MOST = 200;

  private SafeText() {}

  /**
   * A line of text: without line breaks, signs that are not seen, signs that turn the direction of
   * text, and halves of characters; cut where it is very long.
   */
  static String line(String text) {
    StringBuilder line = new StringBuilder();
    int shown = 0;
    boolean space = false;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85) {
        space = line.length() > 0;
      } else if (isShown(c)) {
        if (shown == MOST) {
          return line.append('…').toString();
        }
        if (space) {
          line.append(' ');
          space = false;
        }
        line.appendCodePoint(c);
        shown++;
      }
    }
    return line.toString();
  }

  private static boolean isShown(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  /** The address in ASCII, if it is one of the web. */
  static Optional<String> address(String written) {
    try {
      URI uri = new URI(written.strip());
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if (!(scheme.equals("http") || scheme.equals("https")) || uri.getRawAuthority() == null) {
        return Optional.empty();
      }
      return Optional.of(uri.toASCIIString());
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Text for HTML and SVG, between tags and within attributes alike. */
  static String html(String text) {
    StringBuilder html = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> html.append("&amp;");
        case '<' -> html.append("&lt;");
        case '>' -> html.append("&gt;");
        case '"' -> html.append("&quot;");
        case '\'' -> html.append("&#39;");
        default -> html.append(c);
      }
    }
    return html.toString();
  }

  /**
   * Text for Markdown, that of GitHub too: neither markup nor HTML, nor an address that becomes a
   * link by itself.
   */
  static String markdown(String text) {
    StringBuilder md = new StringBuilder(text.length() + 16);
    boolean number = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      boolean first = i == 0 && (c == '-' || c == '+' || c == '=');
      boolean list = number && i > 0 && (c == '.' || c == ')');
      boolean www = c == '.' && i >= 3 && text.regionMatches(true, i - 3, "www", 0, 3);
      if ("\\`*_{}[]<>&#|~!:@$^".indexOf(c) >= 0 || first || list || www) {
        md.append('\\');
      }
      number &= digit;
      md.append(c);
    }
    return md.toString();
  }
}
