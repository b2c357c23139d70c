package io.newstide.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which states of which alerts a channel is done with: told, or refused for good. Rows that are in
 * the topic twice, as after a job's rollback, are told once. Alerts are forgotten {@link #KEPT}
 * after their last state, by event time. Not safe for use by several threads.
 */
final class Told {

  static final Duration KEPT = Duration.ofDays(90);

  private static final String NOTE = "alert/";

  private record Alerted(Set<String> states, Instant last) {}

  private final Map<String, Alerted> alerts = new HashMap<>();
  private Instant newest = Instant.MIN;

  Told(Map<String, byte[]> notes) {
    notes.forEach(
        (name, note) -> {
          if (name.startsWith(NOTE)) {
            Alerted read = read(note);
            alerts.put(name.substring(NOTE.length()), read);
            newest = newest.isAfter(read.last()) ? newest : read.last();
          }
        });
  }

  boolean has(Alert alert) {
    Alerted known = alerts.get(alert.alertId());
    return known != null && known.states().contains(alert.stateKey());
  }

  /** Whether some state of an alert was told. */
  boolean knows(String alertId) {
    return alerts.containsKey(alertId);
  }

  /** Remembers states; what is to be noted of it. */
  Map<String, Optional<byte[]>> add(Iterable<Alert> done) {
    Map<String, Optional<byte[]>> changes = new LinkedHashMap<>();
    for (Alert alert : done) {
      Alerted before = alerts.getOrDefault(alert.alertId(), new Alerted(Set.of(), alert.at()));
      Set<String> states = new HashSet<>(before.states());
      states.add(alert.stateKey());
      var after =
          new Alerted(states, before.last().isAfter(alert.at()) ? before.last() : alert.at());
      alerts.put(alert.alertId(), after);
      newest = newest.isAfter(after.last()) ? newest : after.last();
      changes.put(NOTE + alert.alertId(), Optional.of(note(after)));
    }
    alerts
        .entrySet()
        .removeIf(
            known -> {
              boolean over = known.getValue().last().plus(KEPT).isBefore(newest);
              if (over) {
                changes.put(NOTE + known.getKey(), Optional.empty());
              }
              return over;
            });
    return changes;
  }

  private static byte[] note(Alerted alerted) {
    ObjectNode note = Alert.JSON.createObjectNode();
    note.put("last", alerted.last().toString());
    alerted.states().stream().sorted().forEach(note.putArray("states")::add);
    try {
      return Alert.JSON.writeValueAsBytes(note);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  private static Alerted read(byte[] note) {
    try {
      JsonNode json = Alert.JSON.readTree(note);
      Set<String> states = new HashSet<>();
      json.path("states").forEach(state -> states.add(state.asText()));
      return new Alerted(states, Instant.parse(json.path("last").asText()));
    } catch (IOException e) {
      throw new IllegalStateException("the note of an alert is damaged", e);
    }
  }
}
