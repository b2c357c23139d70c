package io.newstide.language;

import io.newstide.article.Article;

/**
 * Reads an article once: words, names and keywords from one segmentation. Implementations are
 * immutable and safe for use by many threads; the same article always gives the same analysis.
 */
public interface Analyser {

  /** Analyses any text: empty, long, broken surrogates; never throws for what the text holds. */
  Analysis analyse(Article article);

  /** The version of the models, written into each enriched row. */
  String model();

  /** The version of the lexicon, written into each enriched row; empty without one. */
  String lexicon();
}
