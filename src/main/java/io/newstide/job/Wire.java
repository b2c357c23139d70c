package io.newstide.job;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

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
    byte[] bytes = SCRATCH.get();
    if (bytes.length < 2 * length) {
      bytes = new byte[2 * length];
    }
    if (isLatin1(text, bytes)) {
      writeNumber((long) length << 1, out);
      out.write(bytes, 0, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      bytes[2 * i] = (byte) (c >>> 8);
      bytes[2 * i + 1] = (byte) c;
    }
    writeNumber(((long) length << 1) | 1, out);
    out.write(bytes, 0, 2 * length);
  }

  /** Where texts are put together. */
  private static final ThreadLocal<byte[]> SCRATCH = ThreadLocal.withInitial(() -> new byte[1024]);

  /** Whether all of a text is Latin 1, which is put into bytes as far as it is. */
  private static boolean isLatin1(String text, byte[] bytes) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > 0xFF) {
        return false;
      }
      bytes[i] = (byte) c;
    }
    return true;
  }

  static String readText(DataInput in) throws IOException {
    long head = readNumber(in);
    int length = Math.toIntExact(head >>> 1);
    if ((head & 1) == 0) {
      byte[] bytes = new byte[length];
      in.readFully(bytes);
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
    byte[] bytes = new byte[2 * length];
    in.readFully(bytes);
    char[] text = new char[length];
    for (int i = 0; i < length; i++) {
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
