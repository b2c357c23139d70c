package io.newstide.language.names;

import com.hankcs.hanlp.corpus.tag.Nature;
import io.newstide.language.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * What the recogniser sees of a character: the characters around it, the words HanLP cut around it
 * with their tags and clusters, and what the gazetteer and the lexicon know there. Each is a
 * number, a hash that includes which kind of feature it is.
 *
 * <p>Holds one sentence at a time; nothing is allocated for a character. Not for use by several
 * threads.
 */
final class SentenceFeatures implements FeatureTable.Characters {

  /** How many features a character has. */
  static final int COUNT = 30;

  /** Characters: alone, in pairs, in threes. */
  static final int FIRST_PAIR = 5;

  static final int FIRST_TRIPLE = 10;

  /** Words, their tags and their clusters. */
  static final int FIRST_WORD = 13;

  /** What is known of names. */
  static final int FIRST_MARK = 27;

  /** A feature has this many bits, as many as the model's file keeps. */
  static final long HASH = (1L << 48) - 1;

  /** Stands for a feature that says nothing: has no weight. */
  static final long NOTHING = 0;

  /** The kinds of which there are few features, that are met again and again. */
  static final int[] FREQUENT = {0, 1, 2, 3, 4, 16, 17, 18, 21};

  /** The other kinds. */
  static final int[] RARE = {
    5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 19, 20, 22, 23, 24, 25, 26, 27, 28, 29
  };

  private static final char BEFORE = '\u0002';
  private static final char BEHIND = '\u0003';
  private static final int NO_WORD = 0x5bd1e995;
  private static final int NO_CLUSTER = 300;

  private final WordClusters clusters;

  /** The sentence with two characters of padding on both sides, letters levelled. */
  private char[] chars = new char[0];

  /** By character of the sentence. */
  private int[] wordOf = new int[0];

  private int[] partOf = new int[0];

  /** By word, with two words of padding on both sides. */
  private int[] wordHash = new int[0];

  private int[] tagHash = new int[0];
  private int[] clusterOf = new int[0];
  private byte[] marks = Gazetteer.NO_MARKS;
  private int start;
  private int length;

  SentenceFeatures(WordClusters clusters) {
    this.clusters = clusters;
  }

  /**
   * Turns to a sentence.
   *
   * @param text the text in its printed form
   * @param start the sentence's first offset
   * @param end behind its last offset
   * @param words the words of the text
   * @param firstWord the word that holds the sentence's first character
   * @param marks by offset in the text what is known of names, see {@link Gazetteer#marks}
   */
  void turnTo(char[] text, int start, int end, Words words, int firstWord, byte[] marks) {
    this.marks = marks;
    this.start = start;
    length = end - start;
    if (length + 4 > chars.length) {
      var capacity = 2 * length + 4;
      chars = new char[capacity];
      wordOf = new int[capacity];
      partOf = new int[capacity];
      wordHash = new int[capacity];
      tagHash = new int[capacity];
      clusterOf = new int[capacity];
    }
    chars[0] = BEFORE;
    chars[1] = BEFORE;
    for (var i = 0; i < length; i++) {
      chars[i + 2] = level(text[start + i]);
    }
    chars[length + 2] = BEHIND;
    chars[length + 3] = BEHIND;
    pad(0, NO_WORD, NO_CLUSTER);
    pad(1, NO_WORD, NO_CLUSTER);
    var count = 2;
    var at = start;
    for (var word = firstWord; at < end; word++) {
      var wordEnd = Math.min(end, words.end(word));
      var tag = words.tag(word);
      wordHash[count] = hash(text, at, wordEnd, tag);
      tagHash[count] = tag.hashCode();
      clusterOf[count] = clusters.of(wordHash[count]);
      for (var i = at; i < wordEnd; i++) {
        wordOf[i - start] = count;
        partOf[i - start] = Tags.part(i - at, wordEnd - at);
      }
      at = wordEnd;
      count++;
    }
    pad(count, NO_WORD + 1, NO_CLUSTER + 1);
    pad(count + 1, NO_WORD + 1, NO_CLUSTER + 1);
  }

  private void pad(int word, int hash, int cluster) {
    wordHash[word] = hash;
    tagHash[word] = hash;
    clusterOf[word] = cluster;
  }

  private static char level(char c) {
    if (c >= '0' && c <= '9') {
      return '0';
    }
    return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
  }

  /** The hash of a word, as of a string; all numbers are one word. */
  static int hash(char[] text, int start, int end, String tag) {
    if (tag.equals("m")) {
      return 'm';
    }
    var hash = 0;
    for (var i = start; i < end; i++) {
      hash = 31 * hash + text[i];
    }
    return hash;
  }

  /** The features of a character of the sentence. */
  @Override
  public void of(int i, long[] into) {
    long a2 = chars[i];
    long a1 = chars[i + 1];
    long c0 = chars[i + 2];
    long b1 = chars[i + 3];
    long b2 = chars[i + 4];
    into[0] = mix(1, a2);
    into[1] = mix(2, a1);
    into[2] = mix(3, c0);
    into[3] = mix(4, b1);
    into[4] = mix(5, b2);
    into[5] = mix(6, a2 << 16 | a1);
    into[6] = mix(7, a1 << 16 | c0);
    into[7] = mix(8, c0 << 16 | b1);
    into[8] = mix(9, b1 << 16 | b2);
    into[9] = mix(10, a1 << 16 | b1);
    into[10] = mix(11, a2 << 32 | a1 << 16 | c0);
    into[11] = mix(12, a1 << 32 | c0 << 16 | b1);
    into[12] = mix(13, c0 << 32 | b1 << 16 | b2);
    ofWords(wordOf[i], (long) partOf[i] * 64, into);
    ofMarks(i, (long) partOf[i] * 64, into);
  }

  private void ofWords(int word, long part, long[] into) {
    long w1 = wordHash[word - 1];
    long w0 = wordHash[word];
    long v1 = wordHash[word + 1];
    long t1 = tagHash[word - 1];
    long t0 = tagHash[word];
    long u1 = tagHash[word + 1];
    into[13] = mix(14 + part, w0);
    into[14] = mix(15 + part, w1);
    into[15] = mix(16 + part, v1);
    into[16] = mix(17 + part, t0);
    into[17] = mix(18 + part, t1 * 31 + t0);
    into[18] = mix(19 + part, t0 * 31 + u1);
    into[19] = mix(20 + part, w1 * 31 + w0);
    into[20] = mix(21 + part, w0 * 31 + v1);
    long k2 = clusterOf[word - 2];
    long k1 = clusterOf[word - 1];
    long k0 = clusterOf[word];
    long l1 = clusterOf[word + 1];
    long l2 = clusterOf[word + 2];
    into[21] = mix(22 + part, k0);
    into[22] = mix(23 + part, k1 << 10 | k0);
    into[23] = mix(24 + part, k0 << 10 | l1);
    into[24] = mix(25 + part, k1 << 20 | k0 << 10 | l1);
    into[25] = mix(26 + part, k2 << 10 | k1);
    into[26] = mix(27 + part, l1 << 10 | l2);
  }

  private void ofMarks(int i, long part, long[] into) {
    var at = start + i;
    long m0 = marks.length == 0 ? 0 : marks[at];
    long m1 = marks.length == 0 ? 0 : i == 0 ? BEFORE : marks[at - 1];
    long n1 = marks.length == 0 ? 0 : i + 1 == length ? BEHIND : marks[at + 1];
    if ((m0 | m1 | n1) == 0) {
      into[27] = NOTHING;
      into[28] = NOTHING;
      into[29] = NOTHING;
      return;
    }
    into[27] = mix(28 + part, m0);
    into[28] = m0 == 0 ? NOTHING : mix(29, m0 << 32 ^ wordHash[wordOf[i]]);
    into[29] = mix(30, m1 << 16 | m0 << 8 | n1);
  }

  /** All features of the frequent kinds that text can have. */
  static void frequent(LongConsumer each) {
    for (var c = 0; c <= Character.MAX_VALUE; c++) {
      for (var kind = 1; kind <= 5; kind++) {
        each.accept(mix(kind, c));
      }
    }
    var tags = new ArrayList<Long>(List.of((long) NO_WORD, NO_WORD + 1L));
    for (var nature : Nature.values()) {
      tags.add((long) nature.toString().hashCode());
    }
    for (var part = 0L; part < 4 * 64; part += 64) {
      for (long now : tags) {
        each.accept(mix(17 + part, now));
        for (long next : tags) {
          each.accept(mix(18 + part, now * 31 + next));
          each.accept(mix(19 + part, now * 31 + next));
        }
      }
      for (var cluster = 0; cluster <= NO_CLUSTER + 1; cluster++) {
        each.accept(mix(22 + part, cluster));
      }
    }
  }

  private static long mix(long kind, long value) {
    var hash = (kind * 0x9E3779B97F4A7C15L ^ value) * 0xC2B2AE3D27D4EB4FL;
    hash ^= hash >>> 29;
    hash *= 0x165667B19E3779F9L;
    return (hash ^ hash >>> 32) & HASH;
  }
}
