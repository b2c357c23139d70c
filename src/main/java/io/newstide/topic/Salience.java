package io.newstide.topic;

import io.newstide.language.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much an article is about a topic. Each clause that was matched gives
 *
 * <pre>  weight · 2.5 · f / (f + 4 · n)</pre>
 *
 * where f sums the places where it was found: 5 in the title, 2 in kicker or subtitle, 1.25 in the
 * first 100 characters of the body, 1 elsewhere, a second and further place in one sentence half;
 * and n = 0.75 + 0.25 · L / 400 for a body of L characters without white space. The form is that of
 * BM25's term frequency (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009): it
 * saturates, and a long article needs more to be about something. The score is the sum over the
 * clauses, for the whole article or 0.8 times that for its densest 300 characters, whichever is
 * greater, so that a section of a round-up counts as the article it could have been.
 *
 * <p>One mention in passing in an article of usual length gives half the clause's weight or less,
 * three in as many sentences as much as its weight, a mention in the title more.
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
  private static final int SECTION_LENGTH = 300;
  private static final double SECTION = 0.8;

  private Salience() {}

  /**
   * The score of an article.
   *
   * @param hits the clauses that matched
   * @param length the characters of the body without white space
   */
  static double score(List<Hits> hits, int length) {
    double whole = 0;
    for (Hits hit : hits) {
      whole += part(hit.clause().weight(), frequency(hit.places(), true), length);
    }
    return Math.max(whole, length <= SECTION_LENGTH ? 0 : SECTION * densest(hits));
  }

  private static double part(double weight, double frequency, int length) {
    double norm = 0.75 + 0.25 * length / USUAL_LENGTH;
    return weight * SCALE * frequency / (frequency + SATURATION * norm);
  }

  private static double frequency(List<Hits.Place> places, boolean byPosition) {
    // A name without a place in the text was found once, somewhere.
    double frequency = places.isEmpty() ? 1 : 0;
    Map<ReadPassage, Integer> lastSentence = new HashMap<>();
    for (Hits.Place place : places) {
      int sentence = place.passage().sentenceAt(place.start());
      Integer before = lastSentence.put(place.passage(), sentence);
      double factor = byPosition ? position(place) : 1;
      frequency += before != null && before == sentence ? factor * REPEATED : factor;
    }
    return frequency;
  }

  private static double position(Hits.Place place) {
    return switch (place.passage().field()) {
      case TITLE -> TITLE;
      case KICKER, SUBTITLE -> KICKER;
      case BODY -> place.start() < LEAD_LENGTH ? LEAD : 1;
    };
  }

  private static double densest(List<Hits> hits) {
    double best = 0;
    for (Hits candidate : hits) {
      for (Hits.Place from : candidate.places()) {
        if (from.passage().field() == Field.BODY) {
          best = Math.max(best, section(hits, from.start()));
        }
      }
    }
    return best;
  }

  private static double section(List<Hits> hits, int start) {
    double score = 0;
    for (Hits hit : hits) {
      List<Hits.Place> within = new ArrayList<>();
      for (Hits.Place place : hit.places()) {
        if (place.passage().field() == Field.BODY
            && place.start() >= start
            && place.end() <= start + SECTION_LENGTH) {
          within.add(place);
        }
      }
      if (!within.isEmpty()) {
        score += part(hit.clause().weight(), frequency(within, false), SECTION_LENGTH);
      }
    }
    return score;
  }
}
