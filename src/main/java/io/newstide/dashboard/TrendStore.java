package io.newstide.dashboard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.newstide.kafka.RowStream.Placed;
import io.newstide.trend.Direction;
import io.newstide.window.Firing;
import io.newstide.window.Span;
import io.newstide.window.SubjectKind;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * The rows of {@code trends.v1} by key, the latest of each. Their figures are kept, the rest stays
 * in Kafka where it can be fetched again. Safe for use by many threads.
 */
final class TrendStore {

  private static final JsonFactory JSON = new JsonFactory();

  private static final int SIDE_BY_SIDE = 200;

  /** Moments read last; beyond so many the table begins anew. */
  private static final Map<String, Long> MOMENTS = new ConcurrentHashMap<>();

  private static final int MOST_MOMENTS = 50_000;

  private final int most;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<Key, TrendSeries> series = new HashMap<>();
  private final Map<String, String> windows = new HashMap<>();

  /** By window and kind, which subjects have a row of a span, to rank them. */
  private final Map<String, Map<SubjectKind, NavigableMap<Long, List<TrendSeries>>>> ends =
      new TreeMap<>();

  private int size;
  private long version;
  private long eventTime = Long.MIN_VALUE;
  private long forgotten = Long.MIN_VALUE;

  private record Key(SubjectKind kind, String id, String window) {
    @Override
    public int hashCode() {
      return 31 * (31 * id.hashCode() + kind.code()) + window.hashCode();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key that
          && kind == that.kind
          && id.equals(that.id)
          && window.equals(that.window);
    }
  }

  /**
   * An empty store.
   *
   * @param most how many rows are kept; beyond it the oldest tenth is forgotten
   */
  TrendStore(int most) {
    this.most = most;
  }

  /**
   * Takes up rows and tombstones, in their order. Reading a row costs more than keeping it, so many
   * are read side by side.
   *
   * @param unreadable is told of each that cannot be read
   */
  void put(List<Placed> rows, BiConsumer<Placed, Exception> unreadable) {
    Object[] read = new Object[rows.size()];
    IntStream places = IntStream.range(0, read.length);
    (read.length < SIDE_BY_SIDE ? places : places.parallel())
        .forEach(
            i -> {
              try {
                read[i] = rows.get(i).row().value() == null ? rows.get(i) : read(rows.get(i));
              } catch (IOException | RuntimeException e) {
                read[i] = e;
              }
            });
    lock.writeLock().lock();
    try {
      for (int i = 0; i < read.length; i++) {
        if (read[i] instanceof TrendPoint point) {
          put(point);
        } else if (read[i] instanceof Placed tombstone) {
          remove(tombstone.row().key());
        } else {
          unreadable.accept(rows.get(i), (Exception) read[i]);
        }
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void put(TrendPoint point) {
    lock.writeLock().lock();
    try {
      if (point.span().end() <= forgotten) {
        return;
      }
      String window = windows.computeIfAbsent(point.window(), name -> name);
      TrendSeries of =
          series.computeIfAbsent(
              new Key(point.kind(), point.id(), window),
              key -> new TrendSeries(key.kind(), key.id(), window));
      if (of.put(point)) {
        size++;
        ends.computeIfAbsent(window, absent -> new EnumMap<>(SubjectKind.class))
            .computeIfAbsent(point.kind(), absent -> new TreeMap<>())
            .computeIfAbsent(point.span().end(), absent -> new ArrayList<>(4))
            .add(of);
      }
      if (point.firing() != Firing.EARLY) {
        eventTime = Math.max(eventTime, point.span().end());
      }
      version++;
      if (size > most) {
        forget();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void remove(String key) {
    List<String> parts = Rows.keyParts(key);
    if (parts.size() != 5) {
      return;
    }
    lock.writeLock().lock();
    try {
      Span span =
          new Span(
              Instant.parse(parts.get(3)).toEpochMilli(),
              Instant.parse(parts.get(4)).toEpochMilli());
      Optional<SubjectKind> kind = Rows.kind(parts.get(0));
      if (kind.isEmpty()) {
        return;
      }
      // The id of a topic at a place is encoded in itself and once only.
      TrendSeries of =
          series.get(
              new Key(
                  kind.get(),
                  kind.get() == SubjectKind.TOPIC_PLACE ? key.split("/", -1)[1] : parts.get(1),
                  parts.get(2)));
      if (of != null && of.remove(span)) {
        size--;
        version++;
        NavigableMap<Long, List<TrendSeries>> at = ends.get(of.window()).get(of.kind());
        List<TrendSeries> there = at.get(span.end());
        there.remove(of);
        if (there.isEmpty()) {
          at.remove(span.end());
        }
        if (of.size() == 0) {
          series.remove(new Key(of.kind(), of.id(), of.window()));
        }
      }
    } catch (DateTimeParseException e) {
      // A key that is none of ours: there can be no row of it.
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Forgets the oldest tenth. */
  private void forget() {
    long[] all = new long[size];
    int at = 0;
    for (TrendSeries of : series.values()) {
      for (int row = 0; row < of.size(); row++) {
        all[at++] = of.end(row);
      }
    }
    Arrays.sort(all);
    forgotten = all[size / 10];
    for (TrendSeries of : series.values()) {
      size -= of.forget(forgotten);
    }
    series.values().removeIf(of -> of.size() == 0);
    for (var kinds : ends.values()) {
      for (var byEnd : kinds.values()) {
        byEnd.headMap(forgotten, true).clear();
      }
    }
  }

  /** How many rows there are. */
  int size() {
    lock.readLock().lock();
    try {
      return size;
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Grows with every change. */
  long version() {
    lock.readLock().lock();
    try {
      return version;
    } finally {
      lock.readLock().unlock();
    }
  }

  /** The greatest end of a window that event time has passed; empty before there is one. */
  Optional<Instant> eventTime() {
    lock.readLock().lock();
    try {
      return eventTime == Long.MIN_VALUE
          ? Optional.empty()
          : Optional.of(Instant.ofEpochMilli(eventTime));
    } finally {
      lock.readLock().unlock();
    }
  }

  /** The rows of a subject in a window whose spans end after one moment and up to another. */
  List<TrendPoint> series(SubjectKind kind, String id, String window, long after, long upTo) {
    lock.readLock().lock();
    try {
      TrendSeries of = series.get(new Key(kind, id, window));
      List<TrendPoint> points = new ArrayList<>();
      if (of != null) {
        for (int row = of.firstEndingAfter(after); row < of.size() && of.end(row) <= upTo; row++) {
          points.add(of.get(row));
        }
      }
      return points;
    } finally {
      lock.readLock().unlock();
    }
  }

  /** The subjects of a kind in the spans of a window that end at a moment, the first first. */
  List<TrendPoint> ranks(String window, SubjectKind kind, long end) {
    lock.readLock().lock();
    try {
      List<TrendPoint> points = new ArrayList<>();
      for (TrendSeries of : byEnd(window, kind).getOrDefault(end, List.of())) {
        for (int row = of.firstEndingAfter(end - 1); row < of.size() && of.end(row) == end; row++) {
          points.add(of.get(row));
        }
      }
      points.sort(
          Comparator.comparing((TrendPoint point) -> !point.isRanked())
              .thenComparingInt(TrendPoint::rank)
              .thenComparing(TrendPoint::id));
      return points;
    } finally {
      lock.readLock().unlock();
    }
  }

  /** The end of the latest span of a window with a row of a kind that is final, up to a moment. */
  Optional<Long> latestEnd(String window, SubjectKind kind, long upTo) {
    lock.readLock().lock();
    try {
      for (var entry : byEnd(window, kind).headMap(upTo, true).descendingMap().entrySet()) {
        for (TrendSeries of : entry.getValue()) {
          int row = of.firstEndingAfter(entry.getKey() - 1);
          if (row < of.size() && !of.early(row)) {
            return Optional.of(entry.getKey());
          }
        }
      }
      return Optional.empty();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** From the first span of a window to the last, whatever the kind. */
  Optional<Span> range(String window) {
    lock.readLock().lock();
    try {
      long first = Long.MAX_VALUE;
      long last = Long.MIN_VALUE;
      for (var byEnd : ends.getOrDefault(window, Map.of()).values()) {
        if (!byEnd.isEmpty()) {
          first = Math.min(first, byEnd.firstKey());
          last = Math.max(last, byEnd.lastKey());
        }
      }
      return first >= last ? Optional.empty() : Optional.of(new Span(first, last));
    } finally {
      lock.readLock().unlock();
    }
  }

  /** The names of the windows that have rows, in order. */
  List<String> windows() {
    lock.readLock().lock();
    try {
      return List.copyOf(ends.keySet());
    } finally {
      lock.readLock().unlock();
    }
  }

  /** The subjects of a kind that have rows, by id, with their names. */
  Map<String, String> subjects(Collection<SubjectKind> kinds) {
    lock.readLock().lock();
    try {
      Map<String, String> names = new TreeMap<>();
      for (TrendSeries of : series.values()) {
        if (kinds.contains(of.kind())) {
          names.put(of.id(), of.name());
        }
      }
      return names;
    } finally {
      lock.readLock().unlock();
    }
  }

  private NavigableMap<Long, List<TrendSeries>> byEnd(String window, SubjectKind kind) {
    return ends.getOrDefault(window, Map.of()).getOrDefault(kind, new TreeMap<>());
  }

  /** Reads the figures of a row, and no more of it than holds them. */
  static TrendPoint read(Placed placed) throws IOException {
    Fields fields = new Fields();
    try (JsonParser json = JSON.createParser(placed.row().value())) {
      json.nextToken();
      while (fields.wanted > 0 && json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        fields.read(field, json);
      }
    }
    return fields.point(placed);
  }

  /** The figures of a row while it is read. */
  private static final class Fields {
    private int wanted = 23;
    private SubjectKind kind = SubjectKind.TOPIC;
    private String id = "";
    private String name = "";
    private String window = "";
    private long start;
    private long end;
    private long finalAt;
    private int revision;
    private Firing firing = Firing.ON_TIME;
    private int mentions;
    private int stories;
    private int sources;
    private int titles;
    private int totalMentions;
    private int totalStories;
    private int previous;
    private double expected = Double.NaN;
    private int low = -1;
    private int high = -1;
    private double score = Double.NaN;
    private Direction direction = Direction.FLAT;
    private boolean warmingUp;
    private int rank;

    void read(String field, JsonParser json) throws IOException {
      boolean isNull = json.currentToken() == JsonToken.VALUE_NULL;
      wanted--;
      switch (field) {
        case "kind" -> kind = Rows.kind(json.getText()).orElse(SubjectKind.TOPIC);
        case "id" -> id = json.getText();
        case "name" -> name = json.getText();
        case "window" -> window = json.getText();
        case "windowStartMs" -> start = json.getLongValue();
        case "windowEndMs" -> end = json.getLongValue();
        case "finalAt" -> finalAt = moment(json.getText());
        case "revision" -> revision = json.getIntValue();
        case "firing" -> firing = Firing.valueOf(json.getText());
        case "mentions" -> mentions = json.getIntValue();
        case "uniqueStories" -> stories = json.getIntValue();
        case "sources" -> sources = json.getIntValue();
        case "titleMentions" -> titles = json.getIntValue();
        case "totalMentions" -> totalMentions = json.getIntValue();
        case "totalStories" -> totalStories = json.getIntValue();
        case "previous" -> previous = json.getIntValue();
        case "expected" -> expected = isNull ? Double.NaN : json.getDoubleValue();
        case "expectedLow" -> low = isNull ? -1 : (int) Math.round(json.getDoubleValue());
        case "expectedHigh" -> high = isNull ? -1 : (int) Math.round(json.getDoubleValue());
        case "score" -> score = isNull ? Double.NaN : json.getDoubleValue();
        case "direction" -> direction = Direction.valueOf(json.getText());
        case "warmingUp" -> warmingUp = json.getBooleanValue();
        case "rank" -> rank = isNull ? 0 : json.getIntValue();
        default -> {
          wanted++;
          json.skipChildren();
        }
      }
    }

    /** The rows of a window share it, and to read a date takes as long as half of the others. */
    private static long moment(String text) {
      if (MOMENTS.size() > MOST_MOMENTS) {
        MOMENTS.clear();
      }
      return MOMENTS.computeIfAbsent(text, one -> Instant.parse(one).toEpochMilli());
    }

    TrendPoint point(Placed placed) throws IOException {
      if (end <= start) {
        throw new IOException("windowStartMs and windowEndMs are missing or wrong");
      }
      return new TrendPoint(
          kind,
          id,
          name.isEmpty() ? id : name,
          window,
          new Span(start, end),
          revision,
          firing,
          finalAt,
          mentions,
          stories,
          sources,
          titles,
          totalMentions,
          totalStories,
          previous,
          expected,
          low,
          high,
          score,
          direction,
          warmingUp,
          rank,
          placed.partition(),
          placed.offset());
    }
  }
}
