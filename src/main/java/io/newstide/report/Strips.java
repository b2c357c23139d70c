package io.newstide.report;

import java.util.List;
import java.util.Locale;

/** Figures as horizontal strips, one below the other. */
final class Strips {

  private static final int WIDTH = 760;
  private static final int LABEL = 310;
  private static final int ROOM = 340;
  private static final int ROW = 22;

  private Strips() {}

  /**
   * A strip.
   *
   * @param label what it is about
   * @param value how long it is, from 0
   * @param text what stands behind it
   * @param kind its colour's name in the style
   */
  record Strip(String label, double value, String text, String kind) {}

  static String draw(List<Strip> strips, String label) {
    double most = strips.stream().mapToDouble(Strip::value).max().orElse(0);
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n"
            .formatted(WIDTH, strips.size() * ROW + 4, SafeText.html(label)));
    for (int i = 0; i < strips.size(); i++) {
      Strip strip = strips.get(i);
      int y = i * ROW + 3;
      double width =
          most == 0 ? 0 : Math.max(strip.value() > 0 ? 2 : 0, ROOM * strip.value() / most);
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"14\"/>\n<text class=\"strong\" x=\"%.1f\" y=\"%d\">%s</text>\n",
              LABEL - 8,
              y + 12,
              SafeText.html(shortened(strip.label())),
              strip.kind(),
              LABEL,
              y,
              width,
              LABEL + width + 6,
              y + 12,
              SafeText.html(strip.text())));
    }
    return svg.append("</svg>\n").toString();
  }

  /** A drawing does not break lines: Chinese takes twice the width. */
  private static String shortened(String label) {
    String line = SafeText.line(label);
    StringBuilder text = new StringBuilder();
    int width = 0;
    for (int c : line.codePoints().toArray()) {
      width += Character.isIdeographic(c) ? 2 : 1;
      if (width > 46) {
        return text.append('…').toString();
      }
      text.appendCodePoint(c);
    }
    return text.toString();
  }
}
