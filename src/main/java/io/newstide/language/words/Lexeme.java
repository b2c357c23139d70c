package io.newstide.language.words;

import com.hankcs.hanlp.corpus.tag.Nature;
import com.hankcs.hanlp.dictionary.CoreDictionary;
import com.hankcs.hanlp.dictionary.CoreDictionaryTransformMatrixDictionary;
import com.hankcs.hanlp.dictionary.other.CharType;
import com.hankcs.hanlp.utility.Predefine;

/**
 * What HanLP's model knows of a word, laid out for the lattice: computed once from {@link
 * CoreDictionary}. Safe for use by many threads.
 */
final class Lexeme {

  /** HanLP's smoothing: μ. */
  static final double MU = Predefine.myu;

  /** HanLP's smoothing: λ. */
  static final double LAMBDA = Predefine.lambda;

  /** The word's place in the table of word pairs; names, numbers and the like share one. */
  final int id;

  /** How often it stands in HanLP's corpus. */
  final int frequency;

  /** What it costs behind a word it was never seen behind. */
  final double unseen;

  /** The ordinals of its parts of speech. */
  final int[] tags;

  /** The names of its parts of speech. */
  final String[] tagNames;

  /** -ln P(word | tag), for each of its parts of speech. */
  final double[] emission;

  /** Whether it is one word, not a kind of runs of characters. */
  private final boolean ofDictionary;

  /** The word, made when it is first met: shared by all articles. */
  private String form;

  private Lexeme(int id, CoreDictionary.Attribute attribute, boolean ofDictionary) {
    this.id = id;
    this.ofDictionary = ofDictionary;
    frequency = attribute.totalFrequency;
    unseen = costBehind(0, 1);
    tags = new int[attribute.nature.length];
    tagNames = new String[tags.length];
    emission = new double[tags.length];
    for (var i = 0; i < tags.length; i++) {
      tags[i] = attribute.nature[i].ordinal();
      tagNames[i] = attribute.nature[i].toString();
      emission[i] =
          Math.log(
              (attribute.frequency[i] + 1e-8)
                  / CoreDictionaryTransformMatrixDictionary.transformMatrixDictionary
                      .getTotalFrequency(tags[i]));
    }
  }

  static Lexeme of(int id, Nature tag, int frequency) {
    return new Lexeme(id, new CoreDictionary.Attribute(tag, frequency), false);
  }

  /**
   * A word of the dictionary; one that can only be a name, number or the like stands for its kind.
   */
  static Lexeme ofDictionary(int index, CoreDictionary.Attribute attribute) {
    if (attribute.nature.length != 1) {
      return new Lexeme(index, attribute, true);
    }
    var tag = attribute.nature[0];
    if (tag.startsWith("nr")) {
      return new Lexeme(CoreDictionary.NR_WORD_ID, attribute, true);
    }
    if (tag.startsWith("ns")) {
      return new Lexeme(CoreDictionary.NS_WORD_ID, attribute, true);
    }
    if (tag == Nature.nx) {
      var id = CoreDictionary.NX_WORD_ID;
      return new Lexeme(id == -1 ? CoreDictionary.X_WORD_ID : id, attribute, true);
    }
    if (tag.startsWith("nt") || tag == Nature.nit) {
      return new Lexeme(CoreDictionary.NT_WORD_ID, attribute, true);
    }
    if (tag.startsWith('m')) {
      return ofKind(CoreDictionary.M_WORD_ID);
    }
    if (tag.startsWith('x')) {
      return ofKind(CoreDictionary.X_WORD_ID);
    }
    return tag == Nature.t ? ofKind(CoreDictionary.T_WORD_ID) : new Lexeme(index, attribute, true);
  }

  private static Lexeme ofKind(int id) {
    return new Lexeme(id, CoreDictionary.get(id), true);
  }

  /** A run of characters of one {@link CharType} that no word of the dictionary begins. */
  static Lexeme ofAtom(byte type) {
    return switch (type) {
      case CharType.CT_NUM, CharType.CT_INDEX, CharType.CT_CNUM ->
          of(CoreDictionary.M_WORD_ID, Nature.m, Predefine.OOV_DEFAULT_FREQUENCY);
      case CharType.CT_DELIMITER, CharType.CT_OTHER ->
          of(-1, Nature.w, Predefine.OOV_DEFAULT_FREQUENCY);
      case CharType.CT_SINGLE ->
          of(CoreDictionary.X_WORD_ID, Nature.nx, Predefine.OOV_DEFAULT_FREQUENCY);
      default -> of(-1, Nature.n, Predefine.OOV_DEFAULT_FREQUENCY);
    };
  }

  /**
   * This word as a string, where it stands in a text; null for a run of characters that is no word
   * of the dictionary.
   */
  String form(char[] text, int start, int length) {
    if (!ofDictionary) {
      return null;
    }
    // Of two threads that make it at once each has its own: a string is safe to share all the same.
    var known = form;
    if (known == null) {
      known = new String(text, start, length);
      form = known;
    }
    return known;
  }

  /** The part of a cost that depends on this word alone: (1-λ)·f/N. */
  double unigram() {
    return (1 - LAMBDA) * frequency / Predefine.TOTAL_FREQUENCY;
  }

  /** What it costs behind a word of some frequency that it was seen behind so often. */
  double costBehind(int pairs, int frequencyBefore) {
    return -Math.log(LAMBDA * (MU * pairs / (frequencyBefore + 1) + 1 - MU) + unigram());
  }
}
