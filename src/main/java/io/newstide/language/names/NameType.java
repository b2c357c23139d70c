package io.newstide.language.names;

import java.util.List;

/** What a name names. */
public enum NameType {
  PERSON(0),
  PLACE(1),
  ORGANISATION(2);

  private static final List<NameType> BY_NUMBER = List.of(PERSON, PLACE, ORGANISATION);

  private final int number;

  NameType(int number) {
    this.number = number;
  }

  /** What stands for it in tags and tables, from 0; part of the model's file. */
  int number() {
    return number;
  }

  static NameType of(int number) {
    return BY_NUMBER.get(number);
  }
}
