package io.newstide.language;

import io.newstide.language.words.Normaliser;
import io.newstide.language.words.Segmenter;
import io.newstide.language.words.Words;

/**
 * Cuts a part of an article into words, each character exactly once. Safe for use by many threads.
 *
 * <p>The segmenter gets the text in pieces of one or more whole sentences, because its lattice
 * costs memory in proportion to the piece; no word crosses a line break.
 */
final class PassageReader {

  /** A piece ends with the first sentence that ends behind this many characters. */
  private static final int PIECE = 256;

  /** Text without the end of a sentence is cut here. */
  private static final int LONGEST_PIECE = 1024;

  private static final String SPACE = "w";

  private final Segmenter segmenter;

  PassageReader(Segmenter segmenter) {
    this.segmenter = segmenter;
  }

  /** Reads a part of an article. */
  Reading read(Field field, String original) {
    var printed = Normaliser.printed(original);
    var words = new Words();
    var start = 0;
    while (start < printed.length) {
      if (Character.isWhitespace(printed[start])) {
        start++;
        if (start == printed.length || !Character.isWhitespace(printed[start])) {
          words.add(start, SPACE, null);
        }
        continue;
      }
      var end = pieceEnd(printed, start);
      segmenter.segment(printed, start, end, words);
      start = end;
    }
    return new Reading(field, Normaliser.normalise(original), printed, words);
  }

  private static int pieceEnd(char[] text, int start) {
    var longest = Math.min(text.length, start + LONGEST_PIECE);
    for (var i = start; i < longest; i++) {
      var c = text[i];
      if (c == '\n') {
        return i;
      }
      if (i - start >= PIECE && (c == '。' || c == '！' || c == '？' || c == '；')) {
        return i + 1;
      }
    }
    if (longest < text.length && Character.isHighSurrogate(text[longest - 1])) {
      return longest - 1;
    }
    return longest;
  }
}
