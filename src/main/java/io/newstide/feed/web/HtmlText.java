package io.newstide.feed.web;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/** HTML as text: a line for each paragraph, without what no reader sees. */
final class HtmlText {

  private static final Set<String> UNSEEN =
      Set.of("script", "style", "noscript", "template", "iframe", "object", "svg", "head", "form");

  /** What makes a title HTML: a character reference, or a tag that is usual in titles. */
  private static final Pattern MARKED_UP =
      Pattern.compile(
          "&(#\\d+|#x[0-9a-f]+|[a-z]+\\d*);|</?(a|b|big|br|em|font|i|p|small|span|strong|sub|sup|u)\\b[^<>]*>",
          Pattern.CASE_INSENSITIVE);

  private HtmlText() {}

  /** The text of HTML; of text without any element its own lines. */
  static String lines(String html) {
    Document document = Jsoup.parseBodyFragment(html);
    if (document.body().children().isEmpty()) {
      return plainLines(document.body().wholeText());
    }
    StringBuilder text = new StringBuilder(html.length());
    document
        .body()
        .filter(
            new NodeFilter() {
              @Override
              public FilterResult head(Node node, int depth) {
                if (node instanceof TextNode run) {
                  text.append(inPre(run) ? run.getWholeText() : spaced(run.getWholeText()));
                } else if (node instanceof Element element) {
                  if (UNSEEN.contains(element.normalName())) {
                    return FilterResult.SKIP_ENTIRELY;
                  }
                  separate(element);
                }
                return FilterResult.CONTINUE;
              }

              @Override
              public FilterResult tail(Node node, int depth) {
                if (node instanceof Element element && !element.normalName().equals("br")) {
                  separate(element);
                }
                return FilterResult.CONTINUE;
              }

              private void separate(Element element) {
                switch (element.normalName()) {
                  case "td", "th" -> text.append(' ');
                  case "br" -> text.append('\n');
                  default -> {
                    if (element.isBlock()) {
                      text.append('\n');
                    }
                  }
                }
              }
            });
    return plainLines(text.toString());
  }

  private static boolean inPre(TextNode run) {
    Element parent = run.parent();
    return parent != null && parent.closest("pre") != null;
  }

  private static String spaced(String run) {
    return run.replaceAll("[ \\t\\r\\n\\f]+", " ");
  }

  /** The text of a title in one line; a '<' that begins no tag stays. */
  static String title(String title) {
    String text = MARKED_UP.matcher(title).find() ? Jsoup.parseBodyFragment(title).text() : title;
    return plainLines(text).replace('\n', ' ');
  }

  /** Lines without the spaces around them, the ideographic ones too; no empty ones. */
  static String plainLines(String text) {
    return clean(text)
        .lines()
        .map(HtmlText::trimmed)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  private static String trimmed(String line) {
    int from = 0;
    int to = line.length();
    while (from < to && isSpace(line.charAt(from))) {
      from++;
    }
    while (from < to && isSpace(line.charAt(to - 1))) {
      to--;
    }
    return line.substring(from, to);
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u200B' || c == '\uFEFF';
  }

  /** Without control characters, which no article may have. */
  private static String clean(String text) {
    return text.replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F]", "").replace('\t', ' ');
  }
}
