package io.newstide.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The last rows of a topic that only grows, and how many there were of each kind. Safe for use by
 * many threads.
 */
final class Tail {

  private final int most;
  private final Function<JsonNode, String> kind;
  private final Deque<JsonNode> rows = new ArrayDeque<>();
  private final Map<String, Long> counts = new TreeMap<>();
  private long total;
  private long latest = Long.MIN_VALUE;

  /**
   * Nothing yet.
   *
   * @param most how many rows are kept
   * @param kind by what rows are counted
   */
  Tail(int most, Function<JsonNode, String> kind) {
    this.most = most;
    this.kind = kind;
  }

  synchronized void put(JsonNode row, long timestamp) {
    if (rows.size() == most) {
      rows.removeFirst();
    }
    rows.addLast(row);
    counts.merge(kind.apply(row), 1L, Long::sum);
    total++;
    latest = Math.max(latest, timestamp);
  }

  /** How many rows there were. */
  synchronized long total() {
    return total;
  }

  /** How many rows there were of each kind. */
  synchronized Map<String, Long> counts() {
    return new TreeMap<>(counts);
  }

  /** The last rows, the latest first. */
  synchronized List<JsonNode> last(int number) {
    List<JsonNode> last = new ArrayList<>();
    rows.descendingIterator().forEachRemaining(last::add);
    return last.subList(0, Math.min(number, last.size()));
  }
}
