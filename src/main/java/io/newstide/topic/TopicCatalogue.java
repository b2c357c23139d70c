package io.newstide.topic;

import io.newstide.article.Article;
import io.newstide.language.Analysis;
import io.newstide.language.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All topics at once. One pass over an article finds the texts of all queries; what was found
 * gives, topic by topic, the most its score could be, and only the queries of topics that could
 * reach their threshold are asked, so that ten thousand topics cost little more than ten. Immutable
 * and safe for use by many threads; a changed topic makes a new catalogue.
 */
public final class TopicCatalogue {

  /** More than bounds can be too small by, because they are added up in single precision. */
  private static final double ROUNDING = 1 + 1e-3;

  private static final Comparator<TopicMatch> STRONGEST_FIRST =
      (one, other) -> {
        int order = Double.compare(other.score(), one.score());
        return order != 0 ? order : one.id().compareTo(other.id());
      };

  private final List<TopicDefinition> topics;
  private final List<Clause> queries;
  private final double[] thresholds;
  private final Map<String, Integer> byId = new HashMap<>();
  private final Vocabulary vocabulary;
  private final String version;

  private TopicCatalogue(List<TopicDefinition> topics, List<Clause> queries) {
    this.topics = topics;
    this.queries = queries;
    thresholds = topics.stream().mapToDouble(TopicDefinition::threshold).toArray();
    vocabulary = new Vocabulary(queries);
    for (int i = 0; i < topics.size(); i++) {
      if (byId.put(topics.get(i).id(), i) != null) {
        throw new IllegalArgumentException(
            "topic '%s' is there twice".formatted(topics.get(i).id()));
      }
    }
    version =
        Integer.toHexString(topics.stream().map(TopicDefinition::version).toList().hashCode());
  }

  /**
   * A catalogue of topics.
   *
   * @throws IllegalArgumentException if a query is refused or an id is there twice; the message
   *     names topic and column
   */
  public static TopicCatalogue of(List<TopicDefinition> topics) {
    List<Clause> queries = new ArrayList<>();
    for (TopicDefinition topic : topics) {
      try {
        queries.add(TopicQuery.parse(topic.query()));
      } catch (TopicQueryException e) {
        throw new IllegalArgumentException(
            "topic '%s', query, column %d: %s".formatted(topic.id(), e.column(), e.getMessage()),
            e);
      }
    }
    return new TopicCatalogue(List.copyOf(topics), queries);
  }

  /** The topics, in the order they were given. */
  public List<TopicDefinition> topics() {
    return topics;
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
    ReadArticle article = new ReadArticle(analysis, vocabulary);
    List<TopicMatch> matches = new ArrayList<>();
    for (Candidate candidate : candidates(article)) {
      TopicDefinition topic = topics.get(candidate.topic());
      Clause query = queries.get(candidate.topic());
      List<Hits> hits = article.ask(candidate.found());
      if (!hits.isEmpty()) {
        double score = new Salience(query, hits, article).score();
        if (score >= topic.threshold()) {
          matches.add(match(topic, hits, score));
        }
      }
    }
    matches.sort(STRONGEST_FIRST);
    return matches;
  }

  /**
   * Says why an article does or does not carry a topic.
   *
   * @param id the topic's id
   * @param article the article
   * @param analysis what the language pass found in it, its passages and mentions included
   * @return empty if there is no such topic
   */
  public Optional<TopicExplanation> explain(String id, Article article, Analysis analysis) {
    Integer topic = byId.get(id);
    return topic == null
        ? Optional.empty()
        : Optional.of(
            TopicExplanation.of(
                topics.get(topic),
                queries.get(topic),
                new ReadArticle(analysis, vocabulary),
                article));
  }

  /**
   * A topic that may be carried.
   *
   * @param topic its number
   * @param found for each of its query's alternatives that can match something that was found, in
   *     the query's order
   */
  private record Candidate(int topic, List<ReadArticle.Use> found) {}

  /** The topics whose score, by what was found, can reach the threshold, in their order. */
  private List<Candidate> candidates(ReadArticle article) {
    // The most of the whole article, and the most of any part of it, by topic.
    float[] ofWhole = new float[topics.size()];
    float[] ofPart = new float[topics.size()];
    // By topic what was found last of it, from 1; before that one the one that was found before it.
    int[] last = new int[topics.size()];
    int[] before = new int[64];
    ReadArticle.Use[] uses = new ReadArticle.Use[64];
    int[] touched = new int[16];
    int found = 0;
    int count = 0;
    int length = article.length();
    boolean headed = article.headed();
    for (ReadArticle.Finding finding : article.findings()) {
      for (Vocabulary.Use use : vocabulary.uses(finding)) {
        int topic = use.topic();
        if (ofWhole[topic] == 0) {
          touched = count == touched.length ? Arrays.copyOf(touched, 2 * count) : touched;
          touched[count++] = topic;
        }
        if (use.number() != Vocabulary.NONE) {
          if (++found == before.length) {
            before = Arrays.copyOf(before, 2 * found);
            uses = Arrays.copyOf(uses, 2 * found);
          }
          uses[found] = new ReadArticle.Use(use, finding);
          before[found] = last[topic];
          last[topic] = found;
        }
        ofWhole[topic] += (float) Salience.mostOfWhole(use.weight(), finding.inWhole(), length);
        ofPart[topic] += (float) Salience.mostOfPart(use.weight(), finding.inPart(), headed);
      }
    }
    int reaching = 0;
    for (int i = 0; i < count; i++) {
      int topic = touched[i];
      if (last[topic] != 0
          && Math.max(ofWhole[topic], ofPart[topic]) * ROUNDING >= thresholds[topic]) {
        touched[reaching++] = topic;
      }
    }
    Arrays.sort(touched, 0, reaching);
    List<Candidate> candidates = new ArrayList<>(reaching);
    for (int i = 0; i < reaching; i++) {
      int topic = touched[i];
      // A weight too small for single precision leaves no trace: its topic may be there twice.
      if (i > 0 && topic == touched[i - 1]) {
        continue;
      }
      candidates.add(new Candidate(topic, distinct(last[topic], before, uses)));
    }
    return candidates;
  }

  /** Of a chain one for each alternative, in the query's order. */
  private static List<ReadArticle.Use> distinct(int last, int[] before, ReadArticle.Use[] uses) {
    List<ReadArticle.Use> of = new ArrayList<>(4);
    for (int i = last; i != 0; i = before[i]) {
      int number = uses[i].of().number();
      int at = of.size();
      while (at > 0 && of.get(at - 1).of().number() > number) {
        at--;
      }
      if (at == 0 || of.get(at - 1).of().number() != number) {
        of.add(at, uses[i]);
      }
    }
    return of;
  }

  private static TopicMatch match(TopicDefinition topic, List<Hits> hits, double score) {
    boolean inTitle = false;
    Set<String> matched = new LinkedHashSet<>();
    for (Hits hit : hits) {
      matched.add(hit.clause().label());
      for (Hits.Place place : hit.places()) {
        inTitle |= place.passage().field() == Field.TITLE;
      }
    }
    return new TopicMatch(topic.id(), TopicMatch.rounded(score), inTitle, List.copyOf(matched));
  }
}
