package io.newstide.article;

import java.util.Locale;

/** Why a record is no article, or is not counted. */
public enum RejectionReason {
  /** A record without a value, or with an empty one. */
  EMPTY,
  /** More bytes than an article may have. */
  TOO_LARGE,
  /** Bytes that are no UTF-8. */
  NOT_UTF8,
  /** Text that is no JSON object. */
  NOT_JSON,
  /** No title. */
  MISSING_FIELD,
  /** A value of the wrong type, as a number for a title. */
  WRONG_TYPE,
  /** Control characters within a text. */
  CONTROL_CHARACTERS,
  /** A date that is none. */
  BAD_DATE,
  /** A date later than the arrival, by more than the tolerance. */
  FUTURE_DATE,
  /** An id that was counted already. */
  REPEATED_ID;

  private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** Its name in rows, as in {@code not-json}. */
  public String label() {
    return label;
  }
}
