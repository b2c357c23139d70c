package io.newstide.language;

import java.util.List;

/** Finds people, places and organisations in a passage. Safe for use by many threads. */
interface NameFinder {

  /**
   * A name in a text.
   *
   * @param start its first offset
   * @param end behind its last offset
   * @param type what it names
   */
  record Span(int start, int end, NameType type) {}

  /**
   * The names of a passage in text order, none overlapping.
   *
   * @param passage the passage, cut into words
   * @param printed its text as {@link Normaliser#printed} gives it
   */
  List<Span> find(Passage passage, char[] printed);

  /** What is written into each enriched row as the model. */
  String version();
}
