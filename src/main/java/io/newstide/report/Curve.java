package io.newstide.report;

import java.util.List;
import java.util.Locale;

/** A subject's counts as bars, over the band of what was to be expected. */
final class Curve {

  private static final int WIDTH = 560;
  private static final int HEIGHT = 64;
  private static final String BARS = "▁▂▃▄▅▆▇█";

  private Curve() {}

  /**
   * A bar.
   *
   * @param label what it stands for
   * @param count how many, from 0
   * @param high what is seldom exceeded; negative if unknown
   */
  record Bar(String label, int count, int high) {}

  /**
   * Draws bars; the last one stands out.
   *
   * @param caption what is counted over what
   * @param bars from left to right
   * @param last whether the last one stands out
   */
  static Block.Drawing draw(String caption, List<Bar> bars, boolean last) {
    int most = 1;
    for (Bar bar : bars) {
      most = Math.max(most, Math.max(bar.count(), bar.high()));
    }
    double step = (double) WIDTH / Math.max(1, bars.size());
    double room = HEIGHT - 4.0;
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg class=\"curve\" viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"%s\">\n"
            .formatted(WIDTH, HEIGHT + 2, SafeText.html(caption)));
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      if (bar.high() > 0) {
        svg.append(rect("band", i * step, step, room * bar.high() / most, ""));
      }
    }
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      String kind = last && i == bars.size() - 1 ? "bar now" : "bar";
      double height = bar.count() == 0 ? 0 : Math.max(2, room * bar.count() / most);
      String title = SafeText.html(bar.label() + ": " + bar.count());
      svg.append(
          rect(kind, i * step + step * 0.12, step * 0.76, height, "<title>" + title + "</title>"));
    }
    svg.append(
        "<line class=\"axis\" x1=\"0\" y1=\"%d.5\" x2=\"%d\" y2=\"%d.5\"/>\n</svg>\n"
            .formatted(HEIGHT, WIDTH, HEIGHT));
    return new Block.Drawing(svg.toString(), caption, text(bars));
  }

  private static String rect(String kind, double x, double width, double height, String title) {
    return String.format(
        Locale.ROOT,
        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\">%s</rect>\n",
        kind,
        x,
        HEIGHT - height,
        width,
        height,
        title);
  }

  /** The same as a line of characters; nothing is a dot. */
  private static String text(List<Bar> bars) {
    int most = bars.stream().mapToInt(Bar::count).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (Bar bar : bars) {
      int height = most == 0 ? 0 : (int) Math.ceil((double) bar.count() / most * BARS.length());
      text.append(height == 0 ? '·' : BARS.charAt(height - 1));
    }
    return text.toString();
  }
}
