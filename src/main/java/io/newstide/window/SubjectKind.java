package io.newstide.window;

import java.util.Locale;

/** What kind of thing is counted. */
public enum SubjectKind {
  /** All articles together. */
  TOTAL(0),
  TOPIC(1),
  KEYWORD(2),
  PERSON(3),
  PLACE(4),
  ORGANISATION(5),
  /** A topic at a place. */
  TOPIC_PLACE(6);

  private final int code;
  private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** Its name in keys and rows, as in {@code topic-place}. */
  public String label() {
    return label;
  }

  /** Whether its slices are published, for others to build windows from. */
  public boolean published() {
    return this == TOTAL || this == TOPIC || this == TOPIC_PLACE;
  }

  /** Whether it has a row only where it ranks among its kind. */
  public boolean ranked() {
    return this != TOTAL && this != TOPIC;
  }

  SubjectKind(int code) {
    this.code = code;
  }

  /** The number that stands for it in state; it never changes. */
  public int code() {
    return code;
  }

  /** The kind a number stands for. */
  public static SubjectKind of(int code) {
    for (SubjectKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no kind of subject has the code " + code);
  }
}
