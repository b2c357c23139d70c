package io.newstide.feed;

import io.newstide.article.ArticleReader;
import io.newstide.article.RawRecord;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Articles as JSON lines, from a file, a .gz file, or standard input ({@code -}): each line as the
 * bytes it has, whatever they are. A {@code .txt} file is a newspaper page, whose lines are the
 * articles {@link FileFormat#PAGE} makes of it, dated by its masthead, else by the file's name.
 * Empty lines are passed over. The arrival of a line is its {@code arrivedAt}, else the greatest
 * {@code publishedAt} up to and including its own; before any date, the first that follows.
 *
 * <p>Reads as it goes; only lines before the first date are held. Not safe for use by several
 * threads.
 */
public final class JsonLines implements Iterator<RawRecord>, AutoCloseable {

  private record Line(long number, byte[] value, ArticleReader.Dates dates) {}

  private final String name;
  private final LineReader in;
  private final ArticleReader reader;
  private final Deque<Line> held = new ArrayDeque<>();
  private Instant greatest;
  private boolean ended;

  private JsonLines(String name, InputStream in, ArticleReader reader) {
    this.name = name;
    this.in = new LineReader(in);
    this.reader = reader;
  }

  /**
   * Opens a file.
   *
   * @param file the file; {@code -} for standard input
   * @param reader what finds the dates in a line
   * @throws UncheckedIOException if it cannot be opened; the message names it
   */
  public static JsonLines open(Path file, ArticleReader reader) {
    boolean standardInput = file.toString().equals("-");
    try {
      InputStream bytes =
          standardInput
              ? new FilterInputStream(System.in) {
                @Override
                public void close() {
                  // Standard input is not ours to close.
                }
              }
              : bytes(file);
      return new JsonLines(
          standardInput ? "-" : file.getFileName().toString(),
          standardInput ? unpacked(bytes) : bytes,
          reader);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** All articles of a file at once, for one that is known to be small. */
  public static List<RawRecord> all(Path file, ArticleReader reader) {
    List<RawRecord> all = new ArrayList<>();
    try (JsonLines lines = open(file, reader)) {
      lines.forEachRemaining(all::add);
    }
    return all;
  }

  /** How many lines of a file are not empty. */
  public static long count(Path file) {
    long lines = 0;
    try (InputStream in = bytes(file)) {
      byte[] buffer = new byte[1 << 16];
      boolean something = false;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        for (int i = 0; i < read; i++) {
          if (buffer[i] == '\n') {
            lines += something ? 1 : 0;
            something = false;
          } else if (buffer[i] != '\r') {
            something = true;
          }
        }
      }
      return something ? lines + 1 : lines;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static InputStream bytes(Path file) throws IOException {
    return FileFormat.of(file).orElse(FileFormat.JSON_LINES).articles(file);
  }

  private static UncheckedIOException unreadable(Path file, IOException e) {
    String why = Files.exists(file) ? e.getMessage() : "there is no such file";
    return new UncheckedIOException("articles: " + file + ": " + why, e);
  }

  /** Unpacks what begins like gzip, whatever its name. */
  static InputStream unpacked(InputStream bytes) throws IOException {
    BufferedInputStream in = new BufferedInputStream(bytes, 1 << 16);
    in.mark(2);
    boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return gzip ? new BufferedInputStream(new GZIPInputStream(in, 1 << 16), 1 << 16) : in;
  }

  @Override
  public boolean hasNext() {
    fill();
    return !held.isEmpty();
  }

  @Override
  public RawRecord next() {
    fill();
    if (held.isEmpty()) {
      throw new NoSuchElementException();
    }
    Line line = held.removeFirst();
    Instant arrival = line.dates().arrivedAt().orElse(null);
    if (arrival == null) {
      Instant own = line.dates().publishedAt().orElse(null);
      if (own != null && (greatest == null || own.isAfter(greatest))) {
        greatest = own;
      }
      arrival = greatest != null ? greatest : firstHeld().orElse(Instant.EPOCH);
    }
    return new RawRecord(name, 0, line.number(), arrival.toEpochMilli(), line.value());
  }

  /** The arrival the record names itself, for those that keep the clock's time otherwise. */
  public static Optional<Instant> arrivedAt(RawRecord record, ArticleReader reader) {
    return reader.dates(record.value()).arrivedAt();
  }

  private Optional<Instant> firstHeld() {
    return held.stream()
        .map(line -> line.dates().publishedAt().or(line.dates()::arrivedAt))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Holds the next line, and where no date is known yet all lines up to the first date. */
  private void fill() {
    while (!ended && (held.isEmpty() || (greatest == null && firstHeld().isEmpty()))) {
      Optional<byte[]> line = line();
      ended = line.isEmpty();
      line.filter(value -> value.length > 0)
          .ifPresent(value -> held.add(new Line(in.lines(), value, reader.dates(value))));
    }
  }

  private Optional<byte[]> line() {
    try {
      return in.next();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "articles: %s:%d: %s".formatted(name, in.lines() + 1, e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException("articles: " + name + ": " + e.getMessage(), e);
    }
  }
}
