package io.newstide.language;

import java.io.Serializable;
import java.util.Objects;

/**
 * What an analyser is made from. Immutable and serialisable, so that a job can carry it to the
 * place where the analyser is made.
 *
 * @param model where the names model came from, for messages: a file name, or {@value
 *     #DEFAULT_MODEL}
 * @param modelFile the names model's file, not to be changed; empty for the one that comes with the
 *     project
 * @param lexiconName where the lexicon came from, for messages: a file name
 * @param lexicon the text of the lexicon, in the format of {@link Lexicon}; empty for none
 * @param keywords how many keywords an article gets at most, from 0 to {@value #MOST_KEYWORDS}
 * @param ranker how keywords are ranked
 */
public record LanguageSettings(
    String model, byte[] modelFile, String lexiconName, String lexicon, int keywords, Ranker ranker)
    implements Serializable {

  private static final long serialVersionUID = 2;

  /** The model that comes with the project. */
  public static final String DEFAULT_MODEL = "default";

  /** How many keywords an article gets unless the settings say otherwise. */
  public static final int DEFAULT_KEYWORDS = 10;

  /** More keywords than this do not describe an article any better. */
  public static final int MOST_KEYWORDS = 100;

  private static final byte[] SHIPPED = new byte[0];

  public LanguageSettings {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(modelFile, "modelFile");
    Objects.requireNonNull(lexiconName, "lexiconName");
    Objects.requireNonNull(lexicon, "lexicon");
    Objects.requireNonNull(ranker, "ranker");
    if (keywords < 0 || keywords > MOST_KEYWORDS) {
      throw new IllegalArgumentException(
          "language.keywords: " + keywords + " is not between 0 and " + MOST_KEYWORDS);
    }
  }

  /** The default model, no lexicon, {@value #DEFAULT_KEYWORDS} keywords by TF-IDF. */
  public static LanguageSettings defaults() {
    return new LanguageSettings(DEFAULT_MODEL, SHIPPED, "", "", DEFAULT_KEYWORDS, Ranker.TF_IDF);
  }

  /** These settings with a names model of the operator's own. */
  public LanguageSettings withModel(String name, byte[] file) {
    return new LanguageSettings(name, file, lexiconName, lexicon, keywords, ranker);
  }

  /** These settings with another lexicon. */
  public LanguageSettings withLexicon(String name, String text) {
    return new LanguageSettings(model, modelFile, name, text, keywords, ranker);
  }

  /** These settings with another number of keywords. */
  public LanguageSettings withKeywords(int number) {
    return new LanguageSettings(model, modelFile, lexiconName, lexicon, number, ranker);
  }

  /** These settings with another ranker of keywords. */
  public LanguageSettings withRanker(Ranker other) {
    return new LanguageSettings(model, modelFile, lexiconName, lexicon, keywords, other);
  }
}
