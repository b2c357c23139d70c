package io.newstide.feed.page;

import java.util.ArrayList;
import java.util.List;

/**
 * Which of a story's headline lines is its title, which the kicker above and which the subtitle
 * below. Type size is lost in a page's text, so the wording must tell: a line that begins with a
 * dash, or is in brackets, or a short label is not the title; a slogan without a subject (推动……,
 * 携手……) below a line that says who did what is the title with that line as its kicker, as
 * newspapers set it, and so is one that shares with the story what the line above does not;
 * otherwise the first line is the title. Stateless.
 */
final class HeadlineRoles {

  private static final String SLOGANS =
      "推动|推进|携手|共|助力|助推|打造|筑牢|夯实|凝聚|奋力|加快|全力|聚力|聚焦|扎实|深化|坚持|以|让|为|激发|激活|赋能|守护|守好|当好|跑出|开启|谱写|绘就|点亮|擦亮|织密|压实|切实|确保|全面|着力|锚定|争当|争创|构建|架起|搭建|书写|唱响|拓宽|释放|提升";

  private HeadlineRoles() {}

  /** A title with what stands above and below it; absent text is empty. */
  record Roles(String kicker, String title, String subtitle) {}

  static Roles of(List<String> lines, String body) {
    int title = 0;
    if (lines.size() >= 3) {
      // Kicker, title, subtitle; without a dash a third line is a second subtitle as often as not.
      title = isSubtitle(lines.get(1)) ? 0 : 1;
    } else if (lines.size() == 2) {
      title = isKicker(lines.get(0), lines.get(1), PageLines.dense(body)) ? 1 : 0;
    }
    List<String> above = new ArrayList<>(lines.subList(0, title));
    List<String> below =
        title + 1 >= lines.size() ? List.of() : lines.subList(title + 1, lines.size());
    return new Roles(
        String.join(" ", above), lines.isEmpty() ? "" : lines.get(title), String.join(" ", below));
  }

  private static boolean isSubtitle(String line) {
    return line.startsWith("—") || line.startsWith("–") || line.startsWith("-");
  }

  private static boolean isKicker(String above, String below, String body) {
    if (isSubtitle(below)) {
      return false;
    }
    String dense = PageLines.dense(above);
    boolean label =
        dense.length() <= 4
            || dense.matches("[【〖\\[].*[】〗\\]]")
            || dense.endsWith("：")
            || dense.endsWith("……");
    return label
        || (isSlogan(below) && !isSlogan(above))
        || (shared(above, body) < 0.25 && shared(below, body) > 0.4);
  }

  /** The part of a line's pairs of characters that a text holds. */
  private static double shared(String line, String body) {
    String dense = PageLines.dense(line);
    int pairs = Math.max(1, dense.length() - 1);
    int held = 0;
    for (int i = 0; i + 2 <= dense.length(); i++) {
      held += body.contains(dense.substring(i, i + 2)) ? 1 : 0;
    }
    return (double) held / pairs;
  }

  private static boolean isSlogan(String line) {
    String dense = PageLines.dense(line);
    for (String verb : SLOGANS.split("\\|", -1)) {
      if (dense.startsWith(verb)) {
        return true;
      }
    }
    return false;
  }
}
