package io.newstide.topic;

import io.newstide.language.names.NameType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The texts and names of many queries, and which topics they count for. Immutable once made, and
 * safe for use by many threads.
 */
final class Vocabulary {

  /**
   * That something counts for a topic.
   *
   * @param topic the topic's number
   * @param number which of the query's alternatives it is or stands in, see {@link
   *     Clause#alternatives}; {@link #NONE} where that cannot be matched without another that says
   *     so
   * @param alternative the alternative itself
   * @param weight the clause's weight
   */
  record Use(int topic, int number, Clause alternative, double weight) {}

  /** No alternative. */
  static final int NONE = -1;

  private final TextIndex texts;
  private final List<List<Use>> usesOfTexts = new ArrayList<>();
  private final TextIndex names;
  private final Map<NameType, List<List<Use>>> usesOfNames = new HashMap<>();

  /** The vocabulary of the topics' queries, in the order of their numbers. */
  Vocabulary(List<Clause> queries) {
    Set<String> allTexts = new LinkedHashSet<>();
    Set<String> allNames = new LinkedHashSet<>();
    queries.forEach(query -> collect(query, allTexts, allNames));
    texts = new TextIndex(allTexts);
    names = new TextIndex(allNames);
    Map<String, Integer> textNumbers = texts.numbers();
    Map<String, Integer> nameNumbers = names.numbers();
    texts.texts().forEach(text -> usesOfTexts.add(new ArrayList<>()));
    for (NameType type : NameType.values()) {
      List<List<Use>> uses = new ArrayList<>();
      names.texts().forEach(name -> uses.add(new ArrayList<>()));
      usesOfNames.put(type, uses);
    }
    for (int i = 0; i < queries.size(); i++) {
      List<Clause> alternatives = queries.get(i).alternatives();
      for (int k = 0; k < alternatives.size(); k++) {
        Clause alternative = alternatives.get(k);
        use(alternative, new Use(i, k, alternative, 0), textNumbers, nameNumbers);
      }
    }
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

  /** Enters a clause; {@code in} says where it stands. */
  private void use(Clause clause, Use in, Map<String, Integer> texts, Map<String, Integer> names) {
    if (clause instanceof Clause.Group group) {
      // Where all must be matched it is enough that one of them calls for a look.
      Use quiet = new Use(in.topic(), NONE, in.alternative(), 0);
      for (int i = 0; i < group.must().size(); i++) {
        use(group.must().get(i), i == 0 ? in : quiet, texts, names);
      }
      Use others = group.must().isEmpty() ? in : quiet;
      group.should().forEach(should -> use(should, others, texts, names));
      return;
    }
    double weight = ((Clause.Leaf) clause).weight();
    Use use = new Use(in.topic(), in.number(), in.alternative(), weight);
    if (clause instanceof Clause.Named named) {
      usesOfNames.get(named.type()).get(names.get(named.text())).add(use);
    } else if (clause instanceof Clause.Literal literal) {
      usesOfTexts.get(texts.get(literal.text())).add(use);
    } else if (clause instanceof Clause.Near near) {
      // A phrase is where all of its words are; the longest is the rarest.
      String longest =
          near.texts().stream().max(Comparator.comparingInt(String::length)).orElseThrow();
      usesOfTexts.get(texts.get(longest)).add(use);
    }
  }

  /** The texts of all queries, in their dense form. */
  TextIndex texts() {
    return texts;
  }

  /** The names of all queries, in their normal form. */
  TextIndex names() {
    return names;
  }

  /** For which topics something counts that was found. */
  Collection<Use> uses(ReadArticle.Finding finding) {
    return finding.type().isEmpty()
        ? usesOfTexts.get(finding.number())
        : usesOfNames.get(finding.type().get()).get(finding.number());
  }
}
