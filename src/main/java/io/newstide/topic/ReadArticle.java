package io.newstide.topic;

import com.hankcs.hanlp.collection.AhoCorasick.AhoCorasickDoubleArrayTrie;
import io.newstide.language.Analysis;
import io.newstide.language.Field;
import io.newstide.language.Mention;
import io.newstide.language.Name;
import io.newstide.language.Person;
import io.newstide.language.names.NameType;
import io.newstide.language.words.Normaliser;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An article with all texts of all queries found in it at once; queries are asked of it. */
final class ReadArticle {

  private final Analysis analysis;
  private final Map<Field, ReadPassage> passages = new HashMap<>();
  private final Map<String, List<Hits.Place>> places = new HashMap<>();

  /**
   * Finds texts in an article.
   *
   * @param analysis what the language pass found, its passages and mentions included
   * @param texts the texts to find, in their dense form; empty if there are none
   */
  ReadArticle(Analysis analysis, Optional<AhoCorasickDoubleArrayTrie<String>> texts) {
    this.analysis = analysis;
    analysis.passages().forEach(p -> passages.put(p.field(), new ReadPassage(p)));
    for (Field field : Field.values()) {
      ReadPassage passage = passages.get(field);
      if (passage != null && texts.isPresent()) {
        texts
            .get()
            .parseText(passage.text(), (start, end, text) -> found(passage, start, end, text));
      }
    }
  }

  private void found(ReadPassage passage, int start, int end, String text) {
    if (passage.stands(start, end)) {
      places.computeIfAbsent(text, t -> new ArrayList<>()).add(new Hits.Place(passage, start, end));
    }
  }

  /** The texts that were found. */
  Set<String> found() {
    return places.keySet();
  }

  /** The characters of the body, without white space. */
  int length() {
    ReadPassage body = passages.get(Field.BODY);
    return body == null ? 0 : body.text().length();
  }

  /**
   * Asks a query: the clauses by which the article matches it, in its order; none if it does not.
   */
  List<Hits> ask(Clause clause) {
    List<Hits> hits = new ArrayList<>();
    return matches(clause, hits) ? hits : List.of();
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
    if (!at.isEmpty()) {
      hits.add(new Hits((Clause.Leaf) clause, at));
    }
    return !at.isEmpty();
  }

  private boolean matchesGroup(Clause.Group group, List<Hits> hits) {
    for (Clause not : group.mustNot()) {
      if (matches(not, new ArrayList<>())) {
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
    List<Hits.Place> all = places.getOrDefault(text, List.of());
    return fields.size() == Field.values().length
        ? all
        : all.stream().filter(place -> fields.contains(place.passage().field())).toList();
  }

  private List<Hits.Place> near(Clause.Near near) {
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

  private boolean isNamed(Clause.Named clause) {
    return switch (clause.type()) {
      case PERSON -> analysis.people().stream().map(Person::name).anyMatch(n -> fits(clause, n));
      case PLACE -> analysis.places().stream().map(Name::name).anyMatch(n -> fits(clause, n));
      case ORGANISATION ->
          analysis.organisations().stream().map(Name::name).anyMatch(n -> fits(clause, n));
    };
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
