package io.newstide.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.newstide.trend.AlertEvent;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A state of an alert, as a row of {@code alerts.v1} has it. What it says comes from articles, and
 * so from strangers.
 *
 * @param alertId which alert; the same for all its states
 * @param state what happened to it
 * @param kind the kind of its subject
 * @param id its subject
 * @param name what people call the subject
 * @param window the name of the window in which it is strongest
 * @param from where that window, or the silence, begins
 * @param to where it ends
 * @param at when it was decided, in event time
 * @param mentions articles in the window
 * @param uniqueStories stories in the window
 * @param expected how many were expected
 * @param score how surprising that is
 * @param peakScore the greatest score so far
 * @param reason why there is an alert
 * @param evidence headlines that show it, the strongest first
 * @param row the row as it was read
 */
public record Alert(
    String alertId,
    AlertEvent.State state,
    String kind,
    String id,
    String name,
    String window,
    Instant from,
    Instant to,
    Instant at,
    long mentions,
    long uniqueStories,
    double expected,
    double score,
    double peakScore,
    AlertEvent.Reason reason,
    List<Headline> evidence,
    JsonNode row) {

  static final ObjectMapper JSON = new ObjectMapper();

  /**
   * An article that shows it.
   *
   * @param source who published it, empty if unknown
   * @param url where it can be read, empty if unknown
   */
  public record Headline(String title, String source, Instant publishedAt, String url) {}

  public Alert {
    evidence = List.copyOf(evidence);
  }

  /**
   * Reads a row of {@code alerts.v1}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Alert read(byte[] json) {
    try {
      return of(JSON.readTree(json));
    } catch (IOException e) {
      throw new IllegalArgumentException("this is no JSON", e);
    }
  }

  static Alert of(JsonNode row) {
    try {
      List<Headline> evidence = new ArrayList<>();
      for (JsonNode article : row.path("evidence")) {
        evidence.add(
            new Headline(
                text(article, "title"),
                article.path("source").asText(""),
                Instant.parse(text(article, "publishedAt")),
                article.path("url").asText("")));
      }
      return new Alert(
          text(row, "alertId"),
          AlertEvent.State.valueOf(text(row, "state")),
          text(row, "kind"),
          text(row, "id"),
          text(row, "name"),
          text(row, "window"),
          Instant.parse(text(row, "windowStart")),
          Instant.parse(text(row, "windowEnd")),
          Instant.parse(text(row, "at")),
          row.path("mentions").asLong(),
          row.path("uniqueStories").asLong(),
          row.path("expected").asDouble(),
          row.path("score").asDouble(),
          row.path("peakScore").asDouble(),
          AlertEvent.Reason.valueOf(text(row, "reason").toUpperCase(Locale.ROOT)),
          evidence,
          row);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static String text(JsonNode row, String field) {
    JsonNode value = row.path(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("it has no " + field);
    }
    return value.asText();
  }

  /** What tells this state from the others of its alert; an alert has each but once at a time. */
  String stateKey() {
    return state + "/" + at;
  }

  /**
   * What tells this state of this alert from everything else: the same however often it is read.
   */
  public String key() {
    return alertId + "/" + stateKey();
  }
}
