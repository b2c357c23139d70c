package io.newstide.topic;

import io.newstide.language.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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
  private record Mention(int clause, double weight, Hits.Place place, int sentence) {

    private boolean isWithin(Layout.Extent part) {
      return place.passage().field() == Field.BODY && part.holds(place.start(), place.end());
    }

    private boolean sharesSentence(Mention other) {
      return place.passage() == other.place.passage() && sentence == other.sentence;
    }
  }

  private static final Comparator<Mention> BY_SENTENCE =
      (a, b) -> {
        int order = a.place().passage().field().compareTo(b.place().passage().field());
        order = order != 0 ? order : Integer.compare(a.sentence(), b.sentence());
        order = order != 0 ? order : Double.compare(b.weight(), a.weight());
        order = order != 0 ? order : Integer.compare(a.place().start(), b.place().start());
        return order != 0 ? order : Integer.compare(a.clause(), b.clause());
      };

  private final Clause query;
  private final List<Hits> hits;
  private final ReadArticle article;
  private final Mention[] mentions;

  /** By hit whether it is enough for the query by itself; made when it is first asked for. */
  private boolean[] enough;

  /**
   * Gets ready to reckon.
   *
   * @param query what was asked
   * @param hits the clauses by which the article matches it, at least one
   * @param article the article
   */
  Salience(Clause query, List<Hits> hits, ReadArticle article) {
    this.query = query;
    this.hits = hits;
    this.article = article;
    int count = 0;
    for (Hits hit : hits) {
      count += hit.places().size();
    }
    mentions = new Mention[count];
    for (int i = hits.size() - 1; i >= 0; i--) {
      for (Hits.Place place : hits.get(i).places()) {
        mentions[--count] =
            new Mention(
                i, hits.get(i).clause().weight(), place, place.passage().sentenceAt(place.start()));
      }
    }
    Arrays.sort(mentions, BY_SENTENCE);
  }

  /**
   * The most that a clause can give to the score of a whole article.
   *
   * @param weight its weight
   * @param frequency no less than its f; may be infinite
   * @param length the characters of the article's body
   */
  static double mostOfWhole(double weight, double frequency, int length) {
    return share(weight, frequency, norm(length));
  }

  /** The most that a clause can give to the score of a section or paragraph. */
  static double mostOfPart(double weight, double frequency, boolean headed) {
    return (headed ? 1 : PARAGRAPH) * share(weight, frequency, norm(0));
  }

  /** The most that a place can count in the whole article. */
  static double mostInWhole(Field field) {
    return inWhole(field, 0);
  }

  private static double inWhole(Field field, int start) {
    return switch (field) {
      case TITLE -> TITLE;
      case KICKER, SUBTITLE -> KICKER;
      case BODY -> start < LEAD_LENGTH ? LEAD : 1;
    };
  }

  /** The most that a place can count in a section or paragraph. */
  static double mostInPart(Field field, boolean headed) {
    return field != Field.BODY ? 0 : headed ? TITLE : 1;
  }

  /** The score. */
  double score() {
    double[] frequencies = new double[hits.size()];
    double best = score(Kind.WHOLE, Optional.empty(), frequencies);
    if (article.body().isPresent()) {
      Layout layout = article.body().get().layout();
      for (Layout.Extent section : layout.sections()) {
        best = Math.max(best, score(Kind.SECTION, Optional.of(section), frequencies));
      }
      for (Layout.Extent paragraph : layout.paragraphs()) {
        best = Math.max(best, score(Kind.PARAGRAPH, Optional.of(paragraph), frequencies));
      }
    }
    return best;
  }

  /** How the score of the whole article comes about. */
  Reckoning whole() {
    return reckoning(Kind.WHOLE, Optional.empty());
  }

  /** How that of the best section or paragraph does; empty if none matches the query by itself. */
  Optional<Reckoning> best(Kind kind) {
    List<Layout.Extent> extents =
        article
            .body()
            .map(
                body ->
                    kind == Kind.SECTION ? body.layout().sections() : body.layout().paragraphs())
            .orElse(List.of());
    double[] frequencies = new double[hits.size()];
    double best = 0;
    Optional<Layout.Extent> at = Optional.empty();
    for (Layout.Extent extent : extents) {
      double score = score(kind, Optional.of(extent), frequencies);
      if (score > best) {
        best = score;
        at = Optional.of(extent);
      }
    }
    return at.map(extent -> reckoning(kind, Optional.of(extent)));
  }

  private Reckoning reckoning(Kind kind, Optional<Layout.Extent> extent) {
    double[] frequencies = new double[hits.size()];
    double score = score(kind, extent, frequencies);
    int length = length(extent);
    List<Share> shares = new ArrayList<>();
    for (int i = 0; i < frequencies.length; i++) {
      if (frequencies[i] > 0) {
        Hits hit = hits.get(i);
        List<Hits.Place> within =
            hit.places().stream()
                .filter(
                    place ->
                        extent.isEmpty()
                            || (place.passage().field() == Field.BODY
                                && extent.get().holds(place.start(), place.end())))
                .toList();
        double value = share(hit.clause().weight(), frequencies[i], norm(length));
        shares.add(new Share(new Hits(hit.clause(), within), frequencies[i], value));
      }
    }
    return new Reckoning(kind, extent, length, norm(length), factor(kind), shares, score);
  }

  private int length(Optional<Layout.Extent> extent) {
    return extent.map(Layout.Extent::length).orElseGet(article::length);
  }

  private static double factor(Kind kind) {
    return kind == Kind.PARAGRAPH ? PARAGRAPH : 1;
  }

  /** The score of an article or a part of it; 0 for a part that does not match by itself. */
  private double score(Kind kind, Optional<Layout.Extent> extent, double[] frequencies) {
    Arrays.fill(frequencies, 0);
    Mention before = null;
    for (Mention mention : mentions) {
      if (extent.isEmpty() || mention.isWithin(extent.get())) {
        Hits.Place place = mention.place();
        double count;
        if (extent.isEmpty()) {
          count = inWhole(place.passage().field(), place.start());
        } else {
          count = place.start() < extent.get().textStart() ? TITLE : 1;
        }
        boolean again = before != null && mention.sharesSentence(before);
        frequencies[mention.clause()] += again ? count * REPEATED : count;
        before = mention;
      }
    }
    if (extent.isEmpty()) {
      for (int i = 0; i < frequencies.length; i++) {
        // A name without a place in the text was found once, somewhere.
        frequencies[i] += hits.get(i).places().isEmpty() ? 1 : 0;
      }
    } else if (before == null || !(isEnough(frequencies) || holds(query, frequencies))) {
      return 0;
    }
    double norm = norm(length(extent));
    double sum = 0;
    for (int i = 0; i < frequencies.length; i++) {
      sum += share(hits.get(i).clause().weight(), frequencies[i], norm);
    }
    return factor(kind) * sum;
  }

  /** Whether one of the query's alternatives was found that is a text or a name. */
  private boolean isEnough(double[] frequencies) {
    if (enough == null) {
      enough = new boolean[hits.size()];
      List<Clause> alternatives = query.alternatives();
      for (int i = 0; i < enough.length; i++) {
        Clause clause = hits.get(i).clause();
        for (int k = 0; k < alternatives.size() && !enough[i]; k++) {
          enough[i] = alternatives.get(k) == clause;
        }
      }
    }
    for (int i = 0; i < frequencies.length; i++) {
      if (enough[i] && frequencies[i] > 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether what was found is enough for a query; what must not be there is nowhere. */
  private boolean holds(Clause clause, double[] frequencies) {
    if (clause instanceof Clause.Group group) {
      for (Clause must : group.must()) {
        if (!holds(must, frequencies)) {
          return false;
        }
      }
      if (!group.must().isEmpty()) {
        return true;
      }
      for (Clause should : group.should()) {
        if (holds(should, frequencies)) {
          return true;
        }
      }
      return false;
    }
    for (int i = 0; i < frequencies.length; i++) {
      if (hits.get(i).clause() == clause) {
        return frequencies[i] > 0;
      }
    }
    return false;
  }

  private static double share(double weight, double frequency, double norm) {
    return frequency == Double.POSITIVE_INFINITY
        ? weight * SCALE
        : weight * SCALE * frequency / (frequency + SATURATION * norm);
  }

  private static double norm(int length) {
    return 0.5 + 0.5 * Math.max(length, LEAST_LENGTH) / USUAL_LENGTH;
  }
}
