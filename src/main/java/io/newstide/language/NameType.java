package io.newstide.language;

/** What a name names. */
public enum NameType {
  PERSON,
  PLACE,
  ORGANISATION
}
