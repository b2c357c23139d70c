package io.newstide.job;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.util.InstantiationUtil;

/**
 * Flink's serializer over a {@link Codec}. What a savepoint wrote in an older version of the form
 * is read in that version and written anew in the newest.
 */
final class WireSerializer<T> extends TypeSerializer<T> {

  private static final long serialVersionUID = 1;

  private final Codec<T> codec;
  private final int readVersion;

  WireSerializer(Codec<T> codec) {
    this(codec, codec.version());
  }

  private WireSerializer(Codec<T> codec, int readVersion) {
    this.codec = codec;
    this.readVersion = readVersion;
  }

  @Override
  public boolean isImmutableType() {
    return !codec.mutable();
  }

  @Override
  public TypeSerializer<T> duplicate() {
    return this;
  }

  @Override
  public T createInstance() {
    return null;
  }

  @Override
  public T copy(T from) {
    return codec.copy(from);
  }

  @Override
  public T copy(T from, T reuse) {
    return codec.copy(from);
  }

  @Override
  public int getLength() {
    return -1;
  }

  /** Forms are written byte by byte, which is cheap into memory only. */
  private static final ThreadLocal<DataOutputSerializer> BUFFERS =
      ThreadLocal.withInitial(() -> new DataOutputSerializer(1 << 14));

  /** A buffer that has grown larger is not kept. */
  private static final int MOST_KEPT = 1 << 20;

  @Override
  public void serialize(T value, DataOutputView target) throws IOException {
    if (target instanceof DataOutputSerializer) {
      codec.write(value, target);
      return;
    }
    DataOutputSerializer buffer = BUFFERS.get();
    buffer.clear();
    codec.write(value, buffer);
    target.write(buffer.getSharedBuffer(), 0, buffer.length());
    if (buffer.length() > MOST_KEPT) {
      BUFFERS.remove();
    }
  }

  @Override
  public T deserialize(DataInputView source) throws IOException {
    return codec.read(source, readVersion);
  }

  @Override
  public T deserialize(T reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WireSerializer<?> that
        && codec.getClass() == that.codec.getClass()
        && readVersion == that.readVersion;
  }

  @Override
  public int hashCode() {
    return codec.getClass().hashCode() + readVersion;
  }

  @Override
  public TypeSerializerSnapshot<T> snapshotConfiguration() {
    return new Snapshot<>(codec);
  }

  /** What a savepoint keeps of a serializer: the codec's class and the version of its form. */
  public static final class Snapshot<T> implements TypeSerializerSnapshot<T> {

    private Codec<T> codec;
    private int version;

    /** For Flink, which reads it then. */
    public Snapshot() {}

    Snapshot(Codec<T> codec) {
      this.codec = codec;
      this.version = codec.version();
    }

    @Override
    public int getCurrentVersion() {
      return 1;
    }

    @Override
    public void writeSnapshot(DataOutputView out) throws IOException {
      out.writeUTF(codec.getClass().getName());
      out.writeInt(version);
    }

    @Override
    @SuppressWarnings("unchecked") // the class was written by writeSnapshot
    public void readSnapshot(int snapshotVersion, DataInputView in, ClassLoader loader)
        throws IOException {
      Class<? extends Codec<T>> type =
          (Class<? extends Codec<T>>) InstantiationUtil.<Codec<T>>resolveClassByName(in, loader);
      codec = InstantiationUtil.instantiate(type);
      version = in.readInt();
    }

    @Override
    public TypeSerializer<T> restoreSerializer() {
      return new WireSerializer<>(codec, version);
    }

    @Override
    public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
        TypeSerializerSnapshot<T> old) {
      if (!(old instanceof Snapshot<T> before) || before.codec.getClass() != codec.getClass()) {
        return TypeSerializerSchemaCompatibility.incompatible();
      }
      if (before.version > version) {
        return TypeSerializerSchemaCompatibility.incompatible();
      }
      return before.version == version
          ? TypeSerializerSchemaCompatibility.compatibleAsIs()
          : TypeSerializerSchemaCompatibility.compatibleAfterMigration();
    }
  }
}
