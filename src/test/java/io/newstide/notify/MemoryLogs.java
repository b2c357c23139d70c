package io.newstide.notify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Alerts and notes in memory, which a process's end survives. */
final class MemoryLogs implements AlertLogs {

  private final List<byte[]> rows = new ArrayList<>();
  private final Map<String, Map<String, byte[]>> notes = new HashMap<>();
  private final Map<String, Integer> taken = new HashMap<>();
  private final Map<String, Integer> openings = new HashMap<>();
  private int commitsUntilTheEnd = Integer.MAX_VALUE;

  synchronized void add(ObjectNode... more) {
    for (ObjectNode row : more) {
      rows.add(AlertRows.bytes(row));
    }
  }

  synchronized void addBytes(byte[] row) {
    rows.add(row);
  }

  /** The process ends at a commit: so many come before it, and it does not count. */
  synchronized void endAfter(int commits) {
    commitsUntilTheEnd = commits;
  }

  synchronized Map<String, byte[]> notes(String channel) {
    return Map.copyOf(notes.getOrDefault(channel, Map.of()));
  }

  @Override
  public synchronized AlertLog open(String channel) {
    return new Log(channel, openings.merge(channel, 1, Integer::sum), true);
  }

  @Override
  public synchronized AlertLog look(String channel) {
    return new Log(channel, 0, false);
  }

  private final class Log implements AlertLog {
    private final String channel;
    private final int opening;
    private final boolean remembers;
    private int position;

    Log(String channel, int opening, boolean remembers) {
      this.channel = channel;
      this.opening = opening;
      this.remembers = remembers;
      this.position = taken.getOrDefault(channel, 0);
    }

    @Override
    public Map<String, byte[]> notes() {
      return MemoryLogs.this.notes(channel);
    }

    @Override
    public List<Placed> poll(Duration wait) {
      synchronized (MemoryLogs.this) {
        List<Placed> placed = new ArrayList<>();
        while (position < rows.size()) {
          placed.add(new Placed(0, position, rows.get(position)));
          position++;
        }
        if (!placed.isEmpty()) {
          return placed;
        }
      }
      LockSupport.parkNanos(Math.min(wait.toNanos(), 1_000_000));
      return List.of();
    }

    @Override
    public boolean caughtUp() {
      synchronized (MemoryLogs.this) {
        return position == rows.size();
      }
    }

    @Override
    public void commit(Map<String, Optional<byte[]>> changes) {
      synchronized (MemoryLogs.this) {
        if (!remembers) {
          return;
        }
        if (opening != openings.get(channel)) {
          throw new TakenOverException(channel, new IllegalStateException("fenced"));
        }
        if (commitsUntilTheEnd-- == 0) {
          throw new IllegalStateException("the process has ended");
        }
        taken.put(channel, position);
        Map<String, byte[]> all = notes.computeIfAbsent(channel, name -> new LinkedHashMap<>());
        changes.forEach(
            (name, note) ->
                note.ifPresentOrElse(value -> all.put(name, value), () -> all.remove(name)));
      }
    }

    @Override
    public void close() {}
  }
}
