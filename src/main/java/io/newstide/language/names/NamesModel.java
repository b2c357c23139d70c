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
 * <p>Immutable and safe for use by many threads.
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

  /** Weights of tags behind tags lie between minus this and this. */
  static final int LARGEST_TRANSITION = 1 << 15;

  /** Several times what fits into the memory a job would give it. */
  private static final int MOST_FEATURES = 8_000_000;

  private final String name;
  private final WordClusters clusters;
  private final int[] transitions;
  private final FeatureTable features;

  NamesModel(String name, WordClusters clusters, int[] transitions, FeatureTable features) {
    this.name = name;
    this.clusters = clusters;
    this.transitions = transitions;
    this.features = features;
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
    return features.size();
  }

  WordClusters clusters() {
    return clusters;
  }

  /** The weight of a tag behind another: {@code [before * Tags.COUNT + tag]}. */
  int[] transitions() {
    return transitions;
  }

  /** The weight of every feature for each tag. */
  FeatureTable features() {
    return features;
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
      if (Math.abs((long) transitions[i]) > LARGEST_TRANSITION) {
        throw new IOException("the names model is damaged: a weight of " + transitions[i]);
      }
    }
    var size = in.readInt();
    if (size < 0 || size > MOST_FEATURES) {
      throw new IOException("the names model is damaged: " + size + " features");
    }
    var table = new FeatureTable.Builder(size);
    var weights = new int[Tags.COUNT];
    var feature = 0L;
    for (var i = 0; i < size; i++) {
      var distance = readVarint(in);
      feature += distance;
      if (feature > SentenceFeatures.HASH || (distance == 0 && i > 0)) {
        throw new IOException("the names model is damaged: its features are out of order");
      }
      var present = in.readUnsignedShort();
      for (var tag = 0; tag < Tags.COUNT; tag++) {
        weights[tag] = ((present >> tag) & 1) == 0 ? 0 : zigzag(readVarint(in));
        if (Math.abs(weights[tag]) > LARGEST_WEIGHT) {
          throw new IOException("the names model is damaged: a weight of " + weights[tag]);
        }
      }
      table.add(feature, weights);
    }
    return new NamesModel(name, clusters, transitions, table.build());
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
