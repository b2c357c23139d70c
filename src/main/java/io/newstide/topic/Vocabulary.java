package io.newstide.topic;

import io.newstide.language.names.NameType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The texts and names of many queries, and which topics they count for. Immutable once made, and
 * safe for use by many threads.
 */
final class Vocabulary {

  /** For which topics something counts, by their numbers, and how much. */
  record Uses(int[] topics, double[] weights) {

    private static final Uses NONE = new Uses(new int[0], new double[0]);

    private Uses and(int topic, double weight) {
      int size = topics.length;
      int[] allTopics = Arrays.copyOf(topics, size + 1);
      double[] allWeights = Arrays.copyOf(weights, size + 1);
      allTopics[size] = topic;
      allWeights[size] = weight;
      return new Uses(allTopics, allWeights);
    }
  }

  private final List<Clause> queries = new ArrayList<>();
  private final TextIndex texts;
  private final Uses[] usesOfTexts;
  private final TextIndex names;
  private final Map<NameType, Uses[]> usesOfNames = new EnumMap<>(NameType.class);

  /** The vocabulary of the topics' queries, in the order of their numbers. */
  Vocabulary(List<Clause> queries) {
    Set<String> allTexts = new LinkedHashSet<>();
    Set<String> allNames = new LinkedHashSet<>();
    queries.forEach(query -> collect(query, allTexts, allNames));
    texts = new TextIndex(allTexts);
    names = new TextIndex(allNames);
    usesOfTexts = none(texts);
    for (NameType type : NameType.values()) {
      usesOfNames.put(type, none(names));
    }
    for (int i = 0; i < queries.size(); i++) {
      use(i, queries.get(i));
      this.queries.add(numbered(queries.get(i)));
    }
  }

  private static Uses[] none(TextIndex index) {
    Uses[] uses = new Uses[index.texts().size()];
    Arrays.fill(uses, Uses.NONE);
    return uses;
  }

  private static void collect(Clause clause, Set<String> texts, Set<String> names) {
    if (clause instanceof Clause.Literal literal) {
      texts.add(literal.text());
    } else if (clause instanceof Clause.Near near) {
      texts.addAll(near.texts());
    } else if (clause instanceof Clause.Named named) {
      names.add(named.text());
    } else if (clause instanceof Clause.Group group) {
      group.must().forEach(must -> collect(must, texts, names));
      group.should().forEach(should -> collect(should, texts, names));
      group.mustNot().forEach(not -> collect(not, texts, names));
    }
  }

  private Clause numbered(Clause clause) {
    if (clause instanceof Clause.Literal literal) {
      return literal.numbered(texts.number(literal.text()));
    }
    if (clause instanceof Clause.Group group) {
      return new Clause.Group(
          group.must().stream().map(this::numbered).toList(),
          group.should().stream().map(this::numbered).toList(),
          group.mustNot().stream().map(this::numbered).toList());
    }
    return clause;
  }

  private void use(int topic, Clause clause) {
    if (clause instanceof Clause.Group group) {
      group.must().forEach(must -> use(topic, must));
      group.should().forEach(should -> use(topic, should));
    } else if (clause instanceof Clause.Named named) {
      use(usesOfNames.get(named.type()), names.number(named.text()), topic, named.weight());
    } else if (clause instanceof Clause.Literal literal) {
      use(usesOfTexts, texts.number(literal.text()), topic, literal.weight());
    } else if (clause instanceof Clause.Near near) {
      // A phrase is where all of its words are; the longest is the rarest.
      String longest =
          near.texts().stream().max(Comparator.comparingInt(String::length)).orElseThrow();
      use(usesOfTexts, texts.number(longest), topic, near.weight());
    }
  }

  private static void use(Uses[] uses, int number, int topic, double weight) {
    uses[number] = uses[number].and(topic, weight);
  }

  /** The queries, each literal with its number. */
  List<Clause> queries() {
    return queries;
  }

  /** The texts of all queries, in their dense form. */
  TextIndex texts() {
    return texts;
  }

  /** The names of all queries, in their normal form. */
  TextIndex names() {
    return names;
  }

  /** For which topics a text counts, by its number. */
  Uses usesOfText(int number) {
    return usesOfTexts[number];
  }

  /** For which topics a name counts, by its number. */
  Uses usesOfName(NameType type, int number) {
    return usesOfNames.get(type)[number];
  }
}
