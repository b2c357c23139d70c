package io.newstide.window;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * The strongest articles of a sum that is moved on, with how often each counts: the others are only
 * counted, since a row shows a handful and a window holds thousands. As articles leave, what is
 * kept may become too little for a row; then the sum has to be added up anew. New articles come at
 * the rate at which old ones leave, so that this is seldom.
 *
 * <p>Mutable, not safe for use by several threads.
 */
final class StrongestEvidence {

  /** By all that a row shows, and the story. */
  private static final Comparator<Evidence> ORDER =
      Evidence.STRONGEST_FIRST
          .thenComparing(Evidence::story)
          .thenComparing(Evidence::title)
          .thenComparing(Evidence::source)
          .thenComparing(Evidence::url);

  private final int most;
  private final NavigableMap<Evidence, Long> kept = new TreeMap<>(ORDER);

  /** The weakest that would be kept; absent as long as all are. */
  private Evidence weakest;

  private long weaker;

  /**
   * Of no articles.
   *
   * @param most so many at least are kept, and up to twice as many
   */
  StrongestEvidence(int most) {
    this.most = most;
  }

  /** Counts an article, or takes it away by a count below zero. */
  void add(Evidence article, long count) {
    if (weakest != null && ORDER.compare(article, weakest) > 0) {
      weaker += count;
      return;
    }
    kept.merge(article, count, (one, more) -> one + more == 0 ? null : one + more);
    if (kept.size() > 2 * most) {
      while (kept.size() > most) {
        weaker += kept.pollLastEntry().getValue();
      }
      weakest = kept.lastKey();
    }
  }

  /** The same of an article as it counts for a subject. */
  void add(Observation article, long count) {
    if (weakest != null && article.strength() < weakest.strength()) {
      weaker += count;
    } else {
      add(article.shown(), count);
    }
  }

  /** Whether the strongest articles of so many stories are among those kept, or all there are. */
  boolean isEnough(int stories) {
    if (weaker == 0) {
      return true;
    }
    Set<String> found = new HashSet<>();
    Iterator<Evidence> articles = kept.keySet().iterator();
    while (found.size() < stories && articles.hasNext()) {
      found.add(articles.next().story());
    }
    return found.size() >= stories;
  }

  /** Those that are kept. */
  Multiset<Evidence> kept() {
    Object[] things = new Object[kept.size()];
    long[] counts = new long[things.length];
    int at = 0;
    for (Map.Entry<Evidence, Long> one : kept.entrySet()) {
      things[at] = one.getKey();
      counts[at++] = one.getValue();
    }
    return Multiset.ofDistinct(things, counts);
  }

  int distinct() {
    return kept.size();
  }
}
