package io.newstide.feed;

import io.newstide.article.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Ledgers in memory, with the fencing of real ones. */
final class MemoryLedgers implements Ledgers {

  private final List<RawRecord> articles = new CopyOnWriteArrayList<>();
  private final Map<String, Map<String, byte[]>> notes = new ConcurrentHashMap<>();
  private final Map<String, MemoryLedger> owners = new ConcurrentHashMap<>();
  private int failures;

  /** What was sent, as text. */
  List<String> sent() {
    return articles.stream()
        .map(article -> new String(article.value(), StandardCharsets.UTF_8))
        .toList();
  }

  List<RawRecord> articles() {
    return articles;
  }

  /** The next commits fail. */
  synchronized void fail(int times) {
    failures = times;
  }

  SourceState state(String source) {
    return SourceState.of(notes.getOrDefault(source, Map.of())).orElseThrow();
  }

  @Override
  public List<Ledger> open(List<NewsSource> sources) {
    List<Ledger> opened = new ArrayList<>();
    for (NewsSource source : sources) {
      MemoryLedger ledger = new MemoryLedger(source.name());
      owners.put(source.name(), ledger);
      opened.add(ledger);
    }
    return opened;
  }

  private final class MemoryLedger implements Ledger {
    private final String source;

    MemoryLedger(String source) {
      this.source = source;
    }

    @Override
    public Map<String, byte[]> notes() {
      return notes.getOrDefault(source, Map.of());
    }

    @Override
    public void commit(List<RawRecord> more, Map<String, Optional<byte[]>> changes) {
      synchronized (MemoryLedgers.this) {
        if (failures > 0) {
          failures--;
          throw new IllegalStateException("Kafka is away");
        }
        if (!owners.get(source).equals(this)) {
          throw new TakenOverException(source, new IllegalStateException());
        }
        articles.addAll(more);
        Map<String, byte[]> next = new TreeMap<>(notes());
        changes.forEach(
            (name, note) ->
                note.ifPresentOrElse(value -> next.put(name, value), () -> next.remove(name)));
        notes.put(source, next);
      }
    }

    @Override
    public void close() {}
  }
}
