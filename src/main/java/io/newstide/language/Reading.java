package io.newstide.language;

import io.newstide.language.names.Span;
import io.newstide.language.words.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * One part of an article, cut into words, before its names are known.
 *
 * @param field which part
 * @param text its normal form
 * @param printed its printed form; both as long as the part as it was given
 * @param words its words, which together cover it, white space included
 */
record Reading(Field field, String text, char[] printed, Words words) {

  /** No white space lies beyond the ideographic one, and so before nearly all Chinese text. */
  private static final char LAST_SPACE = '\u3000';

  /**
   * The words as terms, white space left out, each name one term.
   *
   * @param names the names, in text order, none overlapping
   */
  Passage passage(List<Span> names) {
    var terms = new ArrayList<Term>(words.size() + 2 * names.size());
    var start = 0;
    var next = 0;
    for (var word = 0; word < words.size(); word++) {
      var end = words.end(word);
      while (next < names.size() && names.get(next).start() < end) {
        var name = names.get(next++);
        add(start, Math.max(start, name.start()), words.tag(word), null, terms);
        add(name.start(), name.end(), tag(name), null, terms);
        start = name.end();
      }
      if (start < end) {
        add(start, end, words.tag(word), words.form(word), terms);
        start = end;
      }
    }
    return new Passage(field, text, terms);
  }

  /**
   * A passage of the same words in which more names are one term.
   *
   * @param passage made of this reading
   * @param names all names, those of the passage among them
   */
  Passage passage(Passage passage, List<Span> names) {
    var terms = new ArrayList<Term>(passage.terms().size() + 2 * names.size());
    var reached = 0;
    var next = 0;
    for (var term : passage.terms()) {
      var start = Math.max(reached, term.start());
      for (; next < names.size() && names.get(next).start() < term.end(); next++) {
        var name = names.get(next);
        if (!isTerm(name, term)) {
          add(start, Math.max(start, name.start()), term.tag(), null, terms);
          add(name.start(), name.end(), tag(name), null, terms);
          start = name.end();
          reached = start;
        }
      }
      if (start == term.start()) {
        terms.add(term);
      } else if (start < term.end()) {
        add(start, term.end(), term.tag(), null, terms);
      }
    }
    return new Passage(field, text, terms);
  }

  private static boolean isTerm(Span name, Term term) {
    return name.start() == term.start() && name.end() == term.end() && term.tag().equals(tag(name));
  }

  private static String tag(Span name) {
    return switch (name.type()) {
      case PERSON -> "nr";
      case PLACE -> "ns";
      case ORGANISATION -> "nt";
    };
  }

  private void add(int from, int to, String tag, String form, List<Term> terms) {
    var start = from;
    var end = to;
    while (start < end && isSpace(start)) {
      start++;
    }
    while (start < end && isSpace(end - 1)) {
      end--;
    }
    if (start == end) {
      return;
    }
    var known = form != null && form.length() == end - start && text.startsWith(form, start);
    terms.add(new Term(start, end, known ? form : text.substring(start, end), tag));
  }

  private boolean isSpace(int at) {
    return printed[at] <= LAST_SPACE && Character.isWhitespace(printed[at]);
  }
}
