package io.newstide.topic;

import io.newstide.language.Field;
import io.newstide.language.Passage;
import io.newstide.language.Term;
import java.util.Arrays;

/** A part of an article prepared for matching: dense text, word borders, sentences. */
final class ReadPassage {

  private final Field field;
  private final DenseText dense;

  /** For each offset of the dense text, the word it is in, counted without punctuation. */
  private final int[] wordAt;

  /** For each offset of the dense text, where the word it is in begins. */
  private final int[] wordStart;

  private final Layout layout;

  ReadPassage(Passage passage) {
    field = passage.field();
    dense = DenseText.read(passage.text());
    int length = dense.text().length();
    wordAt = new int[length + 1];
    wordStart = new int[length + 1];
    Arrays.setAll(wordStart, i -> i);
    int words = 0;
    for (Term term : passage.terms()) {
      int start = dense.at()[term.start()];
      int end = dense.at()[term.end()];
      Arrays.fill(wordAt, start, end, words);
      Arrays.fill(wordStart, start, end, start);
      if (!term.tag().startsWith("w")) {
        words++;
      }
    }
    layout = Layout.of(passage.text(), dense);
  }

  Field field() {
    return field;
  }

  String text() {
    return dense.text();
  }

  /** The place in the dense text of an offset in the text as given. */
  int at(int offset) {
    return dense.at()[offset];
  }

  /** The place in the text as given of an offset in the dense text. */
  int given(int place) {
    return dense.given(place);
  }

  /** How it is laid out. */
  Layout layout() {
    return layout;
  }

  /** The number of the word at a place, counted without punctuation. */
  int wordAt(int place) {
    return wordAt[place];
  }

  /** The number of the sentence at a place. */
  int sentenceAt(int place) {
    return layout.sentenceAt()[place];
  }

  /**
   * Whether text between two places is there as text and not by chance: Latin words are whole, and
   * of Chinese ones not two are cut at once (医保 is not in 中医保健).
   */
  boolean stands(int start, int end) {
    String text = dense.text();
    if (start > 0
        && DenseText.isLatin(text.charAt(start))
        && DenseText.isLatin(text.charAt(start - 1))) {
      return false;
    }
    if (end < text.length()
        && DenseText.isLatin(text.charAt(end - 1))
        && DenseText.isLatin(text.charAt(end))) {
      return false;
    }
    // A Latin word that is whole is not cut, even where it is part of a name.
    boolean cutsFirst = wordStart[start] != start && !DenseText.isLatin(text.charAt(start));
    boolean cutsLast =
        end < text.length() && wordStart[end] != end && !DenseText.isLatin(text.charAt(end - 1));
    return !(cutsFirst && cutsLast && wordStart[start] != wordStart[end - 1]);
  }
}
