package io.newstide.language;

import io.newstide.language.words.Normaliser;
import io.newstide.language.words.Segmenter;
import io.newstide.language.words.TextCutter;

/** Reads the parts of an article. Safe for use by many threads. */
final class PassageReader {

  private final TextCutter cutter;

  PassageReader(Segmenter segmenter) {
    cutter = new TextCutter(segmenter);
  }

  /** Reads a part of an article. */
  Reading read(Field field, String original) {
    var printed = Normaliser.printed(original);
    return new Reading(field, Normaliser.normalise(original), printed, cutter.cut(printed));
  }
}
