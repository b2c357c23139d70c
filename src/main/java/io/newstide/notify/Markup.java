package io.newstide.notify;

import io.newstide.notify.Message.Line;
import io.newstide.notify.Message.Piece;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The little Markdown of templates: {@code **bold**}, {@code [text](address)}, and a backslash that
 * takes a character its meaning. Values are escaped when they are filled in, so that they mean
 * nothing here. A link that leads elsewhere than to an http or https address is text.
 */
final class Markup {

  private static final String MEANINGFUL = "\\*[]()";

  private final String text;
  private int at;

  private Markup(String text) {
    this.text = text;
  }

  /**
   * A text that means nothing: on one line, without characters that cannot be seen or that turn the
   * direction of writing, and cut.
   *
   * @param most how many code points it may have
   */
  static String plain(String text, int most) {
    StringBuilder plain = new StringBuilder();
    int count = 0;
    boolean space = false;
    for (int c : text.strip().codePoints().toArray()) {
      boolean blank = Character.isWhitespace(c) || Character.isSpaceChar(c);
      int type = Character.getType(c);
      if (!blank
          && (type == Character.CONTROL
              || type == Character.FORMAT
              || type == Character.SURROGATE
              || type == Character.UNASSIGNED)) {
        continue;
      }
      if (blank && space) {
        continue;
      }
      space = blank;
      if (count == most) {
        return plain.append('…').toString();
      }
      plain.appendCodePoint(blank ? ' ' : c);
      count++;
    }
    return plain.toString();
  }

  /** The same text, with no meaning to a template. */
  static String escaped(String value) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      if (MEANINGFUL.indexOf(value.charAt(i)) >= 0) {
        escaped.append('\\');
      }
      escaped.append(value.charAt(i));
    }
    return escaped.toString();
  }

  /** The lines of a text; empty ones at the beginning and the end are left out. */
  static List<Line> lines(String text) {
    return text.strip().lines().map(line -> new Line(new Markup(line.strip()).pieces())).toList();
  }

  private List<Piece> pieces() {
    List<Piece> pieces = new ArrayList<>();
    StringBuilder plain = new StringBuilder();
    boolean bold = false;
    while (at < text.length()) {
      if (text.startsWith("**", at)) {
        at += 2;
        add(plain, bold, Optional.empty(), pieces);
        bold = !bold;
      } else if (text.charAt(at) == '[') {
        int start = at++;
        String shown = until(']');
        if (at < text.length() && text.charAt(at) == '(') {
          at++;
          Optional<URI> link = web(until(')'));
          add(plain, bold, Optional.empty(), pieces);
          plain.append(shown);
          add(plain, bold, link, pieces);
        } else {
          at = start + 1;
          plain.append('[');
        }
      } else {
        plain.append(next());
      }
    }
    add(plain, bold, Optional.empty(), pieces);
    return pieces;
  }

  private static void add(
      StringBuilder text, boolean bold, Optional<URI> link, List<Piece> pieces) {
    if (!text.isEmpty()) {
      pieces.add(new Piece(text.toString(), bold, link));
      text.setLength(0);
    }
  }

  private String until(char end) {
    StringBuilder inner = new StringBuilder();
    while (at < text.length() && text.charAt(at) != end) {
      inner.append(next());
    }
    at++;
    return inner.toString();
  }

  private char next() {
    if (text.charAt(at) == '\\' && at + 1 < text.length()) {
      at++;
    }
    return text.charAt(at++);
  }

  /** An address that a browser may be led to, in ASCII without anything that ends a link early. */
  static Optional<URI> web(String address) {
    try {
      URI uri = URI.create(address.strip());
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if (!(scheme.equals("http") || scheme.equals("https")) || uri.getHost() == null) {
        return Optional.empty();
      }
      return Optional.of(
          URI.create(
              uri.toASCIIString()
                  .replace("(", "%28")
                  .replace(")", "%29")
                  .replace("'", "%27")
                  .replace("*", "%2A")));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
