package io.newstide.feed;

import io.newstide.article.RawRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the articles of one source go, and where it is noted what of the source has been read. Both
 * become true at the same moment or not at all. Not safe for use by several threads.
 */
public interface Ledger extends AutoCloseable {

  /** The notes by name, as last committed. */
  Map<String, byte[]> notes();

  /**
   * Commits articles and what is noted with them.
   *
   * @param articles the articles, in their order
   * @param changes notes by name; empty to remove one. Other notes stay
   * @throws TakenOverException if another process has opened the ledger of this source since
   * @throws RuntimeException if it is not known whether it was committed: the ledger must be opened
   *     anew, and says then
   */
  void commit(List<RawRecord> articles, Map<String, Optional<byte[]>> changes);

  @Override
  void close();
}
