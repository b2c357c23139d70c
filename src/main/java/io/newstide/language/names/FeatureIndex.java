package io.newstide.language.names;

import java.util.Arrays;

/** Numbers the features of a corpus: a hash map from long to int without objects. */
final class FeatureIndex {

  private static final long EMPTY = -1;

  private long[] keys = new long[1 << 20];
  private int[] values = new int[1 << 20];
  private int size;

  FeatureIndex() {
    Arrays.fill(keys, EMPTY);
  }

  int size() {
    return size;
  }

  /** Counts one more occurrence of a feature. */
  void count(long feature) {
    if (2 * size > keys.length) {
      grow();
    }
    var slot = slot(keys, feature);
    if (keys[slot] == EMPTY) {
      keys[slot] = feature;
      size++;
    }
    values[slot]++;
  }

  /** Numbers the features that were counted so often or more, from 0; forgets the others. */
  FeatureIndex numbered(int least) {
    var kept = new FeatureIndex();
    for (var i = 0; i < keys.length; i++) {
      if (keys[i] != EMPTY && values[i] >= least) {
        kept.count(keys[i]);
      }
    }
    var number = 0;
    for (var i = 0; i < kept.keys.length; i++) {
      if (kept.keys[i] != EMPTY) {
        kept.values[i] = number++;
      }
    }
    return kept;
  }

  /** The number of a feature, -1 if it has none. */
  int number(long feature) {
    var slot = slot(keys, feature);
    return keys[slot] == EMPTY ? -1 : values[slot];
  }

  /** The features by number. */
  long[] features() {
    var features = new long[size];
    for (var i = 0; i < keys.length; i++) {
      if (keys[i] != EMPTY) {
        features[values[i]] = keys[i];
      }
    }
    return features;
  }

  private static int slot(long[] keys, long feature) {
    var mask = keys.length - 1;
    var slot = (int) (feature ^ feature >>> 24) & mask;
    while (keys[slot] != EMPTY && keys[slot] != feature) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    var grownKeys = new long[2 * keys.length];
    var grownValues = new int[2 * keys.length];
    Arrays.fill(grownKeys, EMPTY);
    for (var i = 0; i < keys.length; i++) {
      if (keys[i] != EMPTY) {
        var slot = slot(grownKeys, keys[i]);
        grownKeys[slot] = keys[i];
        grownValues[slot] = values[i];
      }
    }
    keys = grownKeys;
    values = grownValues;
  }
}
