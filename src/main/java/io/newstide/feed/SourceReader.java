package io.newstide.feed;

import io.newstide.article.RawRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what is new in a source. Not safe for use by several threads. */
public interface SourceReader {

  /**
   * Looks at the source once.
   *
   * @param notes what was noted of it before
   * @param now the arrival of what is found
   * @throws SourceException if it cannot be read
   */
  Look look(Map<String, byte[]> notes, Instant now);

  /**
   * What was found.
   *
   * @param parts what is new, in parts to be committed one after the other; reading on may throw a
   *     {@link SourceException}, which concerns no part before it
   * @param ttl how long the source says that it stays the same
   * @param remark what the operator should know, empty if nothing
   */
  record Look(Iterator<Part> parts, Optional<Duration> ttl, String remark) {}

  /**
   * Articles and what is noted with them.
   *
   * @param articles each as JSON; the timestamp is its arrival
   * @param notes by name; empty to remove one
   */
  record Part(List<RawRecord> articles, Map<String, Optional<byte[]>> notes) {
    public Part {
      articles = List.copyOf(articles);
      notes = Map.copyOf(notes);
    }
  }
}
