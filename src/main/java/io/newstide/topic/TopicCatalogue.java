package io.newstide.topic;

import com.hankcs.hanlp.collection.AhoCorasick.AhoCorasickDoubleArrayTrie;
import io.newstide.language.Analysis;
import io.newstide.language.Field;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All topics at once. One pass over an article finds the texts of all queries (Aho and Corasick);
 * only the queries of which something was found are then asked, so that ten thousand topics cost
 * little more than ten. Immutable and safe for use by many threads.
 */
public final class TopicCatalogue {

  /** A topic whose query has been read. */
  private record Followed(TopicDefinition topic, Clause query) {}

  private final List<Followed> topics;
  private final Optional<AhoCorasickDoubleArrayTrie<String>> texts;
  private final Map<String, List<Integer>> byText = new HashMap<>();
  private final List<Integer> byName = new ArrayList<>();
  private final String version;

  private TopicCatalogue(List<Followed> topics) {
    this.topics = topics;
    TreeMap<String, String> all = new TreeMap<>();
    for (int i = 0; i < topics.size(); i++) {
      Set<String> literals = new LinkedHashSet<>();
      if (collect(topics.get(i).query(), literals)) {
        byName.add(i);
      }
      for (String literal : literals) {
        all.put(literal, literal);
        byText.computeIfAbsent(literal, text -> new ArrayList<>()).add(i);
      }
    }
    texts = all.isEmpty() ? Optional.empty() : Optional.of(new AhoCorasickDoubleArrayTrie<>(all));
    version =
        Integer.toHexString(topics.stream().map(f -> f.topic().version()).toList().hashCode());
  }

  /**
   * A catalogue of topics.
   *
   * @throws IllegalArgumentException if a query is refused; the message names topic and column
   */
  public static TopicCatalogue of(List<TopicDefinition> topics) {
    List<Followed> followed = new ArrayList<>();
    for (TopicDefinition topic : topics) {
      try {
        followed.add(new Followed(topic, TopicQuery.parse(topic.query())));
      } catch (TopicQueryException e) {
        throw new IllegalArgumentException(
            "topic '%s', query, column %d: %s".formatted(topic.id(), e.column(), e.getMessage()),
            e);
      }
    }
    return new TopicCatalogue(followed);
  }

  /** Collects the texts of a query and says whether names are asked for too. */
  private static boolean collect(Clause clause, Set<String> literals) {
    if (clause instanceof Clause.Literal literal) {
      literals.add(literal.text());
      return false;
    }
    if (clause instanceof Clause.Near near) {
      literals.addAll(near.texts());
      return false;
    }
    if (clause instanceof Clause.Group group) {
      boolean names = false;
      for (List<Clause> part : List.of(group.must(), group.should(), group.mustNot())) {
        for (Clause member : part) {
          names |= collect(member, literals);
        }
      }
      return names;
    }
    return true;
  }

  /** A short name for all of its definitions together. */
  public String version() {
    return version;
  }

  /**
   * The topics an article carries, the strongest first, then by id.
   *
   * @param analysis what the language pass found, its passages and mentions included
   */
  public List<TopicMatch> match(Analysis analysis) {
    ReadArticle article = new ReadArticle(analysis, texts);
    Set<Integer> candidates = new TreeSet<>(byName);
    article.found().forEach(text -> candidates.addAll(byText.get(text)));
    List<TopicMatch> matches = new ArrayList<>();
    for (int candidate : candidates) {
      Followed followed = topics.get(candidate);
      List<Hits> hits = article.ask(followed.query());
      if (!hits.isEmpty()) {
        double score = Salience.score(hits, article.length());
        if (score >= followed.topic().threshold()) {
          matches.add(match(followed.topic(), hits, score));
        }
      }
    }
    matches.sort(
        Comparator.comparingDouble(TopicMatch::score).reversed().thenComparing(TopicMatch::id));
    return matches;
  }

  private static TopicMatch match(TopicDefinition topic, List<Hits> hits, double score) {
    boolean inTitle =
        hits.stream()
            .flatMap(hit -> hit.places().stream())
            .anyMatch(place -> place.passage().field() == Field.TITLE);
    List<String> matched = hits.stream().map(hit -> hit.clause().label()).distinct().toList();
    return new TopicMatch(topic.id(), Math.round(score * 1000) / 1000.0, inTitle, matched);
  }
}
