package io.newstide.notify.send;

import io.newstide.notify.Message;
import io.newstide.notify.Message.Line;
import io.newstide.notify.Message.Piece;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;

/** Messages as text of several kinds, in which nothing of an article has a meaning. */
final class Texts {

  /** What means something to the Markdown of chat programs, and what is shown in place of it. */
  private static final String MEANINGFUL = "\\`*_{}[]()<>#+!|~@$&=";

  private static final String SHOWN = "＼｀＊＿｛｝［］（）＜＞＃＋！｜～＠＄＆＝";

  private Texts() {}

  /** The message as plain text without its title; a link stands behind its words. */
  static String plain(Message message) {
    return message.lines().stream()
        .map(
            line ->
                line.pieces().stream()
                    .map(
                        piece ->
                            piece
                                .link()
                                .map(URI::toString)
                                .filter(link -> !link.equals(piece.text()))
                                .map(link -> piece.text() + " <" + link + ">")
                                .orElse(piece.text()))
                    .collect(Collectors.joining()))
        .collect(Collectors.joining("\n"));
  }

  /**
   * The message in the Markdown of chat programs. None of them says how a character is written that
   * means something, and a backslash is shown by some; so those of articles are shown in their full
   * width, as Chinese text has them anyway.
   *
   * @param newline between two lines
   */
  static String markdown(Message message, String newline) {
    StringBuilder text = new StringBuilder("**" + harmless(message.title()) + "**");
    for (Line line : message.lines()) {
      text.append(newline);
      for (Piece piece : line.pieces()) {
        String bold = piece.bold() ? "**" : "";
        String shown = bold + harmless(piece.text()) + bold;
        text.append(piece.link().map(link -> "[" + shown + "](" + link + ")").orElse(shown));
      }
    }
    return text.toString();
  }

  private static String harmless(String text) {
    StringBuilder harmless = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      int known = MEANINGFUL.indexOf(text.charAt(i));
      harmless.append(known < 0 ? text.charAt(i) : SHOWN.charAt(known));
    }
    return harmless.toString();
  }

  /** The message as a document for mail readers. */
  static String html(Message message) {
    StringBuilder html =
        new StringBuilder("<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body>");
    html.append("<p><strong>").append(escaped(message.title())).append("</strong></p><p>");
    boolean first = true;
    for (Line line : message.lines()) {
      html.append(first ? "" : "<br>\n");
      first = false;
      for (Piece piece : line.pieces()) {
        String shown = escaped(piece.text());
        shown = piece.bold() ? "<strong>" + shown + "</strong>" : shown;
        Optional<URI> link = piece.link();
        html.append(
            link.isPresent()
                ? "<a href=\"%s\" rel=\"noreferrer\">%s</a>"
                    .formatted(escaped(link.get().toString()), shown)
                : shown);
      }
    }
    return html.append("</p></body></html>\n").toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  static int utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
