package io.newstide.duplicate;

import java.util.Objects;

/**
 * An article as far as the step that tells stories needs to know it.
 *
 * @param id the article
 * @param publishedAt epoch milliseconds
 * @param sealed how far event time had come when it arrived: nothing up to this was to come any
 *     more; epoch milliseconds, {@link Long#MIN_VALUE} before the first watermark
 * @param signature its text
 */
public record SignedArticle(String id, long publishedAt, long sealed, Signature signature) {

  public SignedArticle {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(signature, "signature");
  }

  /** Whether it came behind the watermark. */
  boolean behind() {
    return publishedAt <= sealed;
  }
}
