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
  TOPIC_PLACE(6),
  /** A topic in a province, whichever of its places is named: watched for alerts, without rows. */
  TOPIC_PROVINCE(7);

  private final int code;
  private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** Its name in keys and rows, as in {@code topic-place}; a province is a place to those. */
  public String label() {
    return this == TOPIC_PROVINCE ? TOPIC_PLACE.label : label;
  }

  /** Whether it has windows. */
  public boolean counted() {
    return this != TOPIC_PROVINCE;
  }

  /** Whether it is a topic, at a place or in a province, too. */
  public boolean ofTopic() {
    return this == TOPIC || this == TOPIC_PLACE || this == TOPIC_PROVINCE;
  }

  /** Whether its slices are published, for others to build windows from. */
  public boolean published() {
    return this == TOTAL || this == TOPIC || this == TOPIC_PLACE;
  }

  /** Whether it has a row only where it ranks among its kind. */
  public boolean ranked() {
    return this != TOTAL && this != TOPIC && this != TOPIC_PROVINCE;
  }

  private static final SubjectKind[] ALL = values();

  SubjectKind(int code) {
    this.code = code;
  }

  /** The number that stands for it in state; it never changes. */
  public int code() {
    return code;
  }

  /** The kind a number stands for. */
  public static SubjectKind of(int code) {
    for (SubjectKind kind : ALL) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no kind of subject has the code " + code);
  }
}
