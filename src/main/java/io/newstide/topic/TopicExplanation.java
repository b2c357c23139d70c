package io.newstide.topic;

import io.newstide.article.Article;
import io.newstide.language.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Why an article does or does not carry a topic. Offsets count Unicode code points of the field as
 * given, ends are exclusive.
 *
 * @param topic the topic
 * @param matches whether the query matches the article; if not, it carries the topic whatever its
 *     score would be
 * @param obstacles if it does not match, why: what is needed and not found, what must not be there
 *     and is
 * @param found every clause of the query that was found, in the query's order, those it excludes
 *     left out
 * @param score the score, rounded as in rows; 0 if the query does not match
 * @param carried whether the article carries the topic
 * @param reckonings how the score comes about: for the whole article, then for the best section and
 *     paragraph; none if the query does not match
 */
public record TopicExplanation(
    TopicDefinition topic,
    boolean matches,
    List<String> obstacles,
    List<Found> found,
    double score,
    boolean carried,
    List<Reckoning> reckonings) {

  private static final int CONTEXT = 8;
  private static final int MOST_NAMED = 6;

  public TopicExplanation {
    obstacles = List.copyOf(obstacles);
    found = List.copyOf(found);
    reckonings = List.copyOf(reckonings);
  }

  /**
   * A clause that was found.
   *
   * @param clause as people write it
   * @param weight its weight
   * @param places where; none for a name that stands nowhere in the text by itself
   */
  public record Found(String clause, double weight, List<Place> places) {

    public Found {
      places = List.copyOf(places);
    }
  }

  /**
   * A place in an article.
   *
   * @param field title, kicker, subtitle or body
   * @param start the first code point
   * @param end behind the last code point
   * @param text what stands there
   * @param before some of what stands before it
   * @param after some of what stands behind it
   */
  public record Place(String field, int start, int end, String text, String before, String after) {}

  /**
   * How a score comes about, see {@link Salience}.
   *
   * @param part whole, section or paragraph
   * @param start where in the body the part begins; 0 for the whole
   * @param end where it ends; the body's end for the whole
   * @param heading the section's heading, else empty
   * @param length its characters without white space: L
   * @param norm n
   * @param factor by which the sum of the shares is multiplied
   * @param shares what each clause gives
   * @param score the product, not rounded
   */
  public record Reckoning(
      String part,
      int start,
      int end,
      String heading,
      int length,
      double norm,
      double factor,
      List<Share> shares,
      double score) {

    public Reckoning {
      shares = List.copyOf(shares);
    }
  }

  /**
   * What a clause gives.
   *
   * @param clause as people write it
   * @param weight its weight
   * @param mentions how often it was found in the part
   * @param frequency f: the mentions by place and sentence
   * @param value weight · 2.5 · f / (f + 4 · n)
   */
  public record Share(String clause, double weight, int mentions, double frequency, double value) {}

  /** Explains what an article has to do with a topic. */
  static TopicExplanation of(
      TopicDefinition topic, Clause query, ReadArticle read, Article article) {
    List<Found> found = new ArrayList<>();
    collect(query, read, article, found);
    List<Hits> hits = read.ask(query);
    if (hits.isEmpty()) {
      List<String> obstacles = new ArrayList<>();
      obstacles(query, read, obstacles);
      return new TopicExplanation(topic, false, obstacles, found, 0, false, List.of());
    }
    Salience salience = new Salience(query, hits, read);
    List<Reckoning> reckonings = new ArrayList<>();
    reckonings.add(reckoning(salience.whole(), read, article));
    for (Salience.Kind kind : List.of(Salience.Kind.SECTION, Salience.Kind.PARAGRAPH)) {
      salience.best(kind).ifPresent(part -> reckonings.add(reckoning(part, read, article)));
    }
    double score = salience.score();
    return new TopicExplanation(
        topic,
        true,
        List.of(),
        found,
        TopicMatch.rounded(score),
        score >= topic.threshold(),
        reckonings);
  }

  private static void collect(Clause clause, ReadArticle read, Article article, List<Found> found) {
    if (clause instanceof Clause.Group group) {
      group.must().forEach(must -> collect(must, read, article, found));
      group.should().forEach(should -> collect(should, read, article, found));
      return;
    }
    for (Hits hits : read.ask(clause)) {
      found.add(
          new Found(
              hits.clause().label(),
              hits.clause().weight(),
              hits.places().stream().map(place -> place(place, article)).toList()));
    }
  }

  private static Place place(Hits.Place place, Article article) {
    Field field = place.passage().field();
    String text = text(field, article);
    int start = place.passage().given(place.start());
    int end = place.passage().given(place.end() - 1) + 1;
    return new Place(
        field.name().toLowerCase(Locale.ROOT),
        text.codePointCount(0, start),
        text.codePointCount(0, end),
        text.substring(start, end),
        text.substring(back(text, start), start),
        text.substring(end, ahead(text, end)));
  }

  private static int back(String text, int from) {
    return text.offsetByCodePoints(from, -Math.min(CONTEXT, text.codePointCount(0, from)));
  }

  private static int ahead(String text, int from) {
    return text.offsetByCodePoints(
        from, Math.min(CONTEXT, text.codePointCount(from, text.length())));
  }

  private static String text(Field field, Article article) {
    return switch (field) {
      case TITLE -> article.title();
      case KICKER -> article.kicker();
      case SUBTITLE -> article.subtitle();
      case BODY -> article.body();
    };
  }

  private static Reckoning reckoning(Salience.Reckoning part, ReadArticle read, Article article) {
    String body = article.body();
    int start = 0;
    int textStart = 0;
    int end = body.length();
    if (part.extent().isPresent()) {
      ReadPassage passage = read.body().orElseThrow();
      Layout.Extent extent = part.extent().get();
      start = passage.given(extent.start());
      textStart =
          extent.textStart() == extent.start() ? start : passage.given(extent.textStart() - 1) + 1;
      end = passage.given(extent.end() - 1) + 1;
    }
    return new Reckoning(
        part.kind().name().toLowerCase(Locale.ROOT),
        body.codePointCount(0, start),
        body.codePointCount(0, end),
        body.substring(start, textStart).strip(),
        part.length(),
        part.norm(),
        part.factor(),
        part.shares().stream()
            .map(
                share ->
                    new Share(
                        share.hits().clause().label(),
                        share.hits().clause().weight(),
                        share.hits().places().size(),
                        share.frequency(),
                        share.value()))
            .toList(),
        part.score());
  }

  private static void obstacles(Clause clause, ReadArticle read, List<String> obstacles) {
    if (!(clause instanceof Clause.Group group)) {
      obstacles.add("not found: " + names(clause));
      return;
    }
    for (Clause not : group.mustNot()) {
      if (read.carries(not)) {
        obstacles.add("found, but excluded by NOT: " + names(not));
      }
    }
    for (Clause must : group.must()) {
      if (!read.carries(must)) {
        obstacles.add("needed, but not found: " + names(must));
      }
    }
    if (obstacles.isEmpty()) {
      obstacles.add("not found: " + names(clause));
    }
  }

  private static String names(Clause clause) {
    List<String> labels = new ArrayList<>();
    labels(clause, labels);
    if (labels.size() == 1) {
      return labels.get(0);
    }
    String first = String.join(", ", labels.subList(0, Math.min(MOST_NAMED, labels.size())));
    return labels.size() <= MOST_NAMED
        ? "any of " + first
        : "any of %s and %,d more".formatted(first, labels.size() - MOST_NAMED);
  }

  private static void labels(Clause clause, List<String> labels) {
    if (clause instanceof Clause.Leaf leaf) {
      labels.add(leaf.label());
    } else if (clause instanceof Clause.Group group) {
      group.must().forEach(must -> labels(must, labels));
      group.should().forEach(should -> labels(should, labels));
    }
  }
}
