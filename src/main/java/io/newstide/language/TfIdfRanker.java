package io.newstide.language;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keywords by TF-IDF (Spärck Jones 1972) over content words, with a boost for words in the title
 * and the lead; neighbours that mostly occur together become one phrase, and its fragments go.
 *
 * <p>The weight of a word is {@code (sum of the boosts of its places) × idf × class}, where a place
 * in the title counts {@value #TITLE}, in kicker or subtitle {@value #SUBTITLE}, in the first
 * {@value #LEAD_LENGTH} characters of the body {@value #LEAD}, elsewhere 1, and class is {@value
 * #VERB} for verbs and 1 for the rest. Weights are given as a share of the heaviest, rounded to
 * four decimals so that equal articles print equal rows.
 */
final class TfIdfRanker implements KeywordRanker {

  private static final double TITLE = 4;
  private static final double SUBTITLE = 2;
  private static final double LEAD = 2;
  private static final double VERB = 0.5;
  private static final int LEAD_LENGTH = 160;

  /** A phrase stands at least this often. */
  private static final int LEAST_PHRASE = 2;

  /** A phrase stands for a neighbour when so great a part of the neighbour's places are in it. */
  private static final double BOUND = 0.6;

  private static final int LONGEST_PHRASE = 10;
  private static final int MOST_PHRASE_WORDS = 4;

  private final FrequencyTable frequencies;
  private final Set<String> stopWords;

  TfIdfRanker(FrequencyTable frequencies, Set<String> stopWords) {
    this.frequencies = frequencies;
    this.stopWords = stopWords;
  }

  /** Whether a word can be a keyword, or part of one, by its form and part of speech. */
  static boolean isCandidate(Term term) {
    var tag = term.tag();
    var word = term.word();
    if (word.length() < 2 || tag.isEmpty()) {
      return false;
    }
    return switch (tag.charAt(0)) {
      case 'n' -> !tag.equals("nx") || hasLetterOnly(word);
      case 'v' -> tag.equals("v") || tag.equals("vn") || tag.equals("vi") || tag.equals("vd");
      case 'a' -> tag.equals("an");
      case 'j', 'i', 'l' -> true;
      case 'g' -> tag.equals("g") || word.length() > 1;
      default -> false;
    };
  }

  private static boolean hasLetterOnly(String word) {
    for (var i = 0; i < word.length(); i++) {
      if (!Character.isLetterOrDigit(word.charAt(i))) {
        return false;
      }
    }
    return Character.isLetter(word.charAt(0));
  }

  private static final class Candidate {
    double boost;
    int count;
    int inPhrases;
    final boolean verb;
    double weight;

    Candidate(boolean verb) {
      this.verb = verb;
    }
  }

  private record Pair(String left, String right) {}

  @Override
  public List<Keyword> rank(List<Passage> passages, Byline skipped, int most) {
    if (most == 0) {
      return List.of();
    }
    var words = new HashMap<String, Candidate>();
    var pairs = new HashMap<Pair, Integer>();
    for (var passage : passages) {
      count(passage, skipped, words, pairs);
    }
    var phrases = phrases(passages, skipped, words, pairs);
    for (var word : words.entrySet()) {
      var candidate = word.getValue();
      candidate.weight =
          candidate.boost
              * frequencies.inverseDocumentFrequency(word.getKey())
              * (candidate.verb ? VERB : 1);
    }
    var ranked = new ArrayList<Map.Entry<String, Candidate>>(words.size());
    for (var word : words.entrySet()) {
      var candidate = word.getValue();
      if (candidate.inPhrases < BOUND * candidate.count) {
        ranked.add(word);
      }
    }
    ranked.addAll(phrases.entrySet());
    ranked.removeIf(word -> word.getValue().weight <= 0);
    ranked.sort(
        Comparator.comparingDouble((Map.Entry<String, Candidate> word) -> -word.getValue().weight)
            .thenComparing(Map.Entry::getKey));
    var keywords = new ArrayList<Keyword>(most);
    for (var word : ranked) {
      if (keywords.size() == most) {
        break;
      }
      var share = word.getValue().weight / ranked.get(0).getValue().weight;
      keywords.add(new Keyword(word.getKey(), Math.max(1, Math.round(share * 10_000)) / 10_000.0));
    }
    keywords.sort(
        Comparator.comparingDouble(Keyword::weight).reversed().thenComparing(Keyword::term));
    return keywords;
  }

  private boolean isWanted(Passage passage, Term term, Byline skipped) {
    return isCandidate(term)
        && !stopWords.contains(term.word())
        && !(passage.field() == Field.BODY && skipped.covers(term.start(), term.end()));
  }

  private static double boost(Passage passage, Term term) {
    return switch (passage.field()) {
      case TITLE -> TITLE;
      case KICKER, SUBTITLE -> SUBTITLE;
      case BODY -> term.start() < LEAD_LENGTH ? LEAD : 1;
    };
  }

  private void count(
      Passage passage, Byline skipped, Map<String, Candidate> words, Map<Pair, Integer> pairs) {
    Term previous = null;
    for (var term : passage.terms()) {
      if (!isWanted(passage, term, skipped)) {
        previous = null;
        continue;
      }
      var candidate =
          words.computeIfAbsent(term.word(), w -> new Candidate(term.tag().equals("v")));
      candidate.boost += boost(passage, term);
      candidate.count++;
      if (previous != null && previous.end() == term.start()) {
        pairs.merge(new Pair(previous.word(), term.word()), 1, Integer::sum);
      }
      previous = term;
    }
  }

  /** Joins what belongs together and counts the fragments it takes with it. */
  private Map<String, Candidate> phrases(
      List<Passage> passages,
      Byline skipped,
      Map<String, Candidate> words,
      Map<Pair, Integer> pairs) {
    var joined = new HashSet<Pair>();
    pairs.forEach(
        (pair, times) -> {
          var fewer = Math.min(words.get(pair.left()).count, words.get(pair.right()).count);
          if (times >= LEAST_PHRASE && times >= BOUND * fewer) {
            joined.add(pair);
          }
        });
    var phrases = new HashMap<String, Candidate>();
    if (joined.isEmpty()) {
      return phrases;
    }
    for (var passage : passages) {
      var terms = passage.terms();
      for (var i = 0; i < terms.size(); i++) {
        if (!isWanted(passage, terms.get(i), skipped)) {
          continue;
        }
        var last = i;
        while (last + 1 < terms.size()
            && last - i + 1 < MOST_PHRASE_WORDS
            && terms.get(last).end() == terms.get(last + 1).start()
            && terms.get(last + 1).end() - terms.get(i).start() <= LONGEST_PHRASE
            && isWanted(passage, terms.get(last + 1), skipped)
            && joined.contains(new Pair(terms.get(last).word(), terms.get(last + 1).word()))) {
          last++;
        }
        if (last > i) {
          join(passage, i, last, words, phrases);
          i = last;
        }
      }
    }
    phrases.values().removeIf(phrase -> phrase.count < LEAST_PHRASE);
    return phrases;
  }

  private void join(
      Passage passage,
      int first,
      int last,
      Map<String, Candidate> words,
      Map<String, Candidate> phrases) {
    var terms = passage.terms();
    var text = passage.text().substring(terms.get(first).start(), terms.get(last).end());
    var phrase = phrases.computeIfAbsent(text, t -> new Candidate(false));
    phrase.count++;
    phrase.boost += boost(passage, terms.get(first));
    var rarest = 0.0;
    for (var i = first; i <= last; i++) {
      words.get(terms.get(i).word()).inPhrases++;
      rarest = Math.max(rarest, frequencies.inverseDocumentFrequency(terms.get(i).word()));
    }
    phrase.weight = phrase.boost * rarest * PHRASE;
  }

  /** A phrase says more than the rarest of its words. */
  private static final double PHRASE = 1.2;
}
