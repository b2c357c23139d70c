package io.newstide.job;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.types.StringValue;

/** The parts that {@link Codec}s are made of. */
final class Wire {

  private Wire() {}

  interface Writer<T> {
    void write(T value, DataOutput out) throws IOException;
  }

  interface Reader<T> {
    T read(DataInput in) throws IOException;
  }

  static void writeText(String text, DataOutput out) throws IOException {
    StringValue.writeString(text, out);
  }

  static String readText(DataInput in) throws IOException {
    return StringValue.readString(in);
  }

  /** Numbers near zero, negative ones too, in few bytes. */
  static void writeNumber(long number, DataOutput out) throws IOException {
    long rest = (number << 1) ^ (number >> 63);
    while ((rest & ~0x7FL) != 0) {
      out.writeByte((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  static long readNumber(DataInput in) throws IOException {
    long number = 0;
    for (int shift = 0; ; shift += 7) {
      long next = in.readByte();
      number |= (next & 0x7F) << shift;
      if (next >= 0) {
        return (number >>> 1) ^ -(number & 1);
      }
    }
  }

  static int readInt(DataInput in) throws IOException {
    return Math.toIntExact(readNumber(in));
  }

  static void writeBytes(byte[] bytes, DataOutput out) throws IOException {
    writeNumber(bytes.length, out);
    out.write(bytes);
  }

  static byte[] readBytes(DataInput in) throws IOException {
    byte[] bytes = new byte[readInt(in)];
    in.readFully(bytes);
    return bytes;
  }

  static <T> void writeList(List<T> list, Writer<T> writer, DataOutput out) throws IOException {
    writeNumber(list.size(), out);
    for (T element : list) {
      writer.write(element, out);
    }
  }

  static <T> List<T> readList(Reader<T> reader, DataInput in) throws IOException {
    int size = readInt(in);
    List<T> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(reader.read(in));
    }
    return list;
  }
}
