package io.newstide.language.words;

/**
 * Cuts a text of any length into words, each character exactly once. Immutable and safe for use by
 * many threads.
 *
 * <p>The segmenter gets the text in pieces of one or more whole sentences, because its lattice
 * costs memory in proportion to the piece; no word crosses a line break.
 */
public final class TextCutter {

  /** A piece ends with the first sentence that ends behind this many characters. */
  private static final int PIECE = 256;

  /** Text without the end of a sentence is cut here. */
  private static final int LONGEST_PIECE = 1024;

  private static final String SPACE = "w";

  private final Segmenter segmenter;

  /** Makes a cutter that hands its pieces to a segmenter. */
  public TextCutter(Segmenter segmenter) {
    this.segmenter = segmenter;
  }

  /**
   * Cuts a text.
   *
   * @param printed the text in its printed form
   * @return its words, which together cover it, a stretch of white space as one
   */
  public Words cut(char[] printed) {
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
    return words;
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
