package io.newstide.language.names;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/**
 * What the recogniser has learnt: a weight for every feature and tag, and for every tag behind a
 * tag, as small whole numbers.
 *
 * <p>Immutable and safe for use by many threads. In memory a hash table without objects: a feature
 * is a row of two longs that hold its thirteen weights and a fingerprint, so that it is found and
 * added with one look into memory; a table of bits, small enough for the processor's own memory,
 * spares that look for most features that have no weight. A feature without a weight may be taken
 * for another with a probability of less than 2^-24.
 *
 * <p>The file is {@code NSNAMES} and its version, the name of the model, how many features it has
 * and which features it was made for, the weights of tags behind tags, then the features by
 * ascending hash, each its hash, which tags have a weight, and those weights; last a CRC-32 of all.
 */
public final class NamesModel {

  private static final long MAGIC = 0x4E534E414D455301L; // "NSNAMES" and version 1
  private static final int CHECKSUM_BYTES = Long.BYTES;

  /** Changes whenever {@link SentenceFeatures} says the same things in other numbers. */
  static final int FEATURES = 1;

  /** Weights lie between minus this and this. */
  static final int LARGEST_WEIGHT = 127;

  /** Added to a stored weight, so that none is negative. */
  private static final int BIAS = 128;

  private static final long LANES = 0x00ff00ff00ff00ffL;
  private static final int WEIGHTS_IN_SECOND = 40;

  /** Several times what fits into the memory a job would give it. */
  private static final int MOST_FEATURES = 8_000_000;

  private final String name;
  private final WordClusters clusters;
  private final int size;
  private final int mask;
  private final long[] rows;
  private final long[] bits;
  private final int bitsMask;
  private final int[] transitions;

  private NamesModel(
      String name,
      WordClusters clusters,
      int size,
      int mask,
      long[] rows,
      long[] bits,
      int[] transitions) {
    this.name = name;
    this.clusters = clusters;
    this.size = size;
    this.mask = mask;
    this.rows = rows;
    this.bits = bits;
    this.bitsMask = bits.length - 1;
    this.transitions = transitions;
  }

  /** The model that comes with the project. */
  public static NamesModel shipped() {
    return Shipped.MODEL;
  }

  private static final class Shipped {
    static final NamesModel MODEL = read();

    private static NamesModel read() {
      try (var in = NamesModel.class.getResourceAsStream("default.model")) {
        return NamesModel.read(in);
      } catch (IOException e) {
        throw new UncheckedIOException("the names model that comes with the project", e);
      }
    }
  }

  /** What is written into each enriched row. */
  public String name() {
    return name;
  }

  /** How many features have a weight. */
  public int size() {
    return size;
  }

  WordClusters clusters() {
    return clusters;
  }

  /** The weight of a tag behind another: {@code [before * Tags.COUNT + tag]}. */
  int[] transitions() {
    return transitions;
  }

  /**
   * The sum of the weights of some features.
   *
   * @param features their hashes; their order is lost
   * @param sums gets for each tag the sum of its weights; at least {@link Tags#COUNT} long
   */
  void sum(long[] features, int[] sums) {
    // First those that may have a weight, without a branch: so the looks into memory overlap.
    var candidates = 0;
    for (var feature : features) {
      features[candidates] = feature;
      candidates += (int) (bits[(int) (feature >>> 6) & bitsMask] >>> feature & 1);
    }
    // Weights 0 2 4 6, 1 3 5 7, 8 10 12 and 9 11, each in sixteen bits.
    var even = 0L;
    var odd = 0L;
    var evenBehind = 0L;
    var oddBehind = 0L;
    var found = 0;
    for (var i = 0; i < candidates; i++) {
      var fingerprint = fingerprint(features[i]);
      for (var slot = slot(features[i], mask); ; slot = (slot + 1) & mask) {
        var second = rows[2 * slot + 1];
        if (second >>> WEIGHTS_IN_SECOND == fingerprint) {
          var first = rows[2 * slot];
          even += first & LANES;
          odd += first >>> 8 & LANES;
          evenBehind += second & 0xff00ff00ffL;
          oddBehind += second >>> 8 & 0xff00ffL;
          found++;
          break;
        }
        if (second == 0) {
          break;
        }
      }
    }
    var bias = found * BIAS;
    for (var i = 0; i < 4; i++) {
      sums[2 * i] = (int) ((even >>> (16 * i)) & 0xffff) - bias;
      sums[2 * i + 1] = (int) ((odd >>> (16 * i)) & 0xffff) - bias;
    }
    sums[8] = (int) (evenBehind & 0xffff) - bias;
    sums[9] = (int) (oddBehind & 0xffff) - bias;
    sums[10] = (int) (evenBehind >>> 16 & 0xffff) - bias;
    sums[11] = (int) (oddBehind >>> 16 & 0xffff) - bias;
    sums[12] = (int) (evenBehind >>> 32 & 0xffff) - bias;
  }

  private static int slot(long feature, int mask) {
    return (int) (feature >>> 8) & mask;
  }

  /** Never 0, 24 bits, of which those that choose the slot are the fewest. */
  private static long fingerprint(long feature) {
    return feature >>> 25 | 1L << 23;
  }

  /**
   * Reads a model, to the end of the stream. Nothing in it is believed before its checksum is found
   * right.
   *
   * @throws IOException for a stream that cannot be read or holds no model of this version; the
   *     message says which
   */
  public static NamesModel read(InputStream stream) throws IOException {
    var file = ByteBuffer.wrap(stream.readAllBytes());
    if (file.limit() < Long.BYTES || file.getLong(0) >>> 8 != MAGIC >>> 8) {
      throw new IOException("this is no names model");
    }
    if (file.getLong(0) != MAGIC) {
      throw new IOException(
          "this is a names model of version " + file.get(7) + ", this program reads version 1");
    }
    var behind = file.limit() - CHECKSUM_BYTES;
    var checksum = new CRC32();
    checksum.update(file.array(), 0, behind);
    if (behind < Long.BYTES || file.getLong(behind) != checksum.getValue()) {
      throw new IOException("the names model is damaged: its checksum is not right");
    }
    return read(new DataInputStream(new ByteArrayInputStream(file.array(), Long.BYTES, behind)));
  }

  private static NamesModel read(DataInputStream in) throws IOException {
    var features = in.readInt();
    if (features != FEATURES) {
      throw new IOException(
          "the names model was made for features " + features + ", these are " + FEATURES);
    }
    var name = in.readUTF();
    var clusters = WordClusters.read(in);
    var transitions = new int[Tags.COUNT * Tags.COUNT];
    for (var i = 0; i < transitions.length; i++) {
      transitions[i] = in.readInt();
    }
    var size = in.readInt();
    if (size < 0 || size > MOST_FEATURES) {
      throw new IOException("the names model is damaged: " + size + " features");
    }
    var builder = new Builder(name, clusters, size, transitions);
    var weights = new int[Tags.COUNT];
    var feature = 0L;
    for (var i = 0; i < size; i++) {
      feature += readVarint(in);
      var present = in.readUnsignedShort();
      for (var tag = 0; tag < Tags.COUNT; tag++) {
        weights[tag] = ((present >> tag) & 1) == 0 ? 0 : zigzag(readVarint(in));
        if (Math.abs(weights[tag]) > LARGEST_WEIGHT) {
          throw new IOException("the names model is damaged: a weight of " + weights[tag]);
        }
      }
      builder.add(feature, weights);
    }
    return builder.build();
  }

  private static long readVarint(DataInputStream in) throws IOException {
    var value = 0L;
    for (var shift = 0; shift < 63; shift += 7) {
      var b = in.readUnsignedByte();
      value |= (long) (b & 0x7f) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    throw new IOException("the names model is damaged: a number without an end");
  }

  private static int zigzag(long value) {
    return ((int) (value >>> 1)) ^ -((int) (value & 1));
  }

  /** Builds a model feature by feature. */
  static final class Builder {
    private final String name;
    private final WordClusters clusters;
    private final int mask;
    private final long[] rows;
    private final long[] bits;
    private final int[] transitions;
    private int size;

    /**
     * Starts a model.
     *
     * @param features how many features it will have at most
     */
    Builder(String name, WordClusters clusters, int features, int[] transitions) {
      var slots = Integer.highestOneBit(Math.max(64, features + features / 4)) * 2;
      this.name = name;
      this.clusters = clusters;
      this.transitions = transitions;
      mask = slots - 1;
      rows = new long[2 * slots];
      bits = new long[slots / 8];
    }

    /**
     * Adds a feature.
     *
     * @param feature its hash, new to this model
     * @param weights its weight for each tag, within {@link #LARGEST_WEIGHT}
     */
    void add(long feature, int[] weights) {
      bits[(int) (feature >>> 6) & (bits.length - 1)] |= 1L << feature;
      var slot = slot(feature, mask);
      while (rows[2 * slot + 1] != 0) {
        slot = (slot + 1) & mask;
      }
      for (var tag = 0; tag < Tags.COUNT; tag++) {
        rows[2 * slot + tag / 8] |= (long) (weights[tag] + BIAS) << (8 * (tag % 8));
      }
      rows[2 * slot + 1] |= fingerprint(feature) << WEIGHTS_IN_SECOND;
      size++;
    }

    NamesModel build() {
      return new NamesModel(name, clusters, size, mask, rows, bits, transitions);
    }
  }

  /**
   * Writes a model.
   *
   * @param features the hashes of its features, ascending
   * @param weights for each feature its weight for each tag
   */
  static void write(
      OutputStream stream,
      String name,
      WordClusters clusters,
      int[] transitions,
      long[] features,
      int[][] weights)
      throws IOException {
    var checked = new CheckedOutputStream(new BufferedOutputStream(stream, 1 << 16), new CRC32());
    var out = new DataOutputStream(checked);
    out.writeLong(MAGIC);
    out.writeInt(FEATURES);
    out.writeUTF(name);
    clusters.write(out);
    for (var transition : transitions) {
      out.writeInt(transition);
    }
    out.writeInt(features.length);
    var before = 0L;
    for (var i = 0; i < features.length; i++) {
      writeVarint(out, features[i] - before);
      before = features[i];
      var present = 0;
      for (var tag = 0; tag < Tags.COUNT; tag++) {
        present |= weights[i][tag] == 0 ? 0 : 1 << tag;
      }
      out.writeShort(present);
      for (var weight : weights[i]) {
        if (weight != 0) {
          writeVarint(out, ((long) ((weight << 1) ^ (weight >> 31))) & 0xffffffffL);
        }
      }
    }
    out.writeLong(checked.getChecksum().getValue());
    out.flush();
  }

  private static void writeVarint(DataOutputStream out, long value) throws IOException {
    var rest = value;
    while (rest >= 0x80) {
      out.writeByte((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }
}
