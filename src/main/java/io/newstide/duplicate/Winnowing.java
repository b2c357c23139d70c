package io.newstide.duplicate;

import java.util.Arrays;

/**
 * Fingerprints of a text by robust winnowing (Schleimer, Wilkerson, Aiken: Winnowing, SIGMOD 2003):
 * of every {@value #WINDOW} neighbouring shingles of {@value #SHINGLE} characters the one with the
 * least hash. Two texts that share a run of {@value #SHINGLE} + {@value #WINDOW} - 1 = 39
 * characters share a fingerprint, wherever the run stands; on average there are 2 / ({@value
 * #WINDOW} + 1) a character.
 */
final class Winnowing {

  private static final int SHINGLE = 8;
  private static final int WINDOW = 32;

  private Winnowing() {}

  /** The fingerprints of a title and a body, ascending, each once. */
  static int[] fingerprints(String title, String body) {
    int[] some = new int[16 + (title.length() + body.length()) / 8];
    int count = add(body, some, add(title, some, 0));
    Arrays.sort(some, 0, count);
    int distinct = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0 || some[i] != some[i - 1]) {
        some[distinct++] = some[i];
      }
    }
    return Arrays.copyOf(some, distinct);
  }

  /** Adds those of a text as long as there is room: what is repetitive has more than usual. */
  private static int add(String text, int[] to, int count) {
    int shingles = text.length() - SHINGLE + 1;
    if (shingles <= 0) {
      return count;
    }
    int[] hashes = new int[shingles];
    long first = GramIndex.gram(text, 0);
    long second = GramIndex.gram(text, SHINGLE / 2);
    hashes[0] = mixed(first * 31 + second);
    for (int i = 1; i < shingles; i++) {
      first = GramIndex.next(first, text.charAt(i + SHINGLE / 2 - 1));
      second = GramIndex.next(second, text.charAt(i + SHINGLE - 1));
      hashes[i] = mixed(first * 31 + second);
    }
    int least = -1;
    for (int end = Math.min(WINDOW, shingles); end <= shingles; end++) {
      int start = Math.max(0, end - WINDOW);
      int before = least;
      if (least < start) {
        least = end - 1;
        for (int i = end - 2; i >= start; i--) {
          if (hashes[i] < hashes[least]) {
            least = i;
          }
        }
      } else if (hashes[end - 1] < hashes[least]) {
        // Of equals the one already chosen stays: that is what makes it robust.
        least = end - 1;
      }
      if (least != before && count < to.length) {
        to[count++] = hashes[least];
      }
    }
    return count;
  }

  /** A hash of a whole text, the same in every process. */
  static int hash(String text) {
    long hash = text.length();
    for (int i = 0; i < text.length(); i++) {
      hash = hash * 0x100000001B3L + text.charAt(i);
    }
    return mixed(hash);
  }

  /** The finalizer of MurmurHash3: all bits of the number decide each bit of the hash. */
  private static int mixed(long number) {
    long hash = number;
    hash ^= hash >>> 33;
    hash *= 0xFF51AFD7ED558CCDL;
    hash ^= hash >>> 33;
    hash *= 0xC4CEB9FE1A85EC53L;
    hash ^= hash >>> 33;
    return (int) hash;
  }
}
