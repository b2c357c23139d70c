package io.newstide.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of {@code emerging.v1} by key, the latest windows. Safe for use by many threads. */
final class EmergingStore {

  private static final int MOST = 2_000;

  private final Map<String, JsonNode> rows = new LinkedHashMap<>();
  private long version;

  synchronized void put(String key, JsonNode row) {
    // A row that is replaced moves to the end: the oldest written go first.
    rows.remove(key);
    rows.put(key, row);
    if (rows.size() > MOST) {
      rows.remove(rows.keySet().iterator().next());
    }
    version++;
  }

  synchronized void remove(String key) {
    rows.remove(key);
    version++;
  }

  synchronized long version() {
    return version;
  }

  /** All rows, the latest window first, within it in the order of their first term's score. */
  synchronized List<JsonNode> all() {
    return rows.values().stream()
        .sorted(
            Comparator.comparing((JsonNode row) -> row.path("windowEnd").asText())
                .thenComparing(row -> row.path("terms").path(0).path("score").asDouble())
                .reversed())
        .toList();
  }
}
