package io.newstide.article;

/** What became of a record that came in: an article, or a rejection; nothing is ever dropped. */
public sealed interface Incoming {

  /**
   * An article.
   *
   * @param article the article
   * @param raw the record it came in, should it be rejected yet
   */
  record Accepted(Article article, RawRecord raw) implements Incoming {}

  /**
   * A record that holds no article.
   *
   * @param rejection why
   */
  record Rejected(Rejection rejection) implements Incoming {}
}
