package io.newstide.language;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keywords by TextRank (Mihalcea and Tarau 2004): a graph in which content words within {@value
 * #WINDOW} of each other are neighbours, and a word is important as its neighbours are, by {@value
 * #ROUNDS} rounds of {@code w(i) = 1 - d + d · Σ w(j) / degree(j)} with d = {@value #DAMPING}.
 * Weights are a share of the heaviest, rounded to four decimals.
 */
final class TextRankRanker implements KeywordRanker {

  private static final int WINDOW = 5;
  private static final int ROUNDS = 20;
  private static final double DAMPING = 0.85;

  /** Words behind these many different ones are not looked at, so that time stays linear. */
  private static final int MOST_WORDS = 20_000;

  private final Set<String> stopWords;

  TextRankRanker(Set<String> stopWords) {
    this.stopWords = stopWords;
  }

  private static final class Node {
    final String word;
    final Map<Node, Integer> neighbours = new LinkedHashMap<>();
    double degree;
    double weight = 1;
    double next;

    Node(String word) {
      this.word = word;
    }

    void meet(Node other) {
      if (other != this) {
        neighbours.merge(other, 1, Integer::sum);
        degree++;
      }
    }
  }

  @Override
  public List<Keyword> rank(List<Passage> passages, Byline skipped, int most) {
    var nodes = graph(passages, skipped);
    for (var round = 0; round < ROUNDS; round++) {
      for (var node : nodes) {
        var sum = 0.0;
        for (var neighbour : node.neighbours.entrySet()) {
          var other = neighbour.getKey();
          sum += other.weight * neighbour.getValue() / other.degree;
        }
        node.next = 1 - DAMPING + DAMPING * sum;
      }
      nodes.forEach(node -> node.weight = node.next);
    }
    nodes.sort(
        Comparator.comparingDouble((Node node) -> -node.weight).thenComparing(node -> node.word));
    var keywords = new ArrayList<Keyword>(most);
    for (var node : nodes.subList(0, Math.min(most, nodes.size()))) {
      var share = node.weight / nodes.get(0).weight;
      keywords.add(new Keyword(node.word, Math.max(1, Math.round(share * 10_000)) / 10_000.0));
    }
    return keywords;
  }

  private List<Node> graph(List<Passage> passages, Byline skipped) {
    var nodes = new LinkedHashMap<String, Node>();
    for (var passage : passages) {
      var near = new ArrayDeque<Node>(WINDOW);
      for (var term : passage.terms()) {
        var known = nodes.containsKey(term.word());
        if (!TfIdfRanker.isCandidate(term)
            || stopWords.contains(term.word())
            || (!known && nodes.size() == MOST_WORDS)
            || (passage.field() == Field.BODY && skipped.covers(term.start(), term.end()))) {
          continue;
        }
        var node = nodes.computeIfAbsent(term.word(), Node::new);
        for (var other : near) {
          node.meet(other);
          other.meet(node);
        }
        near.addLast(node);
        if (near.size() == WINDOW) {
          near.removeFirst();
        }
      }
    }
    return new ArrayList<>(nodes.values());
  }
}
