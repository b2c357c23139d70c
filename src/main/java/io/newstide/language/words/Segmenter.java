package io.newstide.language.words;

/**
 * Cuts text into words. The seam between HanLP and the rest: a test stands here to count. Safe for
 * use by many threads.
 */
public interface Segmenter {

  /**
   * Cuts a piece of a text.
   *
   * @param text the text
   * @param start the piece's first offset
   * @param end behind its last offset, greater than {@code start}
   * @param words gets the words of the piece, which together cover it
   */
  void segment(char[] text, int start, int end, Words words);
}
