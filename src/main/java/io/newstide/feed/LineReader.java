package io.newstide.feed;

import io.newstide.article.ArticleReader;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The lines of a stream as bytes, and how far they have been read. A line ends with LF or CRLF,
 * which it does not hold. Not safe for use by several threads.
 */
final class LineReader implements Closeable {

  /** Lines with more bytes than this are cut: they are far too large for an article. */
  private static final int MOST_HELD = 2 * ArticleReader.MOST_BYTES;

  private final InputStream in;
  private final MessageDigest digest = Fingerprint.sha256();
  private final byte[] buffer = new byte[1 << 16];
  private int from;
  private int to;
  private long position;
  private long lines;
  private boolean broken;
  private MessageDigest digestBefore = digest;
  private long positionBefore;
  private long linesBefore;

  /**
   * How far a stream has been read.
   *
   * @param position in bytes
   * @param lines in lines
   * @param digest the SHA-256 of those bytes, in hexadecimal digits
   */
  record Mark(long position, long lines, String digest) {
    static final Mark START = new Mark(0, 0, "");
  }

  LineReader(InputStream in) {
    this.in = in;
  }

  /**
   * The next line, an empty one too; empty at the end.
   *
   * @throws IOException if the stream breaks off; the line it breaks off in is not read
   */
  Optional<byte[]> next() throws IOException {
    digestBefore = copy(digest);
    positionBefore = position;
    linesBefore = lines;
    broken = false;
    if (!filled()) {
      return Optional.empty();
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream(2048);
    boolean ended = false;
    while (!ended && filled()) {
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      line.write(buffer, from, Math.min(end - from, MOST_HELD - line.size()));
      ended = end < to;
      take(ended ? end + 1 : end);
    }
    broken = !ended;
    lines++;
    byte[] value = line.toByteArray();
    int length = value.length;
    return Optional.of(
        length > 0 && value[length - 1] == '\r' ? Arrays.copyOf(value, length - 1) : value);
  }

  /**
   * Reads on to a mark that was set in the same stream before.
   *
   * @return false if this is not the same stream: it ends before, or what comes before differs
   */
  boolean skipTo(Mark mark) throws IOException {
    while (position < mark.position() && filled()) {
      take(from + (int) Math.min(to - from, mark.position() - position));
    }
    lines = mark.lines();
    return mark.position() == 0 || here().equals(mark);
  }

  private void take(int until) {
    digest.update(buffer, from, until - from);
    position += until - from;
    from = until;
  }

  private boolean filled() throws IOException {
    if (from == to) {
      from = 0;
      to = Math.max(0, in.read(buffer));
    }
    return from < to;
  }

  /** Whether the last line lacked its end. */
  boolean lastWasBroken() {
    return broken;
  }

  /** How many lines were read. */
  long lines() {
    return lines;
  }

  /** How far was read. */
  Mark here() {
    return new Mark(position, lines, hex(digest));
  }

  /** How far was read before the last line, or before the one that could not be read. */
  Mark beforeLast() {
    return new Mark(positionBefore, linesBefore, hex(digestBefore));
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(copy(digest).digest());
  }

  private static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("Java's own SHA-256 can be copied", e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
