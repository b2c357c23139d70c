package io.newstide.language;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds words that a dictionary lacks in a corpus cut by that dictionary. A sequence of two to
 * {@value #MOST_TERMS} adjacent terms is a word if
 *
 * <ul>
 *   <li>it stands in {@value #LEAST_PLACES} places and {@value #LEAST_ARTICLES} articles at least;
 *   <li>it hangs together: however it is split in two, the normalised pointwise mutual information
 *       of the halves, {@code ln(p(xy) / p(x)p(y)) / -ln p(xy)} (Bouma 2009), is {@value #COHESION}
 *       at least;
 *   <li>it stands in many surroundings: the entropy of the term before it and that of the term
 *       behind it are {@value #BRANCHING} nat at least, each end of a run of words counted as a
 *       neighbour of its own and all numbers as one;
 *   <li>a piece of it is one character, which can be no keyword, or stands in it in {@value
 *       #BOUND_PIECE} of its places, or more: other words that go together are a phrase if they are
 *       one in the article, see {@link TfIdfRanker};
 *   <li>it is no such phrase of words found before: it does not split into two words neither of
 *       which stands in it in {@value #BOUND_WORD} of its places, or more.
 * </ul>
 *
 * <p>(Pointwise mutual information: Church and Hanks 1990; branching entropy: Jin and Tanaka-Ishii
 * 2006.) Function words are no pieces of words, nor is what was taken for the name of somebody and
 * does stand elsewhere. Measure words and some others neither begin nor end one; nor does a verb of
 * several characters begin one with an object that begins with an adjective, an adverb, a number or
 * a verb (作出 更 大 贡献).
 *
 * <p>What is left of a term outside these words is a fragment if the same one character, no
 * function word (or the quotation mark that ends before it, or begins behind it) stands before it,
 * or behind it, in {@value #BOUND_PIECE} of its places: a piece of a word whose bounds are not
 * known.
 *
 * <p>Deterministic. Not safe for use by several threads.
 */
final class CompoundFinder {

  private static final int MOST_TERMS = 5;
  private static final int MOST_CHARACTERS = 8;
  private static final int LEAST_PLACES = 5;
  private static final int LEAST_ARTICLES = 3;
  private static final double COHESION = 0.5;
  private static final double BRANCHING = 1.0;
  private static final double BOUND_WORD = 0.75;
  private static final double BOUND_PIECE = 0.95;

  /** Terms that are no pieces of words, whatever they are tagged. */
  private static final Set<String> FUNCTIONS = Set.of("说称是等们将已还让使被受遭对向赴要时上了的者".split(""));

  /**
   * Terms that neither begin nor end a word, whatever they are tagged: places and times relative to
   * something, complements of verbs, verbs that say little, units.
   */
  private static final Set<String> LOOSE = Set.of("中下后前内外有到出人处方多更最起住成个以为次届名年月日元万亿能可好致作".split(""));

  /** The classes of a term's place; the greater ones are the lesser ones too. */
  private static final byte BREAK = 0;

  private static final byte FUNCTION = 1;
  private static final byte PIECE = 2;
  private static final byte EDGE = 3;

  private static final int NUMBER = -1;

  private final Map<String, Integer> ids = new HashMap<>();
  private final List<String> forms = new ArrayList<>();

  // By place in the corpus: a place is a term, or a break between two runs of terms.
  private int[] terms = new int[1 << 16];
  private byte[] kinds = new byte[1 << 16];
  private char[] tags = new char[1 << 16];
  private boolean[] names = new boolean[1 << 16];
  private int[] articles = new int[1 << 16];
  private int size;
  private int article;
  private long words;

  /**
   * What was found.
   *
   * @param words the words, and in how many places they stand
   * @param misread those of the words of which a piece was taken for somebody's name
   * @param fragments the fragments with the character beside them, and in how many places
   */
  record Found(
      Map<String, Integer> words, Map<String, Integer> misread, Map<String, Integer> fragments) {}

  /** Words added from here on are those of another article. */
  void nextArticle() {
    article++;
  }

  /** Adds the terms of a part of an article, in order. */
  void add(List<Term> part) {
    var reached = -1;
    for (var term : part) {
      if (term.start() != reached) {
        place("", BREAK, "");
      }
      reached = term.end();
      var kind = kind(term);
      place(term.word(), kind, term.tag());
      if (kind != BREAK) {
        words++;
      }
    }
    place("", BREAK, "");
  }

  private void place(String word, byte kind, String tag) {
    if (size == terms.length) {
      terms = Arrays.copyOf(terms, 2 * size);
      kinds = Arrays.copyOf(kinds, 2 * size);
      tags = Arrays.copyOf(tags, 2 * size);
      names = Arrays.copyOf(names, 2 * size);
      articles = Arrays.copyOf(articles, 2 * size);
    }
    var id = ids.computeIfAbsent(word, w -> forms.size());
    if (id == forms.size()) {
      forms.add(word);
    }
    terms[size] = id;
    kinds[size] = kind;
    tags[size] = tag.isEmpty() ? ' ' : tag.charAt(0);
    names[size] = word.length() > 1 && (tag.startsWith("nr") || tag.equals("nt"));
    articles[size] = article;
    size++;
  }

  private static byte kind(Term term) {
    var tag = term.tag();
    var word = term.word();
    if (tag.isEmpty() || tag.charAt(0) == 'w') {
      return BREAK;
    }
    if ("upcyeoxr".indexOf(tag.charAt(0)) >= 0 || FUNCTIONS.contains(word) || !isHan(word)) {
      return FUNCTION;
    }
    return "dqftkh".indexOf(tag.charAt(0)) >= 0
            || LOOSE.contains(word)
            || word.charAt(0) == '第'
            || (word.length() == 1 && tag.startsWith("nr"))
        ? PIECE
        : EDGE;
  }

  private static boolean isHan(String word) {
    for (var i = 0; i < word.length(); i++) {
      if (Character.UnicodeScript.of(word.charAt(i)) != Character.UnicodeScript.HAN) {
        return false;
      }
    }
    return true;
  }

  /** A sequence of terms that stands in enough places. */
  private static final class Sequence {
    final int length;
    final int at;
    int id;
    int places;
    int inArticles;
    int lastArticle = -1;
    int bounded;
    boolean word;
    final Map<Integer, Integer> before = new HashMap<>();
    final Map<Integer, Integer> behind = new HashMap<>();

    Sequence(int length, int at) {
      this.length = length;
      this.at = at;
    }

    void stands(int inArticle) {
      places++;
      if (inArticle != lastArticle) {
        lastArticle = inArticle;
        inArticles++;
      }
    }
  }

  /** The words and fragments of all that was added. */
  Found find() {
    // By length less one: which sequence begins at each place, null if one that is too rare.
    var starting = new Sequence[MOST_TERMS][];
    starting[0] = singles();
    for (var length = 2; length <= MOST_TERMS; length++) {
      starting[length - 1] = sequences(length, starting[length - 2]);
    }
    var found = new TreeMap<String, Integer>();
    var misread = new TreeMap<String, Integer>();
    for (var length = 2; length <= MOST_TERMS; length++) {
      for (var at = 0; at < size; at++) {
        var sequence = starting[length - 1][at];
        if (sequence != null && sequence.at == at && isWord(sequence, starting)) {
          sequence.word = true;
          found.merge(form(at, length), sequence.places, Integer::sum);
          for (var i = at; i < at + length; i++) {
            if (names[i]) {
              misread.put(form(at, length), sequence.places);
            }
          }
        }
      }
    }
    return new Found(found, misread, fragments(starting));
  }

  private Sequence[] singles() {
    var byTerm = new HashMap<Integer, Sequence>();
    var starting = new Sequence[size];
    for (var at = 0; at < size; at++) {
      if (kinds[at] != BREAK) {
        var place = at;
        var sequence = byTerm.computeIfAbsent(terms[at], term -> new Sequence(1, place));
        sequence.id = terms[at];
        sequence.stands(articles[at]);
        sequence.word = forms.get(terms[at]).length() > 1;
        starting[at] = sequence;
      }
    }
    return starting;
  }

  /** The sequences of a length, from those that are one term shorter. */
  private Sequence[] sequences(int length, Sequence[] shorter) {
    var byPair = new HashMap<Long, Sequence>();
    var starting = new Sequence[size];
    for (var at = 0; at + length <= size; at++) {
      if (shorter[at] == null
          || shorter[at + 1] == null
          || kinds[at] < PIECE
          || kinds[at + length - 1] < PIECE) {
        continue;
      }
      var pair = ((long) shorter[at].id << Integer.SIZE) | terms[at + length - 1];
      var sequence = byPair.get(pair);
      if (sequence == null) {
        sequence = new Sequence(length, at);
        byPair.put(pair, sequence);
      }
      sequence.stands(articles[at]);
      starting[at] = sequence;
    }
    var next = 0;
    for (var at = 0; at < size; at++) {
      var sequence = starting[at];
      if (sequence == null) {
        continue;
      }
      if (sequence.places < LEAST_PLACES) {
        starting[at] = null;
        continue;
      }
      if (sequence.at == at) {
        sequence.id = next++;
      }
      if (isBounded(at, length)) {
        sequence.bounded++;
        sequence.before.merge(neighbour(at - 1), 1, Integer::sum);
        sequence.behind.merge(neighbour(at + length), 1, Integer::sum);
      }
    }
    return starting;
  }

  /** Whether what stands here can be a word by its first and last terms. */
  private boolean isBounded(int at, int length) {
    if (kinds[at] != EDGE
        || kinds[at + length - 1] != EDGE
        || (tags[at + length - 1] == 'm' && forms.get(terms[at + length - 1]).length() == 1)
        || (tags[at] == 'm' && tags[at + 1] == 'm')) {
      return false;
    }
    return length == 2
        || tags[at] != 'v'
        || forms.get(terms[at]).length() == 1
        || "admqv".indexOf(tags[at + 1]) < 0;
  }

  private int neighbour(int at) {
    if (kinds[at] == BREAK) {
      return -2 - at;
    }
    return tags[at] == 'm' || !isHan(forms.get(terms[at])) ? NUMBER : terms[at];
  }

  private boolean isWord(Sequence sequence, Sequence[][] starting) {
    var length = sequence.length;
    var at = sequence.at;
    if (sequence.inArticles < LEAST_ARTICLES
        || 2 * sequence.bounded < sequence.places
        || form(at, length).length() > MOST_CHARACTERS
        || !holdsNoKeyword(sequence, starting[0])
        || entropy(sequence.before) < BRANCHING
        || entropy(sequence.behind) < BRANCHING) {
      return false;
    }
    var places = (double) sequence.places;
    for (var split = 1; split < length; split++) {
      var left = starting[split - 1][at];
      var right = starting[length - split - 1][at + split];
      var information = Math.log(places * words / ((double) left.places * right.places));
      if (information < COHESION * -Math.log(places / words)
          || (left.word
              && right.word
              && places < BOUND_WORD * left.places
              && places < BOUND_WORD * right.places)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a piece can be no keyword, one character or one that hardly stands elsewhere. What was
   * taken for the name of somebody is a piece only where both are true: 央视快 is none before 评, a
   * minister's name is one behind his post.
   */
  private boolean holdsNoKeyword(Sequence sequence, Sequence[] singles) {
    var character = false;
    var bound = false;
    var name = false;
    for (var i = sequence.at; i < sequence.at + sequence.length; i++) {
      var always = sequence.places >= BOUND_PIECE * singles[i].places;
      if (names[i] && !always) {
        return false;
      }
      name |= names[i];
      bound |= always;
      character |= !singles[i].word;
    }
    return character || (bound && !name);
  }

  private static double entropy(Map<Integer, Integer> neighbours) {
    var all = 0;
    var sum = 0.0;
    // In the order of their counts, so that the sum of the same counts is the same.
    var counts = neighbours.values().stream().mapToInt(Integer::intValue).sorted().toArray();
    for (var count : counts) {
      all += count;
      sum += count * Math.log(count);
    }
    return all == 0 ? 0 : Math.log(all) - sum / all;
  }

  private String form(int at, int length) {
    var form = new StringBuilder();
    for (var i = at; i < at + length; i++) {
      form.append(forms.get(terms[i]));
    }
    return form.toString();
  }

  /** How often a term stands outside words, and which single characters beside it. */
  private static final class Surroundings {
    int places;
    final Map<Integer, Integer> before = new HashMap<>();
    final Map<Integer, Integer> behind = new HashMap<>();
  }

  private Map<String, Integer> fragments(Sequence[][] starting) {
    var surroundings = new HashMap<Integer, Surroundings>();
    for (var at = 0; at < size; at++) {
      var length = MOST_TERMS;
      while (length > 1 && (starting[length - 1][at] == null || !starting[length - 1][at].word)) {
        length--;
      }
      if (length > 1) {
        at += length - 1;
      } else if (kinds[at] >= PIECE && !names[at] && forms.get(terms[at]).length() > 1) {
        var around = surroundings.computeIfAbsent(terms[at], term -> new Surroundings());
        around.places++;
        note(at - 1, "”", around.before);
        note(at + 1, "“", around.behind);
      }
    }
    var fragments = new TreeMap<String, Integer>();
    surroundings.forEach(
        (term, around) -> {
          var form = forms.get(term);
          var least = Math.max(LEAST_PLACES, BOUND_PIECE * around.places);
          around.before.forEach(
              (character, times) -> {
                if (times >= least) {
                  fragments.put(forms.get(character) + form, times);
                }
              });
          around.behind.forEach(
              (character, times) -> {
                if (times >= least) {
                  fragments.put(form + forms.get(character), times);
                }
              });
        });
    return fragments;
  }

  /** Notes a character that a word may go on with: 近人 stands behind “平易” in quotation marks. */
  private void note(int at, String quotation, Map<Integer, Integer> characters) {
    var form = forms.get(terms[at]);
    if (form.equals(quotation) || (kinds[at] == EDGE && form.length() == 1)) {
      characters.merge(terms[at], 1, Integer::sum);
    }
  }
}
