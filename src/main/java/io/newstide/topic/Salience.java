package io.newstide.topic;

import io.newstide.language.Field;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How much an article is about a topic. Each clause that was matched gives
 *
 * <pre>  weight · 2.5 · f / (f + 4 · n)</pre>
 *
 * where f sums the places where it was found: 5 in the title, 2 in kicker or subtitle, 1.25 in the
 * first 100 characters of the body, 1 elsewhere; in a sentence that names the topic more than once,
 * by whatever clauses, all but the weightiest mention count half, so that a list of words is not a
 * report; and n = 0.5 + 0.5 · L / 400 for a body of L characters without white space, of 100 at
 * least. The form is that of BM25's term frequency with b = 0.5 (Robertson and Zaragoza, The
 * Probabilistic Relevance Framework, 2009): it saturates, and a long article needs more to be about
 * something.
 *
 * <p>The score is the sum over the clauses, and the greatest of three: of the whole article; of any
 * section with a heading of its own, as if it were an article with that title; and 0.8 times that
 * of any paragraph (of a long one, any 300 characters of it), see {@link Layout}. A section or a
 * paragraph counts where the query matches it by itself.
 *
 * <p>One mention in passing in an article of 400 characters gives half the clause's weight, one in
 * the title 1.4 times it, and nothing gives more than 2.5 times it. Scores are finite.
 */
final class Salience {

  private static final double SCALE = 2.5;
  private static final double SATURATION = 4;
  private static final double TITLE = 5;
  private static final double KICKER = 2;
  private static final double LEAD = 1.25;
  private static final int LEAD_LENGTH = 100;
  private static final double REPEATED = 0.5;
  private static final int USUAL_LENGTH = 400;
  private static final int LEAST_LENGTH = 100;
  private static final double PARAGRAPH = 0.8;

  /** What is reckoned with. */
  enum Kind {
    WHOLE,
    SECTION,
    PARAGRAPH
  }

  /**
   * What a clause gives.
   *
   * @param hits the clause and where it was found within what is reckoned
   * @param frequency f
   * @param value what it adds to the score, before the factor of a paragraph
   */
  record Share(Hits hits, double frequency, double value) {}

  /**
   * The score of an article or of a part of it.
   *
   * @param kind what of it
   * @param extent where in the body; empty for the whole
   * @param length L
   * @param norm n
   * @param factor by which the sum of the shares is multiplied
   * @param shares what each clause gives
   * @param score the product
   */
  record Reckoning(
      Kind kind,
      Optional<Layout.Extent> extent,
      int length,
      double norm,
      double factor,
      List<Share> shares,
      double score) {}

  /** A mention on its way into the frequencies. */
  private record Mention(int clause, double weight, Hits.Place place, double factor) {

    int sentence() {
      return place.passage().sentenceAt(place.start());
    }

    boolean sharesSentence(Mention other) {
      return place.passage() == other.place.passage() && sentence() == other.sentence();
    }
  }

  private static final Comparator<Mention> BY_SENTENCE =
      Comparator.comparing((Mention m) -> m.place().passage().field())
          .thenComparingInt(Mention::sentence)
          .thenComparing(Comparator.comparingDouble(Mention::weight).reversed())
          .thenComparingInt(m -> m.place().start())
          .thenComparingInt(Mention::clause);

  private Salience() {}

  /**
   * The most a clause can give.
   *
   * @param weight its weight
   * @param frequency no less than its f in any part of the article; may be infinite
   */
  static double most(double weight, double frequency) {
    double least = SATURATION * norm(LEAST_LENGTH);
    return weight
        * SCALE
        * (frequency == Double.POSITIVE_INFINITY ? 1 : frequency / (frequency + least));
  }

  /**
   * The most that a place can add to a frequency.
   *
   * @param field where it is
   * @param headed whether the body has sections with headings
   */
  static double most(Field field, boolean headed) {
    return switch (field) {
      case TITLE -> TITLE;
      case KICKER, SUBTITLE -> KICKER;
      case BODY -> headed ? TITLE : LEAD;
    };
  }

  /**
   * The best score of an article.
   *
   * @param query what was asked
   * @param hits the clauses by which the article matches it, at least one
   * @param article the article
   */
  static Reckoning best(Clause query, List<Hits> hits, ReadArticle article) {
    Reckoning best = whole(hits, article);
    for (Reckoning part : parts(query, hits, article)) {
      best = part.score() > best.score() ? part : best;
    }
    return best;
  }

  /** The score of the whole article. */
  static Reckoning whole(List<Hits> hits, ReadArticle article) {
    return reckon(Kind.WHOLE, Optional.empty(), hits, article.length());
  }

  /** The scores of those sections and paragraphs that match the query by themselves. */
  static List<Reckoning> parts(Clause query, List<Hits> hits, ReadArticle article) {
    Optional<ReadPassage> body = article.body();
    if (body.isEmpty()) {
      return List.of();
    }
    List<Reckoning> parts = new ArrayList<>();
    addParts(Kind.SECTION, body.get().layout().sections(), query, hits, parts);
    addParts(Kind.PARAGRAPH, body.get().layout().paragraphs(), query, hits, parts);
    return parts;
  }

  private static void addParts(
      Kind kind,
      List<Layout.Extent> extents,
      Clause query,
      List<Hits> hits,
      List<Reckoning> parts) {
    for (Layout.Extent extent : extents) {
      List<Hits> within = new ArrayList<>();
      Set<Clause> found = new HashSet<>();
      for (Hits hit : hits) {
        List<Hits.Place> places =
            hit.places().stream()
                .filter(place -> place.passage().field() == Field.BODY)
                .filter(place -> extent.holds(place.start(), place.end()))
                .toList();
        if (!places.isEmpty()) {
          within.add(new Hits(hit.clause(), places));
          found.add(hit.clause());
        }
      }
      if (holds(query, found)) {
        parts.add(reckon(kind, Optional.of(extent), within, extent.length()));
      }
    }
  }

  /**
   * Whether clauses are enough for a query; what must not be there is not in all of the article.
   */
  private static boolean holds(Clause query, Set<Clause> found) {
    if (query instanceof Clause.Group group) {
      return group.must().stream().allMatch(must -> holds(must, found))
          && (!group.must().isEmpty()
              || group.should().stream().anyMatch(should -> holds(should, found)));
    }
    return found.contains(query);
  }

  private static Reckoning reckon(
      Kind kind, Optional<Layout.Extent> extent, List<Hits> hits, int length) {
    double[] frequencies = new double[hits.size()];
    List<Mention> mentions = new ArrayList<>();
    for (int i = 0; i < hits.size(); i++) {
      // A name without a place in the text was found once, somewhere.
      frequencies[i] = hits.get(i).places().isEmpty() ? 1 : 0;
      for (Hits.Place place : hits.get(i).places()) {
        double factor = extent.map(part -> position(place, part)).orElseGet(() -> position(place));
        mentions.add(new Mention(i, hits.get(i).clause().weight(), place, factor));
      }
    }
    mentions.sort(BY_SENTENCE);
    for (int i = 0; i < mentions.size(); i++) {
      Mention mention = mentions.get(i);
      boolean again = i > 0 && mention.sharesSentence(mentions.get(i - 1));
      frequencies[mention.clause()] += again ? mention.factor() * REPEATED : mention.factor();
    }
    double norm = norm(length);
    double factor = kind == Kind.PARAGRAPH ? PARAGRAPH : 1;
    double sum = 0;
    List<Share> shares = new ArrayList<>();
    for (int i = 0; i < frequencies.length; i++) {
      double f = frequencies[i];
      double value = hits.get(i).clause().weight() * SCALE * f / (f + SATURATION * norm);
      shares.add(new Share(hits.get(i), f, value));
      sum += value;
    }
    return new Reckoning(kind, extent, length, norm, factor, shares, factor * sum);
  }

  private static double norm(int length) {
    return 0.5 + 0.5 * Math.max(length, LEAST_LENGTH) / USUAL_LENGTH;
  }

  private static double position(Hits.Place place) {
    return switch (place.passage().field()) {
      case TITLE -> TITLE;
      case KICKER, SUBTITLE -> KICKER;
      case BODY -> place.start() < LEAD_LENGTH ? LEAD : 1;
    };
  }

  private static double position(Hits.Place place, Layout.Extent part) {
    return place.start() < part.textStart() ? TITLE : 1;
  }
}
