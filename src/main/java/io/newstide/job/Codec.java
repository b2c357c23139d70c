package io.newstide.job;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;

/**
 * How a value is written between operators and into state. Stateless.
 *
 * @param <T> the values, never null
 */
interface Codec<T> extends Serializable {

  /** Writes a value in the newest version of its form. */
  void write(T value, DataOutput out) throws IOException;

  /** Reads a value that was written in a version of its form, {@link #version()} or older. */
  T read(DataInput in, int version) throws IOException;

  /** The newest version of the form; one more whenever the form changes. */
  default int version() {
    return 1;
  }

  /** Whether values change after they were made; then {@link #copy} must copy them. */
  default boolean mutable() {
    return false;
  }

  /** A copy that shares nothing that can change. */
  default T copy(T value) {
    return value;
  }
}
