package io.newstide.language;

import java.io.Serializable;
import java.util.Objects;

/**
 * What an analyser is made from. Immutable and serialisable, so that a job can carry it to the
 * place where the analyser is made.
 *
 * @param model the names model; only {@value #DEFAULT_MODEL} is known so far
 * @param lexiconName where the lexicon came from, for messages: a file name
 * @param lexicon the text of the lexicon, in the format of {@link Lexicon}; empty for none
 * @param keywords how many keywords an article gets at most, from 0 to {@value #MOST_KEYWORDS}
 */
public record LanguageSettings(String model, String lexiconName, String lexicon, int keywords)
    implements Serializable {

  private static final long serialVersionUID = 1;

  /** The model that comes with the project. */
  public static final String DEFAULT_MODEL = "default";

  /** How many keywords an article gets unless the settings say otherwise. */
  public static final int DEFAULT_KEYWORDS = 10;

  /** More keywords than this do not describe an article any better. */
  public static final int MOST_KEYWORDS = 100;

  public LanguageSettings {
    Objects.requireNonNull(lexiconName, "lexiconName");
    Objects.requireNonNull(lexicon, "lexicon");
    if (!model.equals(DEFAULT_MODEL)) {
      throw new IllegalArgumentException(
          "language.model: unknown model '" + model + "', known: " + DEFAULT_MODEL);
    }
    if (keywords < 0 || keywords > MOST_KEYWORDS) {
      throw new IllegalArgumentException(
          "language.keywords: " + keywords + " is not between 0 and " + MOST_KEYWORDS);
    }
  }

  /** The default model, no lexicon, {@value #DEFAULT_KEYWORDS} keywords. */
  public static LanguageSettings defaults() {
    return new LanguageSettings(DEFAULT_MODEL, "", "", DEFAULT_KEYWORDS);
  }

  /** These settings with another lexicon. */
  public LanguageSettings withLexicon(String name, String text) {
    return new LanguageSettings(model, name, text, keywords);
  }

  /** These settings with another number of keywords. */
  public LanguageSettings withKeywords(int number) {
    return new LanguageSettings(model, lexiconName, lexicon, number);
  }
}
