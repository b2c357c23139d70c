package io.newstide.language;

import java.util.List;

/**
 * One part of an article as the language pass saw it.
 *
 * @param field which part
 * @param text the text in its normalised form (half width, simplified, lower case), character by
 *     character as long as the original, so that offsets hold in both
 * @param terms its words in order, without gaps other than white space
 */
public record Passage(Field field, String text, List<Term> terms) {

  public Passage {
    terms = List.copyOf(terms);
  }
}
