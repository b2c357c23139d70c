package io.newstide.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Result delay against what is lost, with the Pareto front. */
final class Scatter {

  private static final int WIDTH = 760;
  private static final int HEIGHT = 340;
  private static final int LEFT = 62;
  private static final int BOTTOM = 46;
  private static final int TOP = 16;
  private static final int RIGHT = 20;
  private static final long[] TICKS = {
    60,
    300,
    600,
    1800,
    3600,
    3 * 3600,
    6 * 3600,
    12 * 3600,
    86_400,
    3 * 86_400,
    7 * 86_400,
    14 * 86_400,
    31 * 86_400,
    62 * 86_400,
    366 * 86_400
  };

  private Scatter() {}

  /**
   * A dot.
   *
   * @param delay milliseconds
   * @param lost from 0 to 1
   * @param kind {@code present}, {@code best}, {@code front} or nothing
   * @param title what it stands for
   */
  record Dot(long delay, double lost, String kind, String title) {}

  static String draw(List<Dot> dots, String x, String y) {
    double from = Double.MAX_VALUE;
    double to = 0;
    double most = 0.012;
    for (Dot dot : dots) {
      from = Math.min(from, seconds(dot));
      to = Math.max(to, seconds(dot));
      most = Math.max(most, dot.lost());
    }
    double low = Math.log(Math.max(30, from / 1.5));
    double high = Math.log(Math.max(to * 1.5, from * 3));
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n"
            .formatted(WIDTH, HEIGHT, SafeText.html(x + " / " + y)));
    long before = 0;
    for (long tick : TICKS) {
      double at = place(Math.log((double) tick), low, high);
      if (at >= LEFT && at <= WIDTH - RIGHT && (before == 0 || at - before > 44)) {
        before = Math.round(at);
        line(svg, "grid", at, TOP, at, HEIGHT - BOTTOM);
        text(svg, at, HEIGHT - BOTTOM + 17, "middle", Lengths.brief(tick * 1000));
      }
    }
    double step = step(most);
    for (double share = 0; share <= most * 1.0001; share += step) {
      double at = height(share, most);
      line(svg, "grid", LEFT, at, WIDTH - RIGHT, at);
      text(svg, LEFT - 6, at + 4, "end", Lengths.percent(share));
    }
    line(svg, "axis", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM);
    text(svg, (LEFT + WIDTH) / 2.0, HEIGHT - 8, "middle", x);
    text(svg, LEFT, 11, "start", y);
    front(svg, dots, low, high, most);
    List<Dot> order = new ArrayList<>(dots);
    order.sort(
        Comparator.comparingInt(
            dot -> List.of("", "front", "present", "best").indexOf(dot.kind())));
    for (Dot dot : order) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<circle class=\"dot %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%d\"><title>%s</title></circle>\n",
              dot.kind(),
              place(Math.log(seconds(dot)), low, high),
              height(dot.lost(), most),
              dot.kind().isEmpty() ? 4 : 6,
              SafeText.html(dot.title())));
    }
    return svg.append("</svg>\n").toString();
  }

  private static double seconds(Dot dot) {
    return Math.max(30, dot.delay() / 1000.0);
  }

  private static void front(
      StringBuilder svg, List<Dot> dots, double low, double high, double most) {
    StringBuilder points = new StringBuilder();
    double least = Double.MAX_VALUE;
    List<Dot> order = new ArrayList<>(dots);
    order.sort(Comparator.comparingLong(Dot::delay).thenComparingDouble(Dot::lost));
    for (Dot dot : order) {
      if (dot.lost() < least) {
        least = dot.lost();
        points.append(
            String.format(
                Locale.ROOT,
                "%.1f,%.1f ",
                place(Math.log(seconds(dot)), low, high),
                height(dot.lost(), most)));
      }
    }
    svg.append("<polyline class=\"front-line\" points=\"")
        .append(points.toString().strip())
        .append("\"/>\n");
  }

  private static double step(double most) {
    double step = Math.pow(10, Math.floor(Math.log10(most)));
    return most / step < 2 ? step / 4 : most / step < 5 ? step / 2 : step;
  }

  private static double place(double log, double low, double high) {
    return LEFT + (WIDTH - LEFT - RIGHT) * (log - low) / (high - low);
  }

  private static double height(double share, double most) {
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP - 8) * share / most;
  }

  private static void line(
      StringBuilder svg, String kind, double x1, double y1, double x2, double y2) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
            kind,
            x1,
            y1,
            x2,
            y2));
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n",
            x,
            y,
            anchor,
            SafeText.html(text)));
  }
}
