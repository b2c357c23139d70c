package io.newstide.feed.page;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What texts of a page share: runs of one, two and three characters, each weighted by how rare it
 * is among the page's paragraphs and in news at large, so that 经开区 on a page where every story has
 * it says nothing, and a name says much; and 锚 alone says that 船锚 and 铁锚 are one thing. Not safe
 * for use by several threads.
 */
final class Grams {

  /** What a single character counts at most, and from which surprise on it counts at all. */
  private static final double SINGLE = 1.5;

  private static final double SURPRISING = 6;

  private final CharacterPairs pairs;
  private final List<Set<String>> paragraphs = new ArrayList<>();
  private final Map<String, Integer> holding = new HashMap<>();
  private final Map<String, Double> weights = new HashMap<>();

  Grams(List<String> paragraphs, CharacterPairs pairs) {
    this.pairs = pairs;
    for (String paragraph : paragraphs) {
      Set<String> grams = of(paragraph);
      this.paragraphs.add(grams);
      grams.forEach(gram -> holding.merge(gram, 1, Integer::sum));
    }
  }

  /** The runs of a text without blanks; those with punctuation left out. */
  static Set<String> of(String dense) {
    Set<String> grams = new HashSet<>();
    for (int i = 0; i < dense.length(); i++) {
      if (isIdeograph(dense.charAt(i))) {
        grams.add(dense.substring(i, i + 1));
      }
      if (i + 2 <= dense.length() && isWord(dense.charAt(i)) && isWord(dense.charAt(i + 1))) {
        grams.add(dense.substring(i, i + 2));
        if (i + 3 <= dense.length() && isWord(dense.charAt(i + 2))) {
          grams.add(dense.substring(i, i + 3));
        }
      }
    }
    return grams;
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c);
  }

  private static boolean isIdeograph(char c) {
    return Character.isIdeographic(c);
  }

  /** The runs of a paragraph. */
  Set<String> of(int paragraph) {
    return paragraphs.get(paragraph);
  }

  /** The weight of a run, 0 for the commonest characters and hardly above 1.5. */
  double weight(String gram) {
    return weights.computeIfAbsent(gram, this::weighed);
  }

  private double weighed(String gram) {
    int all = paragraphs.size();
    double onPage =
        Math.log((all + 1) / (holding.getOrDefault(gram, 0) + 0.5)) / Math.log((all + 1) / 0.5);
    onPage = Math.max(0.02, onPage);
    if (gram.length() == 1) {
      double surprise = -pairs.single(gram.charAt(0)) - SURPRISING;
      return onPage * SINGLE * Math.max(0, Math.min(1, surprise / 3));
    }
    double atLarge = 0;
    for (int i = 0; i + 1 < gram.length(); i++) {
      atLarge += rarity(gram.charAt(i), gram.charAt(i + 1)) / (gram.length() - 1);
    }
    return onPage * atLarge * (gram.length() == 3 ? 1.3 : 1);
  }

  /** 0.15 for the commonest pairs of characters, 1.2 for those never seen. */
  private double rarity(char first, char second) {
    if (first < 128 && second < 128) {
      return 0.9;
    }
    double surprise = -pairs.single(first) - pairs.follows(first, second);
    return Math.max(0.15, Math.min(1.2, (surprise - 6.5) / 6));
  }

  /** The weight of all runs of a text. */
  double weight(Set<String> text) {
    double all = 0;
    for (String gram : text) {
      all += weight(gram);
    }
    return all;
  }

  /** How much of one text is in another: the weights of what they share. */
  double shared(Set<String> one, Set<String> other) {
    double shared = 0;
    for (String gram : one) {
      shared += other.contains(gram) ? weight(gram) : 0;
    }
    return shared;
  }
}
