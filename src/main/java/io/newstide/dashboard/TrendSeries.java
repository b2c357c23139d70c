package io.newstide.dashboard;

import io.newstide.trend.Direction;
import io.newstide.window.Firing;
import io.newstide.window.Span;
import io.newstide.window.SubjectKind;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of one subject in one window, in the order of their spans, in one array of bytes: two
 * million rows as objects would take two gigabytes. Not safe for use by several threads.
 */
final class TrendSeries {

  private static final int START = 0;
  private static final int END = 4;
  private static final int FINAL_AT = 8;
  private static final int MENTIONS = 12;
  private static final int STORIES = 16;
  private static final int SOURCES = 20;
  private static final int TITLES = 24;
  private static final int TOTAL_MENTIONS = 28;
  private static final int TOTAL_STORIES = 32;
  private static final int PREVIOUS = 36;
  private static final int EXPECTED = 40;
  private static final int LOW = 44;
  private static final int HIGH = 48;
  private static final int SCORE = 52;
  private static final int RANK = 56;
  private static final int REVISION = 60;
  private static final int OFFSET = 64;
  private static final int PARTITION = 72;
  private static final int FLAGS = 74;
  private static final int WIDTH = 76;

  private static final int WARMING_UP = 16;
  private static final List<Firing> FIRINGS = List.of(Firing.values());
  private static final List<Direction> DIRECTIONS = List.of(Direction.values());

  private final SubjectKind kind;
  private final String id;
  private final String window;
  private String name;
  private ByteBuffer rows = ByteBuffer.allocate(WIDTH);
  private int size;

  TrendSeries(SubjectKind kind, String id, String window) {
    this.kind = kind;
    this.id = id;
    this.window = window;
    this.name = id;
  }

  SubjectKind kind() {
    return kind;
  }

  String id() {
    return id;
  }

  String window() {
    return window;
  }

  String name() {
    return name;
  }

  int size() {
    return size;
  }

  /** Moments fit into four bytes as seconds, up to the year 2106. */
  private static int seconds(long moment) {
    return (int) (moment / 1000);
  }

  private long moment(int row, int field) {
    return Integer.toUnsignedLong(rows.getInt(row * WIDTH + field)) * 1000;
  }

  long end(int row) {
    return moment(row, END);
  }

  long start(int row) {
    return moment(row, START);
  }

  boolean early(int row) {
    return (rows.get(row * WIDTH + FLAGS) & 3) == FIRINGS.indexOf(Firing.EARLY);
  }

  /** The row of a span; if there is none, less one the negative of where it would stand. */
  private int find(long start, long end) {
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int compared = Long.compare(end(middle), end);
      if (compared == 0) {
        compared = Long.compare(start(middle), start);
      }
      if (compared == 0) {
        return middle;
      }
      if (compared < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  /** The first row whose span ends after a moment. */
  int firstEndingAfter(long moment) {
    int at = find(Long.MAX_VALUE, moment);
    return at < 0 ? -at - 1 : at + 1;
  }

  /**
   * Puts a row in the place of the one of the same span.
   *
   * @return whether there was none
   */
  boolean put(TrendPoint point) {
    name = point.name().equals(id) ? id : point.name().equals(name) ? name : point.name();
    int at = find(point.span().start(), point.span().end());
    boolean isNew = at < 0;
    if (isNew) {
      at = -at - 1;
      if ((size + 1) * WIDTH > rows.capacity()) {
        rows = ByteBuffer.wrap(Arrays.copyOf(rows.array(), (size + (size >> 2) + 1) * WIDTH));
      }
      byte[] bytes = rows.array();
      System.arraycopy(bytes, at * WIDTH, bytes, (at + 1) * WIDTH, (size - at) * WIDTH);
      size++;
    }
    int place = at * WIDTH;
    rows.putInt(place + START, seconds(point.span().start()));
    rows.putInt(place + END, seconds(point.span().end()));
    rows.putInt(place + FINAL_AT, seconds(point.finalAt()));
    rows.putInt(place + MENTIONS, point.mentions());
    rows.putInt(place + STORIES, point.uniqueStories());
    rows.putInt(place + SOURCES, point.sources());
    rows.putInt(place + TITLES, point.titleMentions());
    rows.putInt(place + TOTAL_MENTIONS, point.totalMentions());
    rows.putInt(place + TOTAL_STORIES, point.totalStories());
    rows.putInt(place + PREVIOUS, point.previous());
    rows.putFloat(place + EXPECTED, (float) point.expected());
    rows.putInt(place + LOW, point.expectedLow());
    rows.putInt(place + HIGH, point.expectedHigh());
    rows.putFloat(place + SCORE, (float) point.score());
    rows.putInt(place + RANK, point.rank());
    rows.putInt(place + REVISION, point.revision());
    rows.putLong(place + OFFSET, point.offset());
    rows.putShort(place + PARTITION, (short) point.partition());
    rows.put(
        place + FLAGS,
        (byte)
            (FIRINGS.indexOf(point.firing())
                | DIRECTIONS.indexOf(point.direction()) << 2
                | (point.warmingUp() ? WARMING_UP : 0)));
    return isNew;
  }

  /**
   * Removes the row of a span.
   *
   * @return whether there was one
   */
  boolean remove(Span span) {
    int at = find(span.start(), span.end());
    if (at < 0) {
      return false;
    }
    byte[] bytes = rows.array();
    System.arraycopy(bytes, (at + 1) * WIDTH, bytes, at * WIDTH, (size - at - 1) * WIDTH);
    size--;
    return true;
  }

  /**
   * Removes the rows that ended at or before a moment.
   *
   * @return how many there were
   */
  int forget(long moment) {
    int gone = firstEndingAfter(moment);
    if (gone > 0) {
      rows = ByteBuffer.wrap(Arrays.copyOfRange(rows.array(), gone * WIDTH, size * WIDTH));
      size -= gone;
    }
    return gone;
  }

  TrendPoint get(int row) {
    int place = row * WIDTH;
    int flags = rows.get(place + FLAGS);
    return new TrendPoint(
        kind,
        id,
        name,
        window,
        new Span(start(row), end(row)),
        rows.getInt(place + REVISION),
        FIRINGS.get(flags & 3),
        moment(row, FINAL_AT),
        rows.getInt(place + MENTIONS),
        rows.getInt(place + STORIES),
        rows.getInt(place + SOURCES),
        rows.getInt(place + TITLES),
        rows.getInt(place + TOTAL_MENTIONS),
        rows.getInt(place + TOTAL_STORIES),
        rows.getInt(place + PREVIOUS),
        rows.getFloat(place + EXPECTED),
        rows.getInt(place + LOW),
        rows.getInt(place + HIGH),
        rows.getFloat(place + SCORE),
        DIRECTIONS.get(flags >> 2 & 3),
        (flags & WARMING_UP) != 0,
        rows.getInt(place + RANK),
        rows.getShort(place + PARTITION),
        rows.getLong(place + OFFSET));
  }
}
