package io.newstide.language.names;

import io.newstide.language.words.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the names of one text after another: the best path of tags through each sentence (Viterbi)
 * under a model. Keeps its arrays between texts; not for use by several threads.
 */
public final class NamesTagger {

  /** A sentence without an end is cut here. */
  private static final int LONGEST = 512;

  /** Below any score a sentence can begin with, and far from where numbers end. */
  private static final int NEVER = -(1 << 24);

  /**
   * A score carries in its last bits, while the best is sought, which tag it comes from: the lower
   * of two tags that are as good.
   */
  private static final int TAG_BITS = 4;

  private static final int TAG_MASK = (1 << TAG_BITS) - 1;

  private final SentenceFeatures sentence;
  private final FeatureTable.Sums sums;

  /** By tag and tag before it: the weight of the one behind the other, with the one before. */
  private final int[] transitions = new int[Tags.COUNT * Tags.COUNT];

  private int[] score = new int[Tags.COUNT];
  private int[] scoreBefore = new int[Tags.COUNT];
  private byte[] from = new byte[256 * Tags.COUNT];
  private byte[] tags = new byte[256];

  /** Makes a tagger for a model. */
  public NamesTagger(NamesModel model) {
    sums = model.features().new Sums();
    sentence = new SentenceFeatures(model.clusters());
    for (var tag = 0; tag < Tags.COUNT; tag++) {
      for (var before = 0; before < Tags.COUNT; before++) {
        transitions[tag * Tags.COUNT + before] =
            (model.transitions()[before * Tags.COUNT + tag] << TAG_BITS) + TAG_MASK - before;
      }
    }
  }

  /**
   * Finds the names of a text.
   *
   * @param text a text in its printed form
   * @param words its words, which together cover it
   * @param marks by offset what is known of names, see {@link Gazetteer#marks}
   * @return the names in text order
   */
  public List<Span> find(char[] text, Words words, byte[] marks) {
    return find(text, words, marks, List.of(), List.of());
  }

  /**
   * Finds the names of some sentences again, under other marks.
   *
   * @param text a text in its printed form
   * @param words its words, which together cover it
   * @param marks by offset what is known of names now
   * @param found its names as they were found before, in text order
   * @param places where to look again, in text order: the sentences that hold their beginnings
   * @return the names in text order, those of the other sentences as they were
   */
  public List<Span> findAgain(
      char[] text, Words words, byte[] marks, List<Span> found, List<Span> places) {
    return places.isEmpty() ? found : find(text, words, marks, found, places);
  }

  private List<Span> find(
      char[] text, Words words, byte[] marks, List<Span> before, List<Span> places) {
    var found = new ArrayList<Span>();
    var word = 0;
    var name = 0;
    var place = 0;
    for (var start = 0; start < text.length; ) {
      var end = sentenceEnd(text, start, text.length);
      while (words.end(word) <= start) {
        word++;
      }
      var look = places.isEmpty() || (place < places.size() && places.get(place).start() < end);
      for (; name < before.size() && before.get(name).start() < end; name++) {
        if (!look) {
          found.add(before.get(name));
        }
      }
      if (look) {
        sentence.turnTo(text, start, end, words, word, marks);
        tag(end - start);
        collect(text, start, end - start, found);
      }
      while (place < places.size() && places.get(place).start() < end) {
        place++;
      }
      start = end;
    }
    return found;
  }

  private static int sentenceEnd(char[] text, int start, int end) {
    var longest = Math.min(end, start + LONGEST);
    for (var i = start; i < longest; i++) {
      switch (text[i]) {
        case '\n' -> {
          return i + 1;
        }
        case '。', '！', '？' -> {
          var after = i + 1;
          while (after < longest && "”’）》」』".indexOf(text[after]) >= 0) {
            after++;
          }
          return after;
        }
        default -> {}
      }
    }
    return longest;
  }

  private void tag(int length) {
    if (tags.length < length) {
      tags = new byte[LONGEST];
      from = new byte[LONGEST * Tags.COUNT];
    }
    for (var first = 0; first < length; first += FeatureTable.Sums.BATCH) {
      var behind = Math.min(length, first + FeatureTable.Sums.BATCH);
      var emission = sums.of(sentence, first, behind);
      for (var i = first; i < behind; i++) {
        step(i, emission, (i - first) * Tags.COUNT);
      }
    }
    var tag = Tags.OUTSIDE;
    for (var last = 0; last < Tags.COUNT; last++) {
      if (Tags.canBeLast(last) && score[last] > score[tag]) {
        tag = last;
      }
    }
    for (var i = length - 1; i >= 0; i--) {
      tags[i] = (byte) tag;
      tag = from[i * Tags.COUNT + tag];
    }
  }

  /** Finds for each tag of a character the best way to it. */
  private void step(int i, int[] emission, int at) {
    if (i == 0) {
      for (var tag = 0; tag < Tags.COUNT; tag++) {
        score[tag] = Tags.canBeFirst(tag) ? emission[at + tag] : NEVER;
      }
      return;
    }
    var swap = scoreBefore;
    scoreBefore = score;
    score = swap;
    // Behind the end of anything, or outside, anything may begin.
    for (var tag : Tags.FIRST) {
      reach(tag, i, bestOfLast(tag * Tags.COUNT), emission[at + tag]);
    }
    for (var begin = Tags.OUTSIDE + 1; begin < Tags.COUNT; begin += 4) {
      for (var tag = begin + 1; tag <= begin + 2; tag++) {
        reach(tag, i, bestOfTwo(tag * Tags.COUNT, begin), emission[at + tag]);
      }
    }
  }

  private void reach(int tag, int i, int best, int emission) {
    score[tag] = (best >> TAG_BITS) + emission;
    from[i * Tags.COUNT + tag] = (byte) (TAG_MASK - (best & TAG_MASK));
  }

  private int bestOfLast(int row) {
    var best = through(row, Tags.OUTSIDE);
    for (var begin = Tags.OUTSIDE + 1; begin < Tags.COUNT; begin += 4) {
      best = Math.max(best, Math.max(through(row, begin + 2), through(row, begin + 3)));
    }
    return best;
  }

  /** Within a name: behind its beginning or its middle. */
  private int bestOfTwo(int row, int begin) {
    return Math.max(through(row, begin), through(row, begin + 1));
  }

  private int through(int row, int before) {
    return (scoreBefore[before] << TAG_BITS) + transitions[row + before];
  }

  private void collect(char[] text, int start, int length, List<Span> into) {
    var begin = start;
    for (var i = 0; i < length; i++) {
      if (Tags.begins(tags[i])) {
        begin = start + i;
      }
      if (Tags.ends(tags[i])) {
        addTrimmed(text, begin, start + i + 1, Tags.type(tags[i]), into);
      }
    }
  }

  private static void addTrimmed(
      char[] text, int begin, int behind, NameType type, List<Span> into) {
    var start = begin;
    var end = behind;
    while (start < end && Character.isWhitespace(text[start])) {
      start++;
    }
    while (start < end && Character.isWhitespace(text[end - 1])) {
      end--;
    }
    if (start < end) {
      into.add(new Span(start, end, type));
    }
  }
}
