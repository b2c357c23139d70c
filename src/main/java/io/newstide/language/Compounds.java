package io.newstide.language;

import com.hankcs.hanlp.collection.trie.DoubleArrayTrie;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Words that the segmenter's dictionary lacks and that it therefore cuts into pieces, such as 新质生产力
 * into 新, 质 and 生产力; and fragments, pieces of words whose bounds are not known, such as 戈兰 before
 * 高, which are no keywords there. Names are found in the words as the segmenter cuts them; only
 * what keywords are chosen from is joined. Immutable, safe for use by many threads.
 *
 * <p>The resource is text: lines that begin with {@code #} say where it comes from, then one {@code
 * word TAB 新质生产力 TAB places} or {@code fragment TAB 戈兰高 TAB places} a line, a fragment with the
 * character beside it. It is made by {@link FrequencyTableBuilder}, by the rules of {@link
 * CompoundFinder}.
 */
final class Compounds {

  static final String RESOURCE = "compounds.txt";

  static final String WORD = "word";
  static final String FRAGMENT = "fragment";

  private static final Compounds NONE = new Compounds(Set.of(), Set.of());

  /** The tag of what is no word: HanLP's for strings of any kind. */
  private static final String NO_WORD = "x";

  private final DoubleArrayTrie<Entry> trie;

  private record Entry(String form, boolean word) {}

  Compounds(Set<String> words, Set<String> fragments) {
    var entries = new TreeMap<String, Entry>();
    for (var fragment : fragments) {
      entries.put(fragment, new Entry(fragment, false));
    }
    for (var word : words) {
      entries.put(word, new Entry(word, true));
    }
    trie = entries.isEmpty() ? null : new DoubleArrayTrie<>(entries);
  }

  /** No words and no fragments. */
  static Compounds none() {
    return NONE;
  }

  /** Those that come with the project. */
  static Compounds shipped() {
    return Shipped.COMPOUNDS;
  }

  /** Reads a list; throws {@link UncheckedIOException} for a stream that is none. */
  static Compounds read(InputStream stream) {
    var words = new HashSet<String>();
    var fragments = new HashSet<String>();
    try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith("#")) {
          continue;
        }
        var columns = line.split("\t", -1);
        if (columns.length == 3 && columns[0].equals(WORD)) {
          words.add(columns[1]);
        } else if (columns.length == 3 && columns[0].equals(FRAGMENT)) {
          fragments.add(columns[1]);
        } else {
          throw new IOException("not a line of the list: " + line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the list of compounds: " + e.getMessage(), e);
    }
    return new Compounds(words, fragments);
  }

  /**
   * The passages with each listed word one term, where it begins and ends with a term: from left to
   * right, the longest first. A word of verbs is a verb, any other a noun. The terms of a fragment
   * are left as they are and tagged as no words.
   */
  List<Passage> joined(List<Passage> passages) {
    if (trie == null) {
      return passages;
    }
    var joined = new ArrayList<Passage>(passages.size());
    for (var passage : passages) {
      joined.add(joined(passage));
    }
    return joined;
  }

  private Passage joined(Passage passage) {
    var text = passage.text();
    var terms = passage.terms();
    var size = terms.size();
    List<Term> joined = null;
    var first = 0;
    while (first < size) {
      var last = first;
      Entry entry = null;
      // HanLP's trie begins in state 1; each character leads on to the entries that go on with it.
      var state = 1;
      var reached = first;
      for (var at = terms.get(first).start(); at < text.length(); at++) {
        state = trie.transition(text.charAt(at), state);
        if (state < 0) {
          break;
        }
        while (terms.get(reached).end() <= at) {
          reached++;
        }
        if (reached > first && terms.get(reached).end() == at + 1) {
          var found = trie.output(state);
          if (found != null) {
            last = reached;
            entry = found;
          }
        }
      }
      if (entry != null && joined == null) {
        joined = new ArrayList<>(size);
        joined.addAll(terms.subList(0, first));
      }
      if (entry != null) {
        join(entry, terms.subList(first, last + 1), joined);
      } else if (joined != null) {
        joined.add(terms.get(first));
      }
      first = last + 1;
    }
    return joined == null ? passage : new Passage(passage.field(), text, joined);
  }

  private static void join(Entry entry, List<Term> pieces, List<Term> joined) {
    if (entry.word()) {
      var end = pieces.get(pieces.size() - 1).end();
      joined.add(new Term(pieces.get(0).start(), end, entry.form(), tag(pieces)));
    } else {
      for (var piece : pieces) {
        joined.add(
            piece.word().length() == 1
                ? piece
                : new Term(piece.start(), piece.end(), piece.word(), NO_WORD));
      }
    }
  }

  private static String tag(List<Term> pieces) {
    for (var piece : pieces) {
      if (!piece.tag().startsWith("v")) {
        return "n";
      }
    }
    return "v";
  }

  private static final class Shipped {
    static final Compounds COMPOUNDS = read(Compounds.class.getResourceAsStream(RESOURCE));
  }
}
