package io.newstide.language.names;

import java.util.List;

/**
 * A sentence of a corpus and the names in it.
 *
 * @param text the sentence as it was given
 * @param names its names in text order, none overlapping
 */
public record LabelledSentence(String text, List<Span> names) {

  public LabelledSentence {
    names = List.copyOf(names);
  }
}
