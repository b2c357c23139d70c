package io.newstide.kafka;

import com.fasterxml.jackson.core.JsonGenerator;
import io.newstide.trend.EmergingGroup;
import io.newstide.trend.RisingTerm;
import io.newstide.window.Span;
import java.io.IOException;
import java.time.Instant;

/** The rows of {@code emerging.v1}, as the contract has them. */
public final class EmergingJson {

  private EmergingJson() {}

  /** The row of what rises together in a window; its key is window/windowStart/group. */
  public static Row row(String window, EmergingGroup group) throws IOException {
    Span span = group.window();
    return new Row(
        Keys.join(window, instant(span.start()), group.group()),
        Json.bytes(json -> write(window, group, json)),
        span.end());
  }

  private static void write(String window, EmergingGroup group, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("schemaVersion", 1);
    json.writeStringField("group", group.group());
    json.writeArrayFieldStart("terms");
    for (RisingTerm term : group.terms()) {
      json.writeStartObject();
      json.writeStringField("term", term.term());
      json.writeStringField("kind", term.kind().label());
      json.writeNumberField("score", term.score());
      json.writeNumberField("mentions", term.mentions());
      json.writeNumberField("uniqueStories", term.stories().size());
      json.writeNumberField("sources", term.sources().size());
      json.writeEndObject();
    }
    json.writeEndArray();
    EmergingGroup.ProposedTopic topic = group.proposed();
    json.writeObjectFieldStart("proposedTopic");
    json.writeStringField("id", topic.id());
    json.writeStringField("name", topic.name());
    json.writeStringField("query", topic.query());
    json.writeNumberField("threshold", topic.threshold());
    json.writeEndObject();
    json.writeStringField("window", window);
    json.writeStringField("windowStart", instant(group.window().start()));
    json.writeStringField("windowEnd", instant(group.window().end()));
    EvidenceJson.write(group.evidence(), json);
    json.writeEndObject();
  }

  private static String instant(long moment) {
    return Instant.ofEpochMilli(moment).toString();
  }
}
