package io.newstide.kafka;

import com.fasterxml.jackson.core.JsonGenerator;
import io.newstide.trend.AlertEvent;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;

/** The rows of {@code alerts.v1}, as the contract has them. */
public final class AlertJson {

  private AlertJson() {}

  /** The row of a state of an alert; its key is the alert's id. */
  public static Row row(AlertEvent alert) throws IOException {
    String id = id(alert);
    return new Row(id, Json.bytes(json -> write(alert, id, json)), alert.at());
  }

  /** kind/id/episodeStart, which does not change while the episode lasts. */
  private static String id(AlertEvent alert) {
    // The id of a topic at a place has its parts encoded, and keeps its sign.
    String subject = alert.kind().equals("topic-place") ? alert.id() : Subject.encoded(alert.id());
    return alert.kind() + "/" + subject + "/" + instant(alert.episodeStart());
  }

  private static void write(AlertEvent alert, String id, JsonGenerator json) throws IOException {
    Span span = alert.span();
    json.writeStartObject();
    json.writeNumberField("schemaVersion", 1);
    json.writeStringField("alertId", id);
    json.writeStringField("state", alert.state().name());
    json.writeStringField("kind", alert.kind());
    json.writeStringField("id", alert.id());
    json.writeStringField("name", alert.name());
    json.writeStringField("window", alert.window());
    json.writeStringField("windowStart", instant(span.start()));
    json.writeStringField("windowEnd", instant(span.end()));
    json.writeStringField("at", instant(alert.at()));
    json.writeNumberField("mentions", alert.mentions());
    json.writeNumberField("uniqueStories", alert.uniqueStories());
    json.writeNumberField("expected", alert.expected());
    json.writeNumberField("score", alert.score());
    json.writeNumberField("peakScore", alert.peakScore());
    json.writeStringField("reason", alert.reason().name().toLowerCase(Locale.ROOT));
    EvidenceJson.write(alert.evidence(), json);
    json.writeEndObject();
  }

  private static String instant(long moment) {
    return Instant.ofEpochMilli(moment).toString();
  }
}
