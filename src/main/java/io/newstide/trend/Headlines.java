package io.newstide.trend;

import io.newstide.window.Evidence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Picks headlines that are strong and unlike each other, by maximal marginal relevance (J.
 * Carbonell and J. Goldstein, <i>The Use of MMR</i>, SIGIR 1998): next comes the article with the
 * greatest strength, relative to the strongest, less its likeness to the most similar one picked
 * before. The likeness of two headlines is the part of their pairs of characters that they share
 * (Jaccard).
 */
final class Headlines {

  private Headlines() {}

  /** At most {@code most} of these articles, at most one a story. */
  static List<Evidence> pick(List<Evidence> articles, int most) {
    List<Evidence> left = new ArrayList<>(articles);
    left.sort(Evidence.STRONGEST_FIRST);
    List<Evidence> picked = new ArrayList<>();
    List<Set<String>> pairs = new ArrayList<>();
    while (picked.size() < most && !left.isEmpty()) {
      Evidence best = null;
      double greatest = Double.NEGATIVE_INFINITY;
      for (Evidence article : left) {
        double value = relative(article, articles) - likeness(pairs(article.title()), pairs);
        if (value > greatest) {
          greatest = value;
          best = article;
        }
      }
      Evidence next = best;
      picked.add(next);
      pairs.add(pairs(next.title()));
      left.removeIf(article -> article.story().equals(next.story()));
    }
    return picked;
  }

  private static double relative(Evidence article, List<Evidence> all) {
    double strongest = 0;
    for (Evidence other : all) {
      strongest = Math.max(strongest, other.strength());
    }
    return strongest > 0 ? article.strength() / strongest : 0;
  }

  private static double likeness(Set<String> title, List<Set<String>> picked) {
    double greatest = 0;
    for (Set<String> other : picked) {
      Set<String> shared = new HashSet<>(title);
      shared.retainAll(other);
      int all = title.size() + other.size() - shared.size();
      greatest = Math.max(greatest, all == 0 ? 1 : (double) shared.size() / all);
    }
    return greatest;
  }

  private static Set<String> pairs(String title) {
    int[] characters = title.codePoints().filter(c -> !Character.isWhitespace(c)).toArray();
    Set<String> pairs = new HashSet<>();
    for (int i = 0; i + 1 < characters.length; i++) {
      pairs.add(new String(characters, i, 2));
    }
    return pairs;
  }
}
