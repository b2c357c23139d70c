package io.newstide.language.names;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The weights of features, by feature and tag: hash tables without objects and without collisions
 * (hash and displace: Pagh 1999).
 *
 * <p>A feature is a row of two longs that hold its thirteen weights and a fingerprint, and there is
 * one place where it can be, so that it is found and added without a branch. Features that are met
 * again and again have a small table of their own, which stays in the processor's own memory; so
 * does a table of bits that spares the look into the large table for most features that have no
 * weight. A feature without a weight may be taken for another with a probability of less than
 * 2^-24.
 *
 * <p>Immutable and safe for use by many threads.
 */
final class FeatureTable {

  /** Added to a stored weight, so that none is negative. */
  private static final int BIAS = 128;

  private static final long LANES = 0x00ff00ff00ff00ffL;
  private static final int WEIGHTS_IN_SECOND = 40;

  private final int size;
  private final Rows frequent;
  private final Rows rare;

  /** Of the rare ones. */
  private final long[] bits;

  private FeatureTable(int size, Rows frequent, Rows rare, long[] bits) {
    this.size = size;
    this.frequent = frequent;
    this.rare = rare;
    this.bits = bits;
  }

  /** How many features have a weight. */
  int size() {
    return size;
  }

  /** What has features: {@link SentenceFeatures}. */
  interface Characters {

    /**
     * Gives the features of a character.
     *
     * @param into gets {@link SentenceFeatures#COUNT} hashes
     */
    void of(int i, long[] into);
  }

  /**
   * The sums of the weights of all features of some characters in a row. Not for use by several
   * threads.
   *
   * <p>Goes over all of them step by step, not character by character: a step is so short that the
   * processor has many looks into memory under way at once, which is what this costs.
   */
  final class Sums {

    /** How many characters are summed at once. */
    static final int BATCH = 32;

    private final long[] features = new long[SentenceFeatures.COUNT];
    private final long[] candidates = new long[BATCH * SentenceFeatures.COUNT + 1];
    private final int[] behind = new int[BATCH];
    private final int[] places = new int[BATCH * SentenceFeatures.COUNT];
    private final long[] seconds = new long[BATCH * SentenceFeatures.COUNT];
    private final int[] sums = new int[BATCH * Tags.COUNT];

    /** Weights 0 2 4 6, 1 3 5 7, 8 10 12 and 9 11, each in sixteen bits, and how many of each. */
    private final long[] lanes = new long[BATCH * 5];

    /**
     * Sums up.
     *
     * @param characters what has the features
     * @param from the first
     * @param to behind the last, at most {@link #BATCH} behind the first
     * @return for each character and tag the sum; the same array for every batch
     */
    int[] of(Characters characters, int from, int to) {
      var candidate = 0;
      for (var i = from; i < to; i++) {
        characters.of(i, features);
        candidate = addFrequent(candidate, 5 * (i - from));
        for (var kind : SentenceFeatures.RARE) {
          candidates[candidate] = features[kind];
          candidate += bit(features[kind]);
        }
        behind[i - from] = candidate;
      }
      for (var i = 0; i < candidate; i++) {
        places[i] = rare.place(candidates[i]);
      }
      for (var i = 0; i < candidate; i++) {
        seconds[i] = rare.rows[places[i] + 1];
      }
      var first = 0;
      for (var i = 0; i < to - from; i++) {
        addRare(first, behind[i], 5 * i);
        first = behind[i];
        total(5 * i, i * Tags.COUNT);
      }
      return sums;
    }

    private int bit(long feature) {
      return (int) (bits[(int) (feature >>> 6) & (bits.length - 1)] >>> feature) & 1;
    }

    private int addFrequent(int candidatesBefore, int into) {
      var candidate = candidatesBefore;
      var even = 0L;
      var odd = 0L;
      var evenBehind = 0L;
      var oddBehind = 0L;
      var found = 0;
      for (var kind : SentenceFeatures.FREQUENT) {
        var feature = features[kind];
        var place = frequent.place(feature);
        var first = frequent.rows[place];
        var second = frequent.rows[place + 1];
        if (second >>> WEIGHTS_IN_SECOND == fingerprint(feature)) {
          even += first & LANES;
          odd += (first >>> 8) & LANES;
          evenBehind += second & 0xff00ff00ffL;
          oddBehind += (second >>> 8) & 0xff00ffL;
          found++;
        } else {
          candidates[candidate] = feature;
          candidate += bit(feature);
        }
      }
      lanes[into] = even;
      lanes[into + 1] = odd;
      lanes[into + 2] = evenBehind;
      lanes[into + 3] = oddBehind;
      lanes[into + 4] = found;
      return candidate;
    }

    private void addRare(int from, int to, int into) {
      var even = 0L;
      var odd = 0L;
      var evenBehind = 0L;
      var oddBehind = 0L;
      var found = 0L;
      for (var i = from; i < to; i++) {
        var first = rare.rows[places[i]];
        var second = seconds[i];
        // All ones where the fingerprint is the feature's, else 0.
        var known = (((second >>> WEIGHTS_IN_SECOND) ^ fingerprint(candidates[i])) - 1) >> 63;
        even += first & known & LANES;
        odd += (first >>> 8) & known & LANES;
        evenBehind += second & known & 0xff00ff00ffL;
        oddBehind += (second >>> 8) & known & 0xff00ffL;
        found -= known;
      }
      lanes[into] += even;
      lanes[into + 1] += odd;
      lanes[into + 2] += evenBehind;
      lanes[into + 3] += oddBehind;
      lanes[into + 4] += found;
    }

    private void total(int from, int into) {
      var bias = (int) lanes[from + 4] * BIAS;
      for (var i = 0; i < 4; i++) {
        sums[into + 2 * i] = lane(from, i) - bias;
        sums[into + 2 * i + 1] = lane(from + 1, i) - bias;
      }
      for (var i = 0; i < 3; i++) {
        sums[into + 8 + 2 * i] = lane(from + 2, i) - bias;
      }
      for (var i = 0; i < 2; i++) {
        sums[into + 9 + 2 * i] = lane(from + 3, i) - bias;
      }
    }

    private int lane(int at, int i) {
      return (int) (lanes[at] >>> (16 * i)) & 0xffff;
    }
  }

  /** Never 0, 24 bits. */
  private static long fingerprint(long feature) {
    return (feature >>> 25) | (1L << 23);
  }

  /** A table in which each feature has one place, free of all others. */
  private static final class Rows {
    private final int mask;
    private final char[] shifts;
    private final long[] rows;

    private Rows(int slots) {
      mask = slots - 1;
      shifts = new char[slots / 8];
      rows = new long[2 * slots];
    }

    /** Where a feature's row begins if it has one. */
    int place(long feature) {
      return place(feature, shifts[sharing(feature)]);
    }

    /** Features that share a shift are moved on together. */
    private int sharing(long feature) {
      return (int) (feature >>> 20) & (shifts.length - 1);
    }

    private int place(long feature, int shift) {
      var mixed = feature * 0x9E3779B97F4A7C15L;
      return 2 * (((int) (mixed >>> 40) + shift * ((int) (mixed >>> 16) | 1)) & mask);
    }

    /**
     * Lays out features.
     *
     * @param features the features, none twice
     * @param weights two longs for each
     */
    static Rows of(long[] features, long[] weights) {
      var slots = Integer.highestOneBit(Math.max(64, features.length + features.length / 4)) * 2;
      var rows = new Rows(slots);
      while (!rows.add(features, weights)) {
        slots *= 2;
        rows = new Rows(slots);
      }
      return rows;
    }

    /** Moves those that share a shift on until all are where nobody is, the most crowded first. */
    private boolean add(long[] features, long[] weights) {
      var order = mostCrowdedFirst(features);
      for (var first = 0; first < order.length; ) {
        var sharing = sharing(features[order[first]]);
        var behind = first + 1;
        while (behind < order.length && sharing(features[order[behind]]) == sharing) {
          behind++;
        }
        while (!add(features, weights, order, first, behind, shifts[sharing])) {
          if (++shifts[sharing] == 0) {
            return false;
          }
        }
        first = behind;
      }
      return true;
    }

    /** The features by number, those that share a shift together. */
    private int[] mostCrowdedFirst(long[] features) {
      var crowd = new int[shifts.length];
      for (var feature : features) {
        crowd[sharing(feature)]++;
      }
      var start = new int[shifts.length];
      var at = 0;
      for (var members = Arrays.stream(crowd).max().orElseThrow(); members > 0; members--) {
        for (var sharing = 0; sharing < crowd.length; sharing++) {
          if (crowd[sharing] == members) {
            start[sharing] = at;
            at += members;
          }
        }
      }
      var order = new int[features.length];
      for (var i = 0; i < features.length; i++) {
        order[start[sharing(features[i])]++] = i;
      }
      return order;
    }

    /** Puts some features where a shift moves them, or none of them. */
    private boolean add(
        long[] features, long[] weights, int[] order, int first, int behind, int shift) {
      for (var i = first; i < behind; i++) {
        var place = place(features[order[i]], shift);
        if (rows[place + 1] != 0) {
          for (var undone = first; undone < i; undone++) {
            rows[place(features[order[undone]], shift) + 1] = 0;
          }
          return false;
        }
        rows[place] = weights[2 * order[i]];
        rows[place + 1] = weights[2 * order[i] + 1];
      }
      return true;
    }
  }

  /** Builds a table feature by feature. */
  static final class Builder {
    private final long[] features;
    private final long[] weights;
    private final long[] bits;
    private int size;

    /**
     * Starts a table.
     *
     * @param features how many features it will have at most
     */
    Builder(int features) {
      this.features = new long[features];
      weights = new long[2 * features];
      bits = new long[Integer.highestOneBit(Math.max(64, features + features / 4)) / 4];
    }

    /**
     * Adds a feature.
     *
     * @param feature its hash, new to this table
     * @param byTag its weight for each tag, within {@link NamesModel#LARGEST_WEIGHT}
     */
    void add(long feature, int[] byTag) {
      for (var tag = 0; tag < Tags.COUNT; tag++) {
        weights[2 * size + tag / 8] |= (long) (byTag[tag] + BIAS) << (8 * (tag % 8));
      }
      weights[2 * size + 1] |= fingerprint(feature) << WEIGHTS_IN_SECOND;
      features[size++] = feature;
    }

    FeatureTable build() {
      var frequent = frequent();
      for (var i = frequent.nextClearBit(0); i < size; i = frequent.nextClearBit(i + 1)) {
        bits[(int) (features[i] >>> 6) & (bits.length - 1)] |= 1L << features[i];
      }
      var rare = new BitSet(size);
      rare.set(0, size);
      rare.andNot(frequent);
      return new FeatureTable(size, rows(frequent), rows(rare), bits);
    }

    /** The numbers of the features that are met again and again. */
    private BitSet frequent() {
      var sorted = Arrays.copyOf(features, size);
      Arrays.sort(sorted);
      var met = new BitSet(size);
      SentenceFeatures.frequent(
          feature -> {
            var at = Arrays.binarySearch(sorted, feature);
            if (at >= 0) {
              met.set(at);
            }
          });
      var frequent = new BitSet(size);
      for (var i = 0; i < size; i++) {
        if (met.get(Arrays.binarySearch(sorted, features[i]))) {
          frequent.set(i);
        }
      }
      return frequent;
    }

    private Rows rows(BitSet chosen) {
      var chosenFeatures = new long[chosen.cardinality()];
      var chosenWeights = new long[2 * chosenFeatures.length];
      var count = 0;
      for (var i = chosen.nextSetBit(0); i >= 0; i = chosen.nextSetBit(i + 1)) {
        chosenFeatures[count] = features[i];
        chosenWeights[2 * count] = weights[2 * i];
        chosenWeights[2 * count + 1] = weights[2 * i + 1];
        count++;
      }
      return Rows.of(chosenFeatures, chosenWeights);
    }
  }
}
