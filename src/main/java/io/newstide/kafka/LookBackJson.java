package io.newstide.kafka;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.newstide.topic.Enriched;
import io.newstide.topic.TopicMatch;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The records of {@code backfill}. */
final class LookBackJson {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String ARTICLE = "article";
  private static final String END = "end";

  private LookBackJson() {}

  /** A record as it is sent: one a topic and article, one end a topic. */
  static Row row(LookBack record) throws IOException {
    if (record instanceof LookBack.Found found) {
      return new Row(
          Keys.join(ARTICLE, found.topic(), found.article().article().id()),
          Json.bytes(json -> write(found, json)),
          found.article().article().publishedAt().toEpochMilli());
    }
    LookBack.End end = (LookBack.End) record;
    return new Row(
        Keys.join(END, end.topic()),
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeNumberField("schemaVersion", 1);
              json.writeStringField("topic", end.topic());
              json.writeStringField("requestId", end.requestId());
              json.writeStringField("version", end.version());
              json.writeNumberField("from", end.from());
              json.writeNumberField("carried", end.carried());
              json.writeEndObject();
            }),
        end.from());
  }

  private static void write(LookBack.Found found, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("schemaVersion", 1);
    json.writeStringField("topic", found.topic());
    write("was", found.was(), json);
    write("is", found.is(), json);
    json.writeObjectFieldStart("article");
    EnrichedJson.fields(found.article(), json);
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void write(String field, Optional<TopicMatch> match, JsonGenerator json)
      throws IOException {
    json.writeFieldName(field);
    if (match.isPresent()) {
      EnrichedJson.write(match.get(), json);
    } else {
      json.writeNull();
    }
  }

  /** The articles a key is about, if it is about one and the topic is this. */
  static Optional<String> article(String key, String topic) {
    List<String> parts = Keys.parts(key);
    return parts.size() == 3 && parts.get(0).equals(ARTICLE) && parts.get(1).equals(topic)
        ? Optional.of(parts.get(2))
        : Optional.empty();
  }

  /**
   * Reads a record.
   *
   * @throws IOException if it is none
   */
  static LookBack read(byte[] value) throws IOException {
    JsonNode json = MAPPER.readTree(value);
    if (json == null || !json.path("topic").isTextual()) {
      throw new IOException("a record of a look-back without a topic");
    }
    String topic = json.get("topic").textValue();
    if (!json.has("article")) {
      return new LookBack.End(
          json.path("requestId").asText(),
          topic,
          json.path("version").asText(),
          json.path("from").asLong(),
          json.path("carried").asLong());
    }
    Enriched article = EnrichedJson.read(json.get("article"));
    return new LookBack.Found(topic, article, match(json, "was"), match(json, "is"));
  }

  private static Optional<TopicMatch> match(JsonNode json, String field) {
    return json.path(field).isObject()
        ? Optional.of(EnrichedJson.topic(json.get(field)))
        : Optional.empty();
  }
}
