package io.newstide.topic;

import java.util.List;

/**
 * Where a clause of a query was found.
 *
 * @param clause the clause
 * @param places where, in the article's order; none for a name that stands nowhere in the text; not
 *     to be changed
 */
record Hits(Clause.Leaf clause, List<Place> places) {

  /**
   * A place in an article.
   *
   * @param passage the part it is in
   * @param start in that part's dense text
   * @param end behind it
   */
  record Place(ReadPassage passage, int start, int end) {}
}
