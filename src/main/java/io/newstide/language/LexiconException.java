package io.newstide.language;

/** A lexicon that cannot be read: the message says file, line and what would be right. */
public final class LexiconException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  LexiconException(String file, int line, String what) {
    super(file + ":" + line + ": " + what);
  }
}
