package io.newstide.job;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.core.memory.DataOutputSerializer;

/** The parts that {@link Codec}s are made of. */
final class Wire {

  private Wire() {}

  interface Writer<T> {
    void write(T value, DataOutput out) throws IOException;
  }

  interface Reader<T> {
    T read(DataInput in) throws IOException;
  }

  /**
   * Any text, unpaired surrogates too: its length and whether all of it is Latin 1, then a byte or
   * two a character, at once and not one by one.
   */
  static void writeText(String text, DataOutput out) throws IOException {
    int length = text.length();
    boolean wide = isWide(text);
    int size = wide ? 2 * length : length;
    writeNumber(((long) length << 1) | (wide ? 1 : 0), out);
    if (out instanceof DataOutputSerializer memory && size <= ROOM.length) {
      memory.write(ROOM, 0, size);
      put(text, wide, memory.getSharedBuffer(), memory.length() - size);
    } else {
      byte[] bytes = new byte[size];
      put(text, wide, bytes, 0);
      out.write(bytes, 0, size);
    }
  }

  /** What makes room for a text, which is then put there at once. */
  private static final byte[] ROOM = new byte[1024];

  /** Whether a text is more than Latin 1. */
  private static boolean isWide(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xFF) {
        return true;
      }
    }
    return false;
  }

  private static void put(String text, boolean wide, byte[] bytes, int from) {
    int at = from;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (wide) {
        bytes[at++] = (byte) (c >>> 8);
      }
      bytes[at++] = (byte) c;
    }
  }

  static String readText(DataInput in) throws IOException {
    long head = readNumber(in);
    byte[] bytes = new byte[size(head)];
    in.readFully(bytes);
    return text(bytes, (head & 1) != 0);
  }

  /** Of how many bytes a text is, by what comes before them. */
  static int size(long head) {
    return Math.toIntExact((head & 1) == 0 ? head >>> 1 : head - 1);
  }

  /** The text that was written as these bytes, two a character if it is wide. */
  static String text(byte[] bytes, boolean wide) {
    if (!wide) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
    char[] text = new char[bytes.length / 2];
    for (int i = 0; i < text.length; i++) {
      text[i] = (char) (((bytes[2 * i] & 0xFF) << 8) | (bytes[2 * i + 1] & 0xFF));
    }
    return new String(text);
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

  static <T> void writeList(Collection<T> list, Writer<T> writer, DataOutput out)
      throws IOException {
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
