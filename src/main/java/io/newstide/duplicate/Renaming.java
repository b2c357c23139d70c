package io.newstide.duplicate;

import java.util.HashSet;
import java.util.Set;

/**
 * Whether one text is the other with a name exchanged: two characters or more stand for the same
 * two or more in at least two places, the titles counted as one. One exchange alone is taken for an
 * editor's.
 */
final class Renaming {

  /** Names are no longer than this. */
  private static final int LONGEST = 12;

  private record Exchange(String one, String other) {}

  private Renaming() {}

  /**
   * Whether a name was exchanged.
   *
   * @param titles the titles, that of {@code one} first
   * @param one a text, most of whose shingles are in the other
   * @param other the other text
   * @param index the other's shingles
   */
  static boolean between(String[] titles, String one, String other, GramIndex index) {
    Set<Exchange> seen = new HashSet<>();
    int last = -1;
    for (int at = 0; at + GramIndex.LENGTH <= one.length(); at++) {
      int place = index.place(GramIndex.gram(one, at));
      if (place == GramIndex.ABSENT) {
        continue;
      }
      if (last >= 0 && last < at - 1) {
        Exchange exchange = exchange(one, last, at, other, index);
        if (exchange != null && (!seen.add(exchange) || inTitles(exchange, titles))) {
          return true;
        }
      }
      last = at;
    }
    return false;
  }

  /** What stands between two shingles that both texts have, if it differs and can be a name. */
  private static Exchange exchange(
      String one, int before, int after, String other, GramIndex index) {
    int from = index.place(GramIndex.gram(one, before));
    int to = index.place(GramIndex.gram(one, after));
    int start = before + GramIndex.LENGTH;
    if (from < 0 || to < 0 || after - start < 2 || after - start > LONGEST) {
      return null;
    }
    from += GramIndex.LENGTH;
    return to - from < 2 || to - from > LONGEST
        ? null
        : new Exchange(one.substring(start, after), other.substring(from, to));
  }

  private static boolean inTitles(Exchange exchange, String[] titles) {
    return titles[0].contains(exchange.one())
        && !titles[0].contains(exchange.other())
        && titles[1].contains(exchange.other())
        && !titles[1].contains(exchange.one());
  }
}
