package io.newstide.feed.page;

import java.util.List;

/**
 * A headline, a kicker or a subtitle: a passage, or a part of one where two were set as one.
 *
 * @param passage the index of the passage it is from
 * @param strips its lines or parts of lines
 * @param dense its characters without blanks
 */
record HeadlineUnit(int passage, List<Strip> strips, String dense) {

  HeadlineUnit(int passage, List<Strip> strips) {
    this(passage, strips, dense(strips));
  }

  private static String dense(List<Strip> strips) {
    StringBuilder dense = new StringBuilder();
    strips.forEach(strip -> dense.append(PageLines.dense(strip.text())));
    return dense.toString();
  }
}
