package io.newstide.duplicate;

import java.util.HashSet;
import java.util.Set;

/**
 * Whether one text is the other with a name exchanged: the same characters stand for the same other
 * ones in at least two places, the titles counted as one. One exchange alone is taken for an
 * editor's, and so is one of words such as 本市, 昨日, 和, which are said otherwise elsewhere.
 */
final class Renaming {

  /** Names are no longer than this. */
  private static final int LONGEST = 12;

  /** What words begin with that mean something else in another paper or on another day. */
  private static final String RELATIVE = "本我该此这那今昨明当前后";

  /** Words that an editor replaces without saying anything else. */
  private static final String PARTICLES = "的地得了和与及在于将已也还都是为对";

  private record Exchange(String one, String other) {

    boolean isOfNames() {
      return isName(one) && isName(other) && !one.equals(other);
    }

    private static boolean isName(String words) {
      return !words.isEmpty()
          && words.length() <= LONGEST
          && words.indexOf('\n') < 0
          && RELATIVE.indexOf(words.charAt(0)) < 0
          && words.chars().anyMatch(c -> PARTICLES.indexOf(c) < 0);
    }
  }

  private Renaming() {}

  /**
   * Whether a name was exchanged.
   *
   * @param title the title of {@code one}
   * @param otherTitle that of {@code other}
   * @param one a text, most of whose shingles are in the other
   * @param other the other text
   * @param index the other's shingles
   */
  static boolean between(
      String title, String otherTitle, String one, String other, GramIndex index) {
    Set<Exchange> seen = new HashSet<>();
    // Ends of the passage before, in either text; where texts begin both are at 0.
    int end = 0;
    int otherEnd = 0;
    for (int at = 0; at + GramIndex.LENGTH <= one.length(); at++) {
      int place = index.place(GramIndex.gram(one, at));
      if (place == GramIndex.ABSENT) {
        continue;
      }
      if (at > end && place > otherEnd && otherEnd >= 0 && place - otherEnd <= LONGEST) {
        Exchange exchange =
            new Exchange(one.substring(end, at).strip(), other.substring(otherEnd, place).strip());
        if (exchange.isOfNames() && (!seen.add(exchange) || isIn(title, otherTitle, exchange))) {
          return true;
        }
      }
      end = at + GramIndex.LENGTH;
      otherEnd = place == GramIndex.REPEATED ? GramIndex.REPEATED : place + GramIndex.LENGTH;
    }
    return false;
  }

  private static boolean isIn(String title, String otherTitle, Exchange exchange) {
    return title.contains(exchange.one())
        && !title.contains(exchange.other())
        && otherTitle.contains(exchange.other())
        && !otherTitle.contains(exchange.one());
  }
}
