package io.newstide.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A report as one HTML file that needs nothing else: no script, no network, its style within it. It
 * reads well in light and dark and on A4.
 */
final class HtmlPage {

  private static final String STYLE = style();

  private final StringBuilder html = new StringBuilder();

  private HtmlPage() {}

  /** The whole page. */
  static String of(Report report) {
    HtmlPage page = new HtmlPage();
    page.write(report);
    return page.html.toString();
  }

  private static String style() {
    try (InputStream css = HtmlPage.class.getResourceAsStream("report.css")) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("report.css cannot be read from the jar", e);
    }
  }

  private void write(Report report) {
    html.append("<!DOCTYPE html>\n<html lang=\"")
        .append(report.lang().tag())
        .append("\">\n<head>\n<meta charset=\"utf-8\">\n")
        // Nothing is loaded and nothing runs, whatever a headline holds.
        .append(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
        .append(SafeText.html(report.title()))
        .append("</title>\n<style>\n")
        .append(STYLE)
        .append("</style>\n</head>\n<body")
        .append(report.wide() ? " class=\"wide\"" : "")
        .append(">\n<header>\n<h1>")
        .append(SafeText.html(report.title()))
        .append("</h1>\n<p>")
        .append(SafeText.html(report.subtitle()))
        .append("</p>\n</header>\n<main>\n");
    report.blocks().forEach(this::block);
    html.append("</main>\n</body>\n</html>\n");
  }

  private void block(Block block) {
    if (block instanceof Block.Heading heading) {
      element("h" + heading.level(), "", heading.text());
    } else if (block instanceof Block.Paragraph paragraph) {
      element("p", paragraph.note() ? " class=\"note\"" : "", paragraph.text());
    } else if (block instanceof Block.Points points) {
      html.append("<ul>\n");
      points.lines().forEach(point -> element("li", "", point));
      html.append("</ul>\n");
    } else if (block instanceof Block.Drawing drawing) {
      html.append("<figure>\n")
          .append(drawing.svg())
          .append("<figcaption>")
          .append(SafeText.html(drawing.caption()))
          .append("</figcaption>\n</figure>\n");
    } else if (block instanceof Block.Table table) {
      table(table);
    } else if (block instanceof Block.Code code) {
      html.append("<pre tabindex=\"0\"><code>")
          .append(SafeText.html(code.text()))
          .append("</code></pre>\n");
    } else if (block instanceof Block.Card card) {
      html.append("<section>\n");
      card.blocks().forEach(this::block);
      html.append("</section>\n");
    }
  }

  private void table(Block.Table table) {
    html.append("<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"")
        .append(SafeText.html(String.join(", ", table.columns())))
        .append("\">\n<table>\n<thead><tr>");
    for (int i = 0; i < table.columns().size(); i++) {
      html.append("<th scope=\"col\"")
          .append(table.numbers().get(i) ? " class=\"number\">" : ">")
          .append(SafeText.html(table.columns().get(i)))
          .append("</th>");
    }
    html.append("</tr></thead>\n<tbody>\n");
    Set<Integer> chosen = new HashSet<>(table.chosen());
    for (int row = 0; row < table.rows().size(); row++) {
      html.append(chosen.contains(row) ? "<tr class=\"chosen\">" : "<tr>");
      for (int i = 0; i < table.columns().size(); i++) {
        html.append(table.numbers().get(i) ? "<td class=\"number\">" : "<td>");
        table.rows().get(row).get(i).forEach(this::inline);
        html.append("</td>");
      }
      html.append("</tr>\n");
    }
    html.append("</tbody>\n</table>\n</div>\n");
  }

  private void element(String tag, String attributes, List<Inline> text) {
    html.append('<').append(tag).append(attributes).append('>');
    text.forEach(this::inline);
    html.append("</").append(tag).append(">\n");
  }

  private void inline(Inline part) {
    if (part instanceof Inline.Words words) {
      html.append(SafeText.html(words.text()));
    } else if (part instanceof Inline.News news) {
      // Whatever direction it is written in, it turns nothing around it.
      html.append("<bdi>").append(SafeText.html(SafeText.line(news.text()))).append("</bdi>");
    } else if (part instanceof Inline.Strong strong) {
      html.append("<strong>");
      inline(strong.of());
      html.append("</strong>");
    } else if (part instanceof Inline.Muted muted) {
      html.append("<small>");
      inline(muted.of());
      html.append("</small>");
    } else if (part instanceof Inline.Mark mark) {
      html.append("<span class=\"mark ")
          .append(mark.tone().name().toLowerCase(Locale.ROOT))
          .append("\">")
          .append(SafeText.html(mark.text()))
          .append("</span>");
    } else if (part instanceof Inline.Link link) {
      link.address()
          .ifPresentOrElse(
              address -> {
                html.append("<a rel=\"noopener noreferrer nofollow\" href=\"")
                    .append(SafeText.html(address))
                    .append("\">");
                inline(link.text());
                html.append("</a>");
              },
              () -> inline(link.text()));
    }
  }
}
