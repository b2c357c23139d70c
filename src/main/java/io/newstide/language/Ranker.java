package io.newstide.language;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How keywords are ranked. */
public enum Ranker {
  /** Words that are frequent here and rare elsewhere: {@link TfIdfRanker}. */
  TF_IDF("tf-idf"),

  /** Words in the company of important words: {@link TextRankRanker}. */
  TEXT_RANK("text-rank");

  private final String id;

  Ranker(String id) {
    this.id = id;
  }

  /** Its name in the job file. */
  public String id() {
    return id;
  }

  /**
   * The ranker of a name.
   *
   * @throws IllegalArgumentException that lists the names there are
   */
  public static Ranker of(String id) {
    return Arrays.stream(values())
        .filter(ranker -> ranker.id.equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "language.ranker: unknown ranker '%s', known: %s"
                        .formatted(
                            id,
                            Arrays.stream(values())
                                .map(Ranker::id)
                                .collect(Collectors.joining(", ")))));
  }
}
