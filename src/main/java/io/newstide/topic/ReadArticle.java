package io.newstide.topic;

import io.newstide.language.Analysis;
import io.newstide.language.Field;
import io.newstide.language.Mention;
import io.newstide.language.Name;
import io.newstide.language.Person;
import io.newstide.language.names.NameType;
import io.newstide.language.words.Normaliser;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** An article with all texts of all queries found in it at once; queries are asked of it. */
final class ReadArticle {

  private final Analysis analysis;
  private final Vocabulary vocabulary;
  private final Map<Field, ReadPassage> passages = new EnumMap<>(Field.class);
  private final Map<String, Found> texts = new LinkedHashMap<>();
  private final boolean headed;

  /**
   * A text or a name of a query that was found.
   *
   * @param type what it names; empty for a text
   * @param number its number in the vocabulary
   * @param inWhole no less than the frequency of its clause in the whole article
   * @param inPart no less than that in any section or paragraph
   * @param places where, of a text
   */
  record Finding(
      Optional<NameType> type,
      int number,
      double inWhole,
      double inPart,
      List<Hits.Place> places) {}

  /** That something was found that counts for a topic. */
  record Use(Vocabulary.Use of, Finding by) {}

  /** A text that was found, with all its places so far. */
  private static final class Found {
    private final int number;
    private final List<Hits.Place> places = new ArrayList<>();
    private double inWhole;
    private double inPart;

    Found(int number) {
      this.number = number;
    }

    private Finding finding() {
      return new Finding(Optional.empty(), number, inWhole, inPart, places);
    }
  }

  /**
   * Finds texts in an article.
   *
   * @param analysis what the language pass found, its passages and mentions included
   * @param vocabulary the texts and names to find
   */
  ReadArticle(Analysis analysis, Vocabulary vocabulary) {
    this.analysis = analysis;
    this.vocabulary = vocabulary;
    analysis.passages().forEach(p -> passages.put(p.field(), new ReadPassage(p)));
    headed = body().map(body -> !body.layout().sections().isEmpty()).orElse(false);
    for (ReadPassage passage : passages.values()) {
      vocabulary
          .texts()
          .find(passage.text(), (text, start, end) -> found(passage, text, start, end));
    }
  }

  private void found(ReadPassage passage, int text, int start, int end) {
    if (passage.stands(start, end)) {
      Found found =
          texts.computeIfAbsent(vocabulary.texts().texts().get(text), absent -> new Found(text));
      found.places.add(new Hits.Place(passage, start, end));
      found.inWhole += Salience.mostInWhole(passage.field());
      found.inPart += Salience.mostInPart(passage.field(), headed);
    }
  }

  /** Whether the body has sections with headings. */
  boolean headed() {
    return headed;
  }

  /** What was found, each text and name once. */
  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>(texts.size());
    texts.values().forEach(found -> findings.add(found.finding()));
    for (NameType type : NameType.values()) {
      Set<Integer> named = new TreeSet<>();
      names(type)
          .forEach(
              name ->
                  vocabulary
                      .names()
                      .find(Normaliser.normalise(name), (number, start, end) -> named.add(number)));
      named.forEach(
          number ->
              findings.add(
                  new Finding(
                      Optional.of(type),
                      number,
                      Double.POSITIVE_INFINITY,
                      Double.POSITIVE_INFINITY,
                      List.of())));
    }
    return findings;
  }

  /** The body, if there is one. */
  Optional<ReadPassage> body() {
    return Optional.ofNullable(passages.get(Field.BODY));
  }

  /** The characters of the body, without white space. */
  int length() {
    return body().map(body -> body.text().length()).orElse(0);
  }

  /**
   * Asks a query: the clauses by which the article matches it, in its order; none if it does not.
   */
  List<Hits> ask(Clause clause) {
    List<Hits> hits = new ArrayList<>();
    return matches(clause, hits) ? hits : List.of();
  }

  /**
   * The same, where it is known of which of the query's alternatives something was found.
   *
   * @param found one for each of them, in the query's order
   */
  List<Hits> ask(List<Use> found) {
    List<Hits> hits = new ArrayList<>(found.size());
    for (Use use : found) {
      // A text that is an alternative by itself need not be looked for again.
      if (use.of().alternative() instanceof Clause.Literal literal) {
        add(literal, within(use.by().places(), literal.fields()), hits);
      } else {
        matches(use.of().alternative(), hits);
      }
    }
    return hits;
  }

  /** Whether a clause matches. */
  boolean carries(Clause clause) {
    return matches(clause, new ArrayList<>());
  }

  private boolean matches(Clause clause, List<Hits> hits) {
    if (clause instanceof Clause.Group group) {
      return matchesGroup(group, hits);
    }
    List<Hits.Place> at;
    if (clause instanceof Clause.Literal literal) {
      at = places(literal.text(), literal.fields());
    } else if (clause instanceof Clause.Near near) {
      at = near(near);
    } else {
      var named = (Clause.Named) clause;
      if (!isNamed(named)) {
        return false;
      }
      hits.add(new Hits(named, mentioned(named)));
      return true;
    }
    return add((Clause.Leaf) clause, at, hits);
  }

  private static boolean add(Clause.Leaf clause, List<Hits.Place> at, List<Hits> hits) {
    if (!at.isEmpty()) {
      hits.add(new Hits(clause, at));
    }
    return !at.isEmpty();
  }

  private boolean matchesGroup(Clause.Group group, List<Hits> hits) {
    for (Clause not : group.mustNot()) {
      if (carries(not)) {
        return false;
      }
    }
    List<Hits> own = new ArrayList<>();
    for (Clause must : group.must()) {
      if (!matches(must, own)) {
        return false;
      }
    }
    boolean any = false;
    for (Clause should : group.should()) {
      any |= matches(should, own);
    }
    if (group.must().isEmpty() && !any) {
      return false;
    }
    hits.addAll(own);
    return true;
  }

  private List<Hits.Place> places(String text, Set<Field> fields) {
    Found found = texts.get(text);
    return found == null ? List.of() : within(found.places, fields);
  }

  private static List<Hits.Place> within(List<Hits.Place> all, Set<Field> fields) {
    return fields.size() == Field.values().length
        ? all
        : all.stream().filter(place -> fields.contains(place.passage().field())).toList();
  }

  private List<Hits.Place> near(Clause.Near near) {
    for (String text : near.texts()) {
      if (!texts.containsKey(text)) {
        return List.of();
      }
    }
    List<Hits.Place> found = new ArrayList<>();
    for (Field field : Field.values()) {
      if (near.fields().contains(field) && passages.containsKey(field)) {
        nearIn(passages.get(field), near, found);
      }
    }
    return found;
  }

  /** A text of a phrase where it was found. */
  private record Part(int index, Hits.Place place) {}

  private void nearIn(ReadPassage passage, Clause.Near near, List<Hits.Place> found) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < near.texts().size(); i++) {
      for (Hits.Place place : places(near.texts().get(i), Set.of(passage.field()))) {
        parts.add(new Part(i, place));
      }
    }
    parts.sort(Comparator.comparingInt(part -> part.place().start()));
    Map<Integer, Part> latest = new HashMap<>();
    for (Part part : parts) {
      latest.put(part.index(), part);
      if (latest.size() == near.texts().size()) {
        List<Part> inOrder = new ArrayList<>(latest.values());
        inOrder.sort(Comparator.comparingInt(p -> p.place().start()));
        if (distance(passage, inOrder) <= near.slop()) {
          int start = inOrder.get(0).place().start();
          found.add(new Hits.Place(passage, start, part.place().end()));
          latest.clear();
        }
      }
    }
  }

  /** The words between the texts, and, as in Lucene's sloppy phrase, two for each exchange. */
  private static int distance(ReadPassage passage, List<Part> inOrder) {
    int between = 0;
    int least = 0;
    int most = 0;
    for (int i = 0; i < inOrder.size(); i++) {
      Part part = inOrder.get(i);
      least = Math.min(least, i - part.index());
      most = Math.max(most, i - part.index());
      if (i > 0) {
        Hits.Place before = inOrder.get(i - 1).place();
        if (before.start() == part.place().start()) {
          return Integer.MAX_VALUE;
        }
        int gap = passage.wordAt(part.place().start()) - passage.wordAt(before.end() - 1) - 1;
        between += Math.max(0, gap);
      }
    }
    return between + most - least;
  }

  private Stream<String> names(NameType type) {
    return switch (type) {
      case PERSON -> analysis.people().stream().map(Person::name);
      case PLACE -> analysis.places().stream().map(Name::name);
      case ORGANISATION -> analysis.organisations().stream().map(Name::name);
    };
  }

  private boolean isNamed(Clause.Named clause) {
    return names(clause.type()).anyMatch(name -> fits(clause, name));
  }

  private static boolean fits(Clause.Named clause, String name) {
    String normal = Normaliser.normalise(name);
    return clause.type() == NameType.PERSON
        ? normal.equals(clause.text())
        : normal.contains(clause.text());
  }

  private List<Hits.Place> mentioned(Clause.Named clause) {
    List<Hits.Place> at = new ArrayList<>();
    for (Mention mention : analysis.mentions()) {
      ReadPassage passage = passages.get(mention.field());
      if (!mention.byline() && mention.type() == clause.type() && fits(clause, mention.name())) {
        at.add(new Hits.Place(passage, passage.at(mention.start()), passage.at(mention.end())));
      }
    }
    return at;
  }
}
