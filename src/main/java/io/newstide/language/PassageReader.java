package io.newstide.language;

import java.util.ArrayList;
import java.util.List;

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

  private final Segmenter segmenter;

  PassageReader(Segmenter segmenter) {
    this.segmenter = segmenter;
  }

  /** Reads a part of an article. */
  Passage read(Field field, String original) {
    return read(field, original, Normaliser.printed(original));
  }

  /** Reads a part of an article whose printed form is already known. */
  Passage read(Field field, String original, char[] printed) {
    var normal = Normaliser.normalise(original);
    var words = new Words();
    var terms = new ArrayList<Term>(original.length() / 2 + 1);
    var start = 0;
    while (start < printed.length) {
      if (Character.isWhitespace(printed[start])) {
        start++;
        continue;
      }
      var end = pieceEnd(printed, start);
      words.truncate(0);
      segmenter.segment(printed, start, end, words);
      add(words, start, normal, terms);
      start = end;
    }
    return new Passage(field, normal, terms);
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

  private static void add(Words words, int start, String normal, List<Term> terms) {
    var from = start;
    for (var i = 0; i < words.size(); i++) {
      var end = words.end(i);
      add(normal, from, end, words.form(i), words.tag(i), terms);
      from = end;
    }
  }

  private static void add(
      String normal, int start, int end, String form, String tag, List<Term> terms) {
    while (start < end && normal.charAt(start) == ' ') {
      start++;
    }
    while (start < end && normal.charAt(end - 1) == ' ') {
      end--;
    }
    if (start == end) {
      return;
    }
    var known = form != null && form.length() == end - start && normal.startsWith(form, start);
    terms.add(new Term(start, end, known ? form : normal.substring(start, end), tag));
  }
}
