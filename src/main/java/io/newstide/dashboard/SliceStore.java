package io.newstide.dashboard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.newstide.kafka.Row;
import io.newstide.window.Delay;
import io.newstide.window.Multiset;
import io.newstide.window.NamedEntity;
import io.newstide.window.Slicing;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import io.newstide.window.SubjectSlice;
import io.newstide.window.Tally;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/**
 * The slices of {@code slices.v1} by key: what every window is computed from. Safe for use by many
 * threads.
 */
final class SliceStore {

  private static final JsonFactory JSON = new JsonFactory();

  /** Texts kept once; beyond so many the table begins anew, which costs memory and nothing else. */
  private static final int MOST_TEXTS = 500_000;

  private final Slicing slicing;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<Subject, Slices> subjects = new HashMap<>();
  private final Map<String, String> texts = new HashMap<>();
  private final Map<NamedEntity, NamedEntity> names = new HashMap<>();
  private long version;
  private long lastEnd = Long.MIN_VALUE;

  /** The slices of one subject, and what was made of them last. */
  private static final class Slices {
    private final NavigableMap<Span, Tally> tallies = new TreeMap<>();
    private Optional<StoryCounts> counts = Optional.empty();
  }

  SliceStore(Slicing slicing) {
    this.slicing = slicing;
  }

  /** Takes up a row, or its tombstone. */
  void put(Row row) throws IOException {
    SubjectSlice slice = row.value() == null ? gone(row.key()) : read(row.value());
    if (slice == null) {
      return;
    }
    put(slice);
  }

  void put(SubjectSlice slice) {
    lock.writeLock().lock();
    try {
      Slices of = subjects.computeIfAbsent(slice.subject(), subject -> new Slices());
      synchronized (of) {
        if (slice.tally().isZero()) {
          of.tallies.remove(slice.slice());
        } else {
          of.tallies.put(slice.slice(), slice.tally());
        }
        of.counts = Optional.empty();
      }
      lastEnd = Math.max(lastEnd, slice.slice().end());
      version++;
    } finally {
      lock.writeLock().unlock();
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

  /** The end of the last slice there is, epoch milliseconds; 0 without any. */
  long lastEnd() {
    lock.readLock().lock();
    try {
      return Math.max(0, lastEnd);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** The subjects of a kind that have slices. */
  List<Subject> subjects(SubjectKind kind) {
    lock.readLock().lock();
    try {
      return subjects.keySet().stream()
          .filter(subject -> subject.kind() == kind)
          .sorted(Comparator.comparing(Subject::id))
          .toList();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** The stories of a subject's slices, ready to be counted. */
  StoryCounts counts(Subject subject) {
    Slices of = of(subject);
    if (of == null) {
      return StoryCounts.NONE;
    }
    synchronized (of) {
      if (of.counts.isEmpty()) {
        List<SubjectSlice> slices = new ArrayList<>(of.tallies.size());
        of.tallies.forEach(
            (span, tally) ->
                slices.add(new SubjectSlice(subject, span, slicing.isDay(span), tally)));
        of.counts = Optional.of(new StoryCounts(slices));
      }
      return of.counts.get();
    }
  }

  /** From the first slice of all articles to the last; empty without any. */
  Optional<Span> covered() {
    Slices of = of(Subject.TOTAL);
    if (of == null) {
      return Optional.empty();
    }
    synchronized (of) {
      return of.tallies.isEmpty()
          ? Optional.empty()
          : Optional.of(of.tallies.firstKey().around(of.tallies.lastKey()));
    }
  }

  /** The slices of a subject that lie in a span, in their order. */
  List<SubjectSlice> slices(Subject subject, Span span) {
    Slices of = of(subject);
    if (of == null) {
      return List.of();
    }
    synchronized (of) {
      List<SubjectSlice> slices = new ArrayList<>();
      for (Map.Entry<Span, Tally> entry :
          of.tallies.tailMap(new Span(span.start(), span.start() + 1), true).entrySet()) {
        if (entry.getKey().start() >= span.end()) {
          break;
        }
        if (span.contains(entry.getKey())) {
          slices.add(
              new SubjectSlice(
                  subject, entry.getKey(), slicing.isDay(entry.getKey()), entry.getValue()));
        }
      }
      return slices;
    }
  }

  private Slices of(Subject subject) {
    lock.readLock().lock();
    try {
      return subjects.get(subject);
    } finally {
      lock.readLock().unlock();
    }
  }

  private SubjectSlice gone(String key) {
    List<String> parts = Rows.keyParts(key);
    if (parts.size() != 4 || kind(parts.get(0)) == null) {
      return null;
    }
    try {
      SubjectKind kind = kind(parts.get(0));
      Span span =
          new Span(
              Instant.parse(parts.get(2)).toEpochMilli(),
              Instant.parse(parts.get(3)).toEpochMilli());
      String id = kind == SubjectKind.TOPIC_PLACE ? key.split("/", -1)[1] : parts.get(1);
      return new SubjectSlice(new Subject(kind, id), span, slicing.isDay(span), Tally.zero());
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static SubjectKind kind(String label) {
    return Rows.kind(label).orElse(null);
  }

  /** Reads a row. */
  SubjectSlice read(byte[] value) throws IOException {
    String kind = "";
    String id = "";
    long start = 0;
    long end = 0;
    long titleMentions = 0;
    Multiset<String> stories = Multiset.empty();
    Multiset<String> sources = Multiset.empty();
    Multiset<String> keywords = Multiset.empty();
    Multiset<NamedEntity> entities = Multiset.empty();
    Multiset<Delay> delays = Multiset.empty();
    try (JsonParser json = JSON.createParser(value)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "kind" -> kind = json.getText();
          case "id" -> id = json.getText();
          case "sliceStart" -> start = Instant.parse(json.getText()).toEpochMilli();
          case "sliceEnd" -> end = Instant.parse(json.getText()).toEpochMilli();
          case "titleMentions" -> titleMentions = json.getLongValue();
          case "stories" -> stories = counts(json, this::once);
          case "sources" -> sources = counts(json, this::once);
          case "keywords" -> keywords = counts(json, this::once);
          case "entities" -> entities = counts(json, this::name);
          case "delays" -> delays = delays(json);
          default -> json.skipChildren();
        }
      }
    }
    if (end <= start || kind(kind) == null) {
      throw new IOException("sliceStart, sliceEnd or kind is missing or wrong");
    }
    Span span = new Span(start, end);
    return new SubjectSlice(
        new Subject(kind(kind), once(id)),
        span,
        slicing.isDay(span),
        Tally.of(stories, sources, keywords, entities, Multiset.empty(), delays, titleMentions));
  }

  private static <T> Multiset<T> counts(JsonParser json, Function<String, T> thing)
      throws IOException {
    List<Multiset.Count<T>> counts = new ArrayList<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      T of = thing.apply(json.currentName());
      json.nextToken();
      if (json.getLongValue() != 0) {
        counts.add(new Multiset.Count<>(of, json.getLongValue()));
      }
    }
    return Multiset.ofDistinct(counts);
  }

  private Multiset<Delay> delays(JsonParser json) throws IOException {
    List<Multiset.Count<Delay>> counts = new ArrayList<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String source = once(json.currentName());
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        Delay delay = new Delay(source, Long.parseLong(json.currentName()));
        json.nextToken();
        counts.add(new Multiset.Count<>(delay, json.getLongValue()));
      }
    }
    return Multiset.ofDistinct(counts);
  }

  /** Called by one thread, the one that follows the topic. */
  private String once(String text) {
    if (texts.size() > MOST_TEXTS) {
      texts.clear();
    }
    return texts.computeIfAbsent(text, same -> same);
  }

  private NamedEntity name(String key) {
    List<String> parts = Rows.keyParts(key);
    NamedEntity entity =
        new NamedEntity(
            Rows.kind(parts.get(0)).orElse(SubjectKind.KEYWORD),
            once(parts.size() > 1 ? parts.get(1) : parts.get(0)));
    if (names.size() > MOST_TEXTS) {
      names.clear();
    }
    return names.computeIfAbsent(entity, same -> same);
  }
}
