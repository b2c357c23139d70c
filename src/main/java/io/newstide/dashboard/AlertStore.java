package io.newstide.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The alerts of {@code alerts.v1}, each with its states in the order in which they came. Safe for
 * use by many threads.
 */
final class AlertStore {

  /** How many alerts are kept, the latest. */
  private static final int MOST = 5_000;

  /** How many states of one alert are kept. */
  private static final int MOST_STATES = 200;

  private final Map<String, List<JsonNode>> alerts = new LinkedHashMap<>();
  private long version;

  /**
   * An alert.
   *
   * @param id its id
   * @param states its states, the first first
   */
  record Alert(String id, List<JsonNode> states) {

    JsonNode first() {
      return states.get(0);
    }

    JsonNode last() {
      return states.get(states.size() - 1);
    }

    boolean open() {
      return !last().path("state").asText().equals("CLOSE");
    }

    String kind() {
      return last().path("kind").asText();
    }

    String subject() {
      return last().path("id").asText();
    }

    String openedAt() {
      return first().path("at").asText();
    }
  }

  synchronized void put(JsonNode row) {
    List<JsonNode> states =
        alerts.computeIfAbsent(row.path("alertId").asText(), absent -> new ArrayList<>());
    if (states.size() == MOST_STATES) {
      states.remove(1);
    }
    states.add(row);
    if (alerts.size() > MOST) {
      alerts.remove(alerts.keySet().iterator().next());
    }
    version++;
  }

  synchronized long version() {
    return version;
  }

  /** All alerts, the latest opened first. */
  synchronized List<Alert> all() {
    List<Alert> all = new ArrayList<>();
    alerts.forEach((id, states) -> all.add(new Alert(id, List.copyOf(states))));
    all.sort(Comparator.comparing(Alert::openedAt).reversed().thenComparing(Alert::id));
    return all;
  }
}
