package io.newstide.language.words;

import com.hankcs.hanlp.corpus.tag.Nature;
import com.hankcs.hanlp.dictionary.CoreBiGramTableDictionary;
import com.hankcs.hanlp.dictionary.CoreDictionary;
import com.hankcs.hanlp.dictionary.CoreDictionaryTransformMatrixDictionary;
import com.hankcs.hanlp.dictionary.other.CharType;
import com.hankcs.hanlp.utility.Predefine;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/**
 * HanLP's shortest path over HanLP's dictionaries: the words and tags are those of its {@code
 * ViterbiSegment} without recognition of names (a test holds it to that), at several times the
 * speed, because the lattice is made of numbers in arrays instead of an object a word.
 *
 * <p>A path costs the sum of {@code -ln(λ·(μ·f(a,b)/(f(a)+1) + 1 - μ) + (1-λ)·f(b)/N)} over its
 * neighbours a, b, with HanLP's frequencies and constants; tags follow by its first-order Markov
 * model. Safe for use by many threads: what it keeps between texts changes no result; HanLP's
 * static dictionaries are read, never changed.
 */
public final class LatticeSegmenter implements Segmenter {

  /** A lattice for a longer piece is not kept. */
  private static final int LARGEST_SPARE = 4096;

  private final int[] base = HanlpData.coreDictionary().getBase();
  private final int[] check = CoreDictionary.trie.getCheck();
  private final Lexeme[] dictionary = new Lexeme[CoreDictionary.trie.size()];

  private final Lexeme[] atoms = new Lexeme[32];
  private final Lexeme begin =
      Lexeme.of(CoreDictionary.BEGIN_WORD_ID, Nature.begin, Predefine.TOTAL_FREQUENCY / 10);
  private final Lexeme end =
      Lexeme.of(CoreDictionary.END_WORD_ID, Nature.end, Predefine.TOTAL_FREQUENCY / 10);
  private final double[][] transition;

  /** A lattice at rest: its arrays serve one piece after another. */
  private final AtomicReference<Lattice> spare = new AtomicReference<>();

  private final WordPairs pairs = WordPairs.ofHanlp();

  public LatticeSegmenter() {
    for (var i = 0; i < dictionary.length; i++) {
      dictionary[i] = Lexeme.ofDictionary(i, CoreDictionary.trie.getValueAt(i));
    }
    for (var type = 0; type < atoms.length; type++) {
      atoms[type] = Lexeme.ofAtom((byte) type);
    }
    transition =
        CoreDictionaryTransformMatrixDictionary.transformMatrixDictionary.transititon_probability;
  }

  @Override
  public void segment(char[] text, int start, int end, Words words) {
    var idle = spare.getAndSet(null);
    var lattice = idle == null ? new Lattice() : idle;
    lattice.turnTo(text, start, end);
    lattice.addDictionaryWords();
    lattice.closeGaps();
    lattice.shortestPath();
    lattice.tag(words);
    if (end - start <= LARGEST_SPARE) {
      lattice.rest();
      spare.set(lattice);
    }
  }

  /** How often HanLP's corpus has a word behind another. */
  private int pairs(int before, int behind) {
    return (before | behind) < 0
        ? CoreBiGramTableDictionary.getBiFrequency(before, behind)
        : pairs.times(before, behind);
  }

  /** All words that a piece may hold: node 0 begins it, node 1 ends it. */
  private final class Lattice {
    private char[] text = new char[0];
    private int start;
    private int length;

    /** By offset in the piece: the nodes that begin there, in the order they were added. */
    private int[] first = new int[0];

    private int[] last = new int[0];

    // By node.
    private int[] next = new int[0];
    private int[] lengths = new int[0];
    private Lexeme[] lexemes = new Lexeme[0];
    private int[] from = new int[0];
    private double[] cost = new double[0];
    private int nodes;

    // By part of speech of a word and of the word before it.
    private double[] now = new double[16];
    private double[] before = new double[16];

    /** Begins a piece. */
    void turnTo(char[] newText, int newStart, int newEnd) {
      text = newText;
      start = newStart;
      length = newEnd - newStart;
      if (first.length <= length) {
        first = new int[length + 1];
        last = new int[length + 1];
        grow(Math.max(next.length, 3 * length + 16));
      }
      Arrays.fill(first, 0, length + 1, -1);
      nodes = 0;
      node(0, begin);
      cost[0] = 0;
      add(length, 0, LatticeSegmenter.this.end);
    }

    /** Lets go of the text. */
    void rest() {
      text = new char[0];
    }

    private void grow(int capacity) {
      next = Arrays.copyOf(next, capacity);
      lengths = Arrays.copyOf(lengths, capacity);
      lexemes = Arrays.copyOf(lexemes, capacity);
      from = Arrays.copyOf(from, capacity);
      cost = Arrays.copyOf(cost, capacity);
    }

    private int node(int wordLength, Lexeme lexeme) {
      if (nodes == next.length) {
        grow(2 * nodes);
      }
      next[nodes] = -1;
      lengths[nodes] = wordLength;
      lexemes[nodes] = lexeme;
      from[nodes] = -1;
      return nodes++;
    }

    private void add(int at, int wordLength, Lexeme lexeme) {
      var node = node(wordLength, lexeme);
      if (first[at] < 0) {
        first[at] = node;
      } else {
        next[last[at]] = node;
      }
      last[at] = node;
    }

    void addDictionaryWords() {
      for (var at = 0; at < length; at++) {
        var state = base[0];
        for (var i = at; i < length; i++) {
          var to = state + text[start + i] + 1;
          if (check[to] != state) {
            break;
          }
          state = base[to];
          var value = base[state];
          if (check[state] == state && value < 0) {
            add(at, i - at + 1, dictionary[-value - 1]);
          }
        }
      }
    }

    /** Where no word begins, runs of characters of one type keep the lattice connected. */
    void closeGaps() {
      var at = 0;
      while (at < length) {
        if (first[at] >= 0) {
          at += lengths[last[at]];
          continue;
        }
        var gapEnd = at + 1;
        while (gapEnd < length
            && (first[gapEnd] < 0 || CharType.get(text[start + gapEnd]) == CharType.CT_CNUM)) {
          gapEnd++;
        }
        addAtoms(at, gapEnd);
        at = gapEnd;
      }
    }

    private void addAtoms(int gapStart, int gapEnd) {
      var atomStart = gapStart;
      var type = CharType.get(text[start + gapStart]);
      for (var i = gapStart + 1; i < gapEnd; i++) {
        var current = CharType.get(text[start + i]);
        if (current != type) {
          if (type == CharType.CT_NUM
              && "，,．.".indexOf(text[start + i]) != -1
              && i + 1 < gapEnd
              && CharType.get(text[start + i + 1]) == CharType.CT_NUM) {
            continue;
          }
          addAtom(atomStart, i - atomStart, type);
          atomStart = i;
        }
        type = current;
      }
      addAtom(atomStart, gapEnd - atomStart, type);
    }

    private void addAtom(int at, int wordLength, byte type) {
      for (var node = first[at]; node >= 0; node = next[node]) {
        if (lengths[node] == wordLength) {
          return;
        }
      }
      add(at, wordLength, atoms[type]);
    }

    void shortestPath() {
      relax(0, 0);
      for (var at = 0; at < length; at++) {
        for (var node = first[at]; node >= 0; node = next[node]) {
          if (from[node] >= 0) {
            relax(node, at + lengths[node]);
          }
        }
      }
    }

    private void relax(int node, int to) {
      var before = lexemes[node];
      for (var behind = first[to]; behind >= 0; behind = next[behind]) {
        var lexeme = lexemes[behind];
        var pairs = pairs(before.id, lexeme.id);
        var through =
            cost[node] + (pairs == 0 ? lexeme.unseen : lexeme.costBehind(pairs, before.frequency));
        if (from[behind] < 0 || cost[behind] > through) {
          from[behind] = node;
          cost[behind] = through;
        }
      }
    }

    /** Hands the words of the shortest path on, with the tags of HanLP's Markov model. */
    void tag(Words words) {
      // The path leads back from the end: turned round in the nodes' links, which are done with.
      var node = 1;
      for (var link = from[1]; link >= 0; link = from[node]) {
        next[link] = node;
        node = link;
      }
      // HanLP's search keeps for each word the tag before it that its best tag came from.
      before[0] = 0;
      var lexemeBefore = begin;
      var at = start;
      do {
        var nodeBefore = node;
        node = next[node];
        var lexeme = lexemes[node];
        if (now.length < lexeme.tags.length) {
          now = new double[lexeme.tags.length];
        }
        var best = Double.MAX_VALUE;
        var tagBefore = 0;
        for (var k = 0; k < lexeme.tags.length; k++) {
          var least = Double.MAX_VALUE;
          for (var j = 0; j < lexemeBefore.tags.length; j++) {
            var through =
                before[j] + transition[lexemeBefore.tags[j]][lexeme.tags[k]] - lexeme.emission[k];
            if (through < least) {
              least = through;
              if (through < best) {
                best = through;
                tagBefore = j;
              }
            }
          }
          now[k] = least;
        }
        if (nodeBefore != 0) {
          at += lengths[nodeBefore];
          words.add(
              at,
              lexemeBefore.tagNames[tagBefore],
              lexemeBefore.form(text, at - lengths[nodeBefore], lengths[nodeBefore]));
        }
        var swap = before;
        before = now;
        now = swap;
        lexemeBefore = lexeme;
      } while (node != 1);
    }
  }
}
