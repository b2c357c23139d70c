package io.newstide.duplicate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How well stories match those of a gold set, counted over pairs of articles: a pair is found when
 * both articles were told to be one story, and right when they are in one cluster of the gold set.
 *
 * @param articles how many articles were compared
 * @param gold pairs in one cluster
 * @param found pairs in one story
 * @param right pairs in both
 * @param variants by variant, of the gold pairs with an article of it those that were found
 * @param negatives by variant, of the pairs that must not be taken for copies those that were
 */
public record DuplicateScores(
    int articles,
    long gold,
    long found,
    long right,
    Map<String, Share> variants,
    Map<String, Share> negatives) {

  /** What the names of variants begin with that are no copies of anything. */
  public static final String NEGATIVE = "neg-";

  /**
   * An article of the gold set.
   *
   * @param id the article
   * @param title its headline
   * @param cluster which articles are copies of each other
   * @param variant how it was made from the original; empty if unknown
   * @param contrast the article that a negative must not be taken for a copy of; empty for all of
   *     the same title
   */
  public record Gold(
      String id, String title, String cluster, String variant, Optional<String> contrast) {}

  /**
   * Some of all.
   *
   * @param of all
   * @param part some of them
   */
  public record Share(long of, long part) {

    /** The share, 0 of nothing. */
    public double rate() {
      return of == 0 ? 0 : (double) part / of;
    }

    private Share plus(boolean counts) {
      return new Share(of + 1, counts ? part + 1 : part);
    }
  }

  /** Right pairs of those found; 1 if none was found. */
  public double precision() {
    return found == 0 ? 1 : (double) right / found;
  }

  /** Right pairs of those in the gold set; 1 if it has none. */
  public double recall() {
    return gold == 0 ? 1 : (double) right / gold;
  }

  /** The harmonic mean of precision and recall. */
  public double f1() {
    double sum = precision() + recall();
    return sum == 0 ? 0 : 2 * precision() * recall() / sum;
  }

  /**
   * Compares stories with a gold set.
   *
   * @param gold the articles, each id once
   * @param stories the story of each article
   */
  public static DuplicateScores of(List<Gold> gold, Map<String, String> stories) {
    Map<String, Share> variants = new TreeMap<>();
    long pairs = 0;
    long right = 0;
    for (List<Gold> cluster : by(gold, Gold::cluster).values()) {
      for (int i = 0; i < cluster.size(); i++) {
        for (int j = i + 1; j < cluster.size(); j++) {
          Gold one = cluster.get(i);
          Gold other = cluster.get(j);
          boolean same = stories.get(one.id()).equals(stories.get(other.id()));
          pairs++;
          right += same ? 1 : 0;
          variants.put(one.variant(), share(variants, one).plus(same));
          if (!one.variant().equals(other.variant())) {
            variants.put(other.variant(), share(variants, other).plus(same));
          }
        }
      }
    }
    long found =
        by(gold, article -> stories.get(article.id())).values().stream()
            .mapToLong(story -> (long) story.size() * (story.size() - 1) / 2)
            .sum();
    return new DuplicateScores(
        gold.size(), pairs, found, right, variants, negatives(gold, stories));
  }

  private static Map<String, Share> negatives(List<Gold> gold, Map<String, String> stories) {
    Map<String, Gold> byId = new HashMap<>();
    gold.forEach(article -> byId.put(article.id(), article));
    Map<String, List<Gold>> byTitle = by(gold, Gold::title);
    Map<String, Share> negatives = new TreeMap<>();
    for (Gold one : gold) {
      if (!one.variant().startsWith(NEGATIVE)) {
        continue;
      }
      Share share = share(negatives, one);
      for (Gold other : others(one, byId, byTitle)) {
        // Of two negatives of a kind with the same title the pair counts once.
        boolean once = !other.variant().equals(one.variant()) || one.id().compareTo(other.id()) < 0;
        if (once && !other.cluster().equals(one.cluster())) {
          share = share.plus(stories.get(one.id()).equals(stories.get(other.id())));
        }
      }
      negatives.put(one.variant(), share);
    }
    return negatives;
  }

  private static List<Gold> others(
      Gold one, Map<String, Gold> byId, Map<String, List<Gold>> byTitle) {
    if (one.contrast().isEmpty()) {
      return byTitle.get(one.title());
    }
    Gold contrast = byId.get(one.contrast().get());
    return contrast == null ? List.of() : List.of(contrast);
  }

  private static Share share(Map<String, Share> of, Gold article) {
    return of.getOrDefault(article.variant(), new Share(0, 0));
  }

  private static Map<String, List<Gold>> by(List<Gold> gold, Function<Gold, String> key) {
    return gold.stream()
        .collect(Collectors.groupingBy(key, Collectors.toCollection(ArrayList::new)));
  }
}
