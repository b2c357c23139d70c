package io.newstide.language;

/** The parts of an article that are read. */
public enum Field {
  TITLE,
  KICKER,
  SUBTITLE,
  BODY
}
