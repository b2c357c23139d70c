package io.newstide.duplicate;

import io.newstide.duplicate.StoryStore.Posting;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Postings by fingerprint: a hash table that keeps its keys, which are hashes already, as they are.
 * What is removed leaves no trace. Not safe for use by several threads.
 */
final class PostingTable {

  private int[] fingerprints = new int[1024];
  private List<Posting>[] postings = table(fingerprints.length);
  private int size;

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static List<Posting>[] table(int length) {
    return new List[length];
  }

  /** How many fingerprints have postings. */
  int size() {
    return size;
  }

  /** All that are in it. */
  Stream<List<Posting>> all() {
    return Arrays.stream(postings).filter(Objects::nonNull);
  }

  /** Those of a fingerprint; empty if there are none. */
  List<Posting> get(int fingerprint) {
    List<Posting> of = postings[slot(fingerprint)];
    return of == null ? List.of() : of;
  }

  /** Replaces those of a fingerprint; none at all take no place. */
  void put(int fingerprint, List<Posting> of) {
    int slot = slot(fingerprint);
    if (of.isEmpty()) {
      remove(slot);
      return;
    }
    boolean added = postings[slot] == null;
    fingerprints[slot] = fingerprint;
    postings[slot] = of;
    if (added && 2 * ++size > postings.length) {
      grow();
    }
  }

  private int slot(int fingerprint) {
    int slot = home(fingerprint);
    while (postings[slot] != null && fingerprints[slot] != fingerprint) {
      slot = next(slot);
    }
    return slot;
  }

  /** Lower bits: of the hashes a text is left with, the upper ones are those of the least. */
  private int home(int fingerprint) {
    return fingerprint & (postings.length - 1);
  }

  private int next(int slot) {
    return (slot + 1) & (postings.length - 1);
  }

  /** Empties a slot and fills the gap with what was pushed on by what stood there. */
  private void remove(int slot) {
    if (postings[slot] == null) {
      return;
    }
    size--;
    int gap = slot;
    for (int at = next(gap); postings[at] != null; at = next(at)) {
      int from = home(fingerprints[at]);
      // How far it stands behind its home tells whether the gap lies between.
      if (distance(from, at) >= distance(gap, at)) {
        fingerprints[gap] = fingerprints[at];
        postings[gap] = postings[at];
        gap = at;
      }
    }
    postings[gap] = null;
  }

  private int distance(int from, int to) {
    return (to - from) & (postings.length - 1);
  }

  private void grow() {
    int[] before = fingerprints;
    List<Posting>[] postingsBefore = postings;
    fingerprints = new int[2 * before.length];
    postings = table(fingerprints.length);
    for (int i = 0; i < before.length; i++) {
      if (postingsBefore[i] != null) {
        int slot = slot(before[i]);
        fingerprints[slot] = before[i];
        postings[slot] = postingsBefore[i];
      }
    }
  }
}
