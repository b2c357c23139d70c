package io.newstide.topic;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds many texts in a text at once. Where two characters begin any of the texts, the hashes of
 * the lengths that occur with them are looked up (Karp and Rabin, Efficient randomized
 * pattern-matching algorithms, 1987); every hit is compared character by character. The time for a
 * place depends on how many lengths begin with its characters, not on how many texts. Made in time
 * linear in the texts, a tenth of what an automaton takes, because a catalogue is made anew with
 * every change of a topic. Immutable and safe for use by many threads.
 */
final class TextIndex {

  /** Is told of what is found. */
  interface Finds {

    /**
     * A text was found.
     *
     * @param text its number
     * @param start where it begins
     * @param end behind it
     */
    void found(int text, int start, int end);
  }

  private static final long BASE = 0x9E3779B97F4A7C15L;
  private static final int[] NO_LENGTHS = {};

  /** So many bits for each place of the table of beginnings. */
  private static final int BITS = 8;

  private final List<String> texts;

  /** The lengths of the texts that begin with two characters, or that are one. */
  private final int[] beginnings;

  private final int[][] lengths;

  /** A bit for each beginning, so that where there is none the table need not be looked at. */
  private final long[] begun;

  /** Whether one of the texts is a single character. */
  private final boolean single;

  private final long[] hashes;
  private final int[] numbers;
  private final long[] powers;

  /**
   * An index.
   *
   * @param given the texts; each different one is numbered from 0 in this order; none is empty
   */
  TextIndex(Collection<String> given) {
    texts = List.copyOf(new LinkedHashSet<>(given));
    Map<Integer, TreeSet<Integer>> byBeginning = new TreeMap<>();
    int longest = 1;
    int size = Integer.highestOneBit(Math.max(4, texts.size())) * 4;
    hashes = new long[size];
    numbers = new int[size];
    Arrays.fill(numbers, -1);
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      longest = Math.max(longest, text.length());
      byBeginning.computeIfAbsent(beginning(text, 0), key -> new TreeSet<>()).add(text.length());
      long hash = hash(text);
      int slot = slot(hash, size);
      while (numbers[slot] >= 0) {
        slot = (slot + 1) & (size - 1);
      }
      hashes[slot] = hash;
      numbers[slot] = i;
    }
    powers = new long[longest + 1];
    powers[0] = 1;
    for (int i = 1; i <= longest; i++) {
      powers[i] = powers[i - 1] * BASE;
    }
    int room = Integer.highestOneBit(Math.max(4, byBeginning.size())) * 4;
    beginnings = new int[room];
    lengths = new int[room][];
    begun = new long[Math.max(1, room / Long.SIZE * BITS)];
    single = texts.stream().anyMatch(text -> text.length() == 1);
    byBeginning.forEach(
        (key, of) -> {
          int bit = slot(key, begun.length * Long.SIZE);
          begun[bit / Long.SIZE] |= 1L << bit;
          int slot = slot(key, room);
          while (lengths[slot] != null) {
            slot = (slot + 1) & (room - 1);
          }
          beginnings[slot] = key;
          lengths[slot] = of.stream().mapToInt(Integer::intValue).toArray();
        });
  }

  /** The texts by their numbers. */
  List<String> texts() {
    return texts;
  }

  /** The numbers of the texts. */
  Map<String, Integer> numbers() {
    Map<String, Integer> byText = new HashMap<>();
    for (int i = 0; i < texts.size(); i++) {
      byText.put(texts.get(i), i);
    }
    return byText;
  }

  /** Finds all places of all texts in a text, also where they overlap, in its order. */
  void find(String in, Finds finds) {
    if (texts.isEmpty() || in.isEmpty()) {
      return;
    }
    long[] upTo = new long[in.length() + 1];
    for (int i = 0; i < in.length(); i++) {
      upTo[i + 1] = upTo[i] * BASE + in.charAt(i) + 1;
    }
    for (int i = 0; i < in.length(); i++) {
      if (single) {
        find(in, i, lengths(in.charAt(i)), upTo, finds);
      }
      if (i + 1 < in.length()) {
        find(in, i, lengths(beginning(in, i)), upTo, finds);
      }
    }
  }

  private void find(String in, int start, int[] candidates, long[] upTo, Finds finds) {
    for (int length : candidates) {
      int end = start + length;
      if (end > in.length()) {
        return;
      }
      long hash = upTo[end] - upTo[start] * powers[length];
      int slot = slot(hash, hashes.length);
      while (numbers[slot] >= 0) {
        if (hashes[slot] == hash
            && texts.get(numbers[slot]).length() == length
            && in.startsWith(texts.get(numbers[slot]), start)) {
          finds.found(numbers[slot], start, end);
          break;
        }
        slot = (slot + 1) & (hashes.length - 1);
      }
    }
  }

  private int[] lengths(int beginning) {
    int bit = slot(beginning, begun.length * Long.SIZE);
    if ((begun[bit / Long.SIZE] & 1L << bit) == 0) {
      return NO_LENGTHS;
    }
    int slot = slot(beginning, beginnings.length);
    while (lengths[slot] != null) {
      if (beginnings[slot] == beginning) {
        return lengths[slot];
      }
      slot = (slot + 1) & (beginnings.length - 1);
    }
    return NO_LENGTHS;
  }

  /** The first two characters, or the only one. */
  private static int beginning(String text, int at) {
    return text.length() == 1 && at == 0
        ? text.charAt(0)
        : text.charAt(at) << 16 | text.charAt(at + 1);
  }

  private static long hash(String text) {
    long hash = 0;
    for (int i = 0; i < text.length(); i++) {
      hash = hash * BASE + text.charAt(i) + 1;
    }
    return hash;
  }

  private static int slot(long hash, int size) {
    long mixed = (hash ^ hash >>> 32) * 0xD6E8FEB86659FD93L;
    return (int) (mixed >>> 40) & (size - 1);
  }
}
