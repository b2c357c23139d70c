package io.newstide.language;

import java.util.List;

/** Chooses what an article is about from its words. Safe for use by many threads. */
interface KeywordRanker {

  /**
   * The keywords of an article, heaviest first, equal weights by code point.
   *
   * @param passages the parts of the article, title first
   * @param skipped what is not to be read: the byline of the body
   * @param most how many at most
   */
  List<Keyword> rank(List<Passage> passages, Byline skipped, int most);
}
