package io.newstide.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;

/**
 * A state of an alert that waits to be told.
 *
 * @param partition where its row stands
 * @param offset where its row stands
 * @param alert what is to be told
 * @param since when it was read
 * @param attempts how often it was tried
 * @param held whether a quiet time held it back
 */
record Waiting(int partition, long offset, Alert alert, Instant since, int attempts, boolean held) {

  /** As they came; rows of one alert stand in one partition, in the order of its states. */
  static final Comparator<Waiting> IN_ORDER =
      Comparator.comparing(Waiting::since)
          .thenComparing(Waiting::partition)
          .thenComparing(Waiting::offset);

  private static final String NOTE = "waiting/";

  String name() {
    return NOTE + partition + "/" + offset;
  }

  static boolean isName(String note) {
    return note.startsWith(NOTE);
  }

  Waiting tried() {
    return new Waiting(partition, offset, alert, since, attempts + 1, held);
  }

  Waiting held(boolean back) {
    return new Waiting(partition, offset, alert, since, attempts, back);
  }

  byte[] note() {
    ObjectNode note = Alert.JSON.createObjectNode();
    note.put("since", since.toString()).put("attempts", attempts).put("held", held);
    note.set("alert", alert.row());
    try {
      return Alert.JSON.writeValueAsBytes(note);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  static Waiting of(String name, byte[] note) {
    String[] place = name.substring(NOTE.length()).split("/", 2);
    try {
      JsonNode json = Alert.JSON.readTree(note);
      return new Waiting(
          Integer.parseInt(place[0]),
          Long.parseLong(place[1]),
          Alert.of(json.path("alert")),
          Instant.parse(json.path("since").asText()),
          json.path("attempts").asInt(),
          json.path("held").asBoolean());
    } catch (IOException e) {
      throw new IllegalStateException("the note " + name + " is damaged", e);
    }
  }
}
