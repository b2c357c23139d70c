package io.newstide.feed;

import java.util.List;

/** Opens ledgers. Safe for use by several threads. */
public interface Ledgers {

  /**
   * Opens the ledgers of sources. Whoever had one of them open is shut out: what they have not
   * committed never will be.
   *
   * @param sources the sources
   * @return their ledgers in the same order, each to be closed
   */
  List<Ledger> open(List<NewsSource> sources);
}
