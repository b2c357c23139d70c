package io.newstide.language;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Keywords by TF-IDF (Spärck Jones 1972) with what is known of news: the title and the lead say
 * what an article is about, some words make titles and others never do, and neighbours that mostly
 * occur together are one phrase, whose fragments go. A phrase is made of nouns (Justeson and Katz
 * 1995); a verb may only end it, since HanLP tags 评价 in 绩效评价 as a verb too.
 *
 * <pre>weight = √tf · √idf · affinity · (1 + s)<sup>-3/2</sup> · q</pre>
 *
 * <p>tf counts the places of a word, one in the title as {@value #TITLE}, one in kicker or subtitle
 * as {@value #SUBTITLE}; idf and the affinity to titles are those of {@link FrequencyTable.Word},
 * the affinity 1 for a word that does stand in the title; s is how many sentences of the body end
 * before the word first stands there, 0 for a word of the title (the position of the first
 * occurrence, as in KEA: Witten et al. 1999); q is {@value #QUOTED} for a word that stands in
 * quotation marks or in the brackets of a work's title at least once, else 1. A phrase has its own
 * places, those where it is one term among them, the idf of a rare word unless it is listed, and
 * the geometric mean of the affinities of its words. The exponents are those of a logistic
 * regression over the archive the table is made from, rounded to halves. Weights are given as a
 * share of the heaviest, rounded to four decimals so that equal articles print equal rows.
 *
 * <p>Time is linear in the number of terms. Immutable and safe for use by many threads.
 */
final class TfIdfRanker implements KeywordRanker {

  private static final int TITLE = 4;
  private static final int SUBTITLE = 2;
  private static final double QUOTED = 2;

  /** A phrase stands at least this often. */
  private static final int LEAST_PHRASE = 2;

  /** A phrase stands for a neighbour when so great a part of the neighbour's places are in it. */
  private static final double BOUND = 0.75;

  private static final int LONGEST_PHRASE = 16;
  private static final int MOST_PHRASE_WORDS = 6;

  /** The heavier first, then by code unit. */
  private static final Comparator<Candidate> HEAVIEST_FIRST =
      Comparator.comparingDouble((Candidate candidate) -> -candidate.weight)
          .thenComparing(candidate -> candidate.word);

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
      case 'j', 'i', 'l', 'g' -> true;
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

  private static boolean isVerb(Term term) {
    return term.tag().charAt(0) == 'v' && !term.tag().equals("vn");
  }

  /** Whether a term is the mark at the end of a sentence. */
  static boolean endsSentence(Term term) {
    return term.word().length() == 1 && "。!?;".indexOf(term.word().charAt(0)) >= 0;
  }

  /** A word or phrase of one article. */
  private static final class Candidate {
    final String word;
    final int index;
    final boolean stopped;
    int places;
    int count;
    int inPhrases;
    int sentence = Integer.MAX_VALUE;
    boolean quoted;
    boolean inTitle;
    double idf;
    double affinity;
    double weight;

    Candidate(String word, int index, boolean stopped) {
      this.word = word;
      this.index = index;
      this.stopped = stopped;
    }

    void knows(FrequencyTable.Word known) {
      idf = known.inverseDocumentFrequency();
      affinity = known.titleAffinity();
    }

    void stands(int boost, int inSentence, boolean inQuotes) {
      places += boost;
      count++;
      sentence = Math.min(sentence, inSentence);
      quoted |= inQuotes;
      inTitle |= boost == TITLE;
    }

    /** Counts the places of the same word where it is a term of its own. */
    void absorb(Candidate term) {
      places += term.places;
      count += term.count;
      sentence = Math.min(sentence, term.sentence);
      quoted |= term.quoted;
      inTitle |= term.inTitle;
    }

    void weigh() {
      weight =
          Math.sqrt(places * idf)
              * (inTitle ? 1 : affinity)
              / ((1 + sentence) * Math.sqrt(1 + sentence))
              * (quoted ? QUOTED : 1);
    }
  }

  /** The candidates of one article by word: open addressing, without an entry for each. */
  private static final class Candidates {
    private final Set<String> stopWords;
    private Candidate[] slots = new Candidate[256];
    private Candidate[] inOrder = new Candidate[128];
    private int size;

    Candidates(Set<String> stopWords) {
      this.stopWords = stopWords;
    }

    int size() {
      return size;
    }

    Candidate get(int index) {
      return inOrder[index];
    }

    /** The candidate of a word, made if there is none. */
    Candidate of(String word) {
      var slot = slot(word);
      if (slots[slot] == null) {
        if (size == inOrder.length) {
          grow();
          slot = slot(word);
        }
        slots[slot] = new Candidate(word, size, stopWords.contains(word));
        inOrder[size++] = slots[slot];
      }
      return slots[slot];
    }

    /** The candidate of a word; null if there is none. */
    Candidate find(String word) {
      return slots[slot(word)];
    }

    private int slot(String word) {
      var hash = word.hashCode() * 0x9E3779B9;
      var slot = (hash ^ (hash >>> 16)) & (slots.length - 1);
      while (slots[slot] != null && !slots[slot].word.equals(word)) {
        slot = (slot + 1) & (slots.length - 1);
      }
      return slot;
    }

    private void grow() {
      inOrder = Arrays.copyOf(inOrder, 2 * size);
      slots = new Candidate[4 * size];
      for (var i = 0; i < size; i++) {
        slots[slot(inOrder[i].word)] = inOrder[i];
      }
    }
  }

  /** How often one candidate stands right behind another, in the same form. */
  private static final class Pairs {
    private long[] keys = new long[256];
    private int[] counts = new int[256];
    private int size;

    void add(Candidate left, Candidate right) {
      if (2 * size == keys.length) {
        grow();
      }
      var key = key(left, right);
      var slot = slot(key);
      if (counts[slot]++ == 0) {
        keys[slot] = key;
        size++;
      }
    }

    /**
     * Whether they stand together so often that they are one phrase: most places of either, of the
     * right one where that is a verb, which follows the subject of any sentence too.
     */
    boolean belong(Candidate left, Candidate right, boolean verb) {
      var times = counts[slot(key(left, right))];
      var least = verb ? right.count : Math.min(left.count, right.count);
      return times >= LEAST_PHRASE && times >= BOUND * least;
    }

    private static long key(Candidate left, Candidate right) {
      return (long) left.index << Integer.SIZE | right.index;
    }

    private int slot(long key) {
      var hash = key * 0x9E3779B97F4A7C15L;
      var slot = (int) (hash >>> Integer.SIZE) & (keys.length - 1);
      while (counts[slot] != 0 && keys[slot] != key) {
        slot = (slot + 1) & (keys.length - 1);
      }
      return slot;
    }

    private void grow() {
      var oldKeys = keys;
      var oldCounts = counts;
      keys = new long[2 * oldKeys.length];
      counts = new int[2 * oldKeys.length];
      for (var i = 0; i < oldKeys.length; i++) {
        if (oldCounts[i] != 0) {
          var slot = slot(oldKeys[i]);
          keys[slot] = oldKeys[i];
          counts[slot] = oldCounts[i];
        }
      }
    }
  }

  /** A part of the article with the candidate, sentence and quotation each term stands in. */
  private static final class Part {
    final Passage passage;
    final int boost;
    final Candidate[] candidates;
    final int[] sentences;
    final boolean[] quoted;

    Part(Passage passage) {
      this.passage = passage;
      boost =
          switch (passage.field()) {
            case TITLE -> TITLE;
            case KICKER, SUBTITLE -> SUBTITLE;
            case BODY -> 1;
          };
      candidates = new Candidate[passage.terms().size()];
      sentences = new int[candidates.length];
      quoted = new boolean[candidates.length];
    }

    void read(Byline skipped, Candidates words, Pairs pairs) {
      var terms = passage.terms();
      var inBody = passage.field() == Field.BODY;
      var sentence = 0;
      var inQuotes = false;
      for (var i = 0; i < candidates.length; i++) {
        var term = terms.get(i);
        var word = term.word();
        if (word.length() == 1) {
          var c = word.charAt(0);
          inQuotes = c == '“' || c == '《' || (inQuotes && c != '”' && c != '》');
          if (inBody && endsSentence(term)) {
            sentence++;
          }
        } else if (isCandidate(term) && !(inBody && skipped.covers(term.start(), term.end()))) {
          var candidate = words.of(word);
          if (!candidate.stopped) {
            candidate.stands(boost, sentence, inQuotes);
            candidates[i] = candidate;
            sentences[i] = sentence;
            quoted[i] = inQuotes;
            if (i > 0 && candidates[i - 1] != null && terms.get(i - 1).end() == term.start()) {
              pairs.add(candidates[i - 1], candidate);
            }
          }
        }
      }
    }

    /** Joins what belongs together. */
    void join(Pairs pairs, Candidates phrases, FrequencyTable frequencies) {
      for (var first = 0; first < candidates.length; first++) {
        if (candidates[first] == null) {
          continue;
        }
        var last = first;
        while (last - first + 1 < MOST_PHRASE_WORDS && goesOn(first, last, pairs)) {
          last++;
        }
        if (last > first) {
          var terms = passage.terms();
          var text = passage.text().substring(terms.get(first).start(), terms.get(last).end());
          var phrase = phrases.of(text);
          phrase.stands(boost, sentences[first], quoted[first]);
          var affinities = 1.0;
          for (var i = first; i <= last; i++) {
            candidates[i].inPhrases++;
            affinities *= frequencies.of(candidates[i].word).titleAffinity();
          }
          phrase.idf = frequencies.of(text).inverseDocumentFrequency();
          phrase.affinity = Math.pow(affinities, 1.0 / (last - first + 1));
          first = last;
        }
      }
    }

    private boolean goesOn(int first, int last, Pairs pairs) {
      var terms = passage.terms();
      return last + 1 < candidates.length
          && candidates[last + 1] != null
          && terms.get(last).end() == terms.get(last + 1).start()
          && terms.get(last + 1).end() - terms.get(first).start() <= LONGEST_PHRASE
          && !isVerb(terms.get(last))
          && pairs.belong(candidates[last], candidates[last + 1], isVerb(terms.get(last + 1)));
    }
  }

  @Override
  public List<Keyword> rank(List<Passage> passages, Byline skipped, int most) {
    if (most == 0) {
      return List.of();
    }
    var words = new Candidates(stopWords);
    var pairs = new Pairs();
    var parts = new ArrayList<Part>(passages.size());
    for (var passage : passages) {
      var part = new Part(passage);
      part.read(skipped, words, pairs);
      parts.add(part);
    }
    var phrases = new Candidates(Set.of());
    for (var part : parts) {
      part.join(pairs, phrases, frequencies);
    }
    var heaviest = new Heaviest(most);
    for (var i = 0; i < phrases.size(); i++) {
      var phrase = phrases.get(i);
      var term = words.find(phrase.word);
      if (term != null && !term.stopped) {
        phrase.absorb(term);
      }
      heaviest.add(phrase);
    }
    for (var i = 0; i < words.size(); i++) {
      var word = words.get(i);
      if (!word.stopped && word.inPhrases < BOUND * word.count && phrases.find(word.word) == null) {
        word.knows(frequencies.of(word.word));
        heaviest.add(word);
      }
    }
    return heaviest.keywords();
  }

  /** The heaviest candidates, at most so many. */
  private static final class Heaviest {
    private final Candidate[] kept;
    private int size;

    Heaviest(int most) {
      kept = new Candidate[most];
    }

    void add(Candidate candidate) {
      candidate.weigh();
      if (candidate.weight <= 0
          || (size == kept.length && HEAVIEST_FIRST.compare(kept[size - 1], candidate) <= 0)) {
        return;
      }
      var at = size < kept.length ? size++ : size - 1;
      while (at > 0 && HEAVIEST_FIRST.compare(kept[at - 1], candidate) > 0) {
        kept[at] = kept[at - 1];
        at--;
      }
      kept[at] = candidate;
    }

    List<Keyword> keywords() {
      var keywords = new ArrayList<Keyword>(size);
      for (var i = 0; i < size; i++) {
        var share = Math.max(1, Math.round(kept[i].weight / kept[0].weight * 10_000)) / 10_000.0;
        keywords.add(new Keyword(kept[i].word, share));
      }
      keywords.sort(
          Comparator.comparingDouble(Keyword::weight).reversed().thenComparing(Keyword::term));
      return keywords;
    }
  }
}
