package io.newstide.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The records of {@code control} and the rows of {@code control-acks.v1}. */
public final class ControlJson {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Set<String> FIELDS =
      Set.of("requestId", "kind", "id", "removed", "paused", "definition", "requestedBy");

  private ControlJson() {}

  /** The record as it stands in the control topic; its key is kind/id. */
  public static Row row(ControlRecord record, long timestamp) throws IOException {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("requestId", record.requestId());
    json.put("kind", record.kind().label());
    json.put("id", record.id());
    json.put("removed", record.removed());
    json.put("paused", record.paused());
    if (record.definition().isPresent()) {
      json.set("definition", MAPPER.readTree(record.definition().get()));
    } else {
      json.putNull("definition");
    }
    json.put("requestedBy", record.requestedBy());
    return new Row(key(record.kind(), record.id()), MAPPER.writeValueAsBytes(json), timestamp);
  }

  /** The key of a record and of its acknowledgement. */
  public static String key(ControlRecord.Kind kind, String id) {
    return Keys.join(kind.label(), id);
  }

  /**
   * Reads a record; never throws. Where it cannot be read it says what is wrong.
   *
   * @param key the record's key, empty if it has none
   * @param value its value
   */
  public static ControlRecord read(String key, byte[] value) {
    JsonNode json;
    try {
      json = MAPPER.readTree(value);
    } catch (IOException e) {
      return wrong(
          key,
          MAPPER.createObjectNode(),
          "this is no JSON: "
              + (e instanceof JsonProcessingException p ? p.getOriginalMessage() : e.getMessage()));
    }
    if (json == null || !json.isObject()) {
      return wrong(key, MAPPER.createObjectNode(), "a JSON object is wanted");
    }
    ObjectNode object = (ObjectNode) json;
    for (var names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!FIELDS.contains(name)) {
        return wrong(key, object, "there is no field '" + name + "'");
      }
    }
    Optional<ControlRecord.Kind> kind = kind(text(object, "kind"));
    if (kind.isEmpty()) {
      return wrong(
          key, object, "kind is one of topic, window, lexicon, not '" + text(object, "kind") + "'");
    }
    if (text(object, "id").isEmpty()) {
      return wrong(key, object, "the id is missing");
    }
    if (text(object, "requestId").isEmpty()) {
      return wrong(key, object, "the requestId is missing");
    }
    for (String flag : List.of("removed", "paused")) {
      JsonNode said = object.path(flag);
      if (!said.isMissingNode() && !said.isNull() && !said.isBoolean()) {
        return wrong(key, object, flag + " is true or false, not " + said);
      }
    }
    JsonNode definition = object.get("definition");
    boolean without = definition == null || definition.isNull();
    if (!without && !definition.isObject()) {
      return wrong(key, object, "the definition is an object, as in the job file");
    }
    return new ControlRecord(
        text(object, "requestId"),
        kind.get(),
        text(object, "id"),
        object.path("removed").asBoolean(),
        object.path("paused").asBoolean(),
        without ? Optional.empty() : Optional.of(definition.toString()),
        text(object, "requestedBy"),
        "");
  }

  private static String text(ObjectNode object, String field) {
    return object.path(field).isTextual() ? object.path(field).textValue() : "";
  }

  private static Optional<ControlRecord.Kind> kind(String label) {
    for (ControlRecord.Kind kind : ControlRecord.Kind.values()) {
      if (kind.label().equals(label)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** What of a wrong record can still be told: its key says what it was about. */
  private static ControlRecord wrong(String key, ObjectNode object, String why) {
    int slash = key.indexOf('/');
    String id = text(object, "id");
    return new ControlRecord(
        text(object, "requestId"),
        kind(text(object, "kind"))
            .or(() -> kind(slash < 0 ? "" : key.substring(0, slash).toLowerCase(Locale.ROOT)))
            .orElse(ControlRecord.Kind.WINDOW),
        id.isEmpty() ? key.substring(slash + 1) : id,
        false,
        false,
        Optional.empty(),
        text(object, "requestedBy"),
        why);
  }

  /** A window's definition as a control record has it, of its shape in one word. */
  public static ObjectNode window(String name, String shape) {
    ObjectNode window = MAPPER.createObjectNode().put("name", name);
    if (shape.startsWith("~")) {
      return window.put("gap", shape.substring(1));
    }
    int slide = shape.indexOf('/');
    int step = shape.indexOf('+');
    int cut = Math.max(slide, step);
    window.put("size", cut < 0 ? shape : shape.substring(0, cut));
    if (cut >= 0) {
      window.put(slide >= 0 ? "slide" : "step", shape.substring(cut + 1));
    }
    return window;
  }

  /** The row of an acknowledgement; its key is that of the record. */
  public static Row row(ControlAck ack) throws IOException {
    return new Row(
        key(ack.kind(), ack.id()),
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeNumberField("schemaVersion", 1);
              json.writeStringField("requestId", ack.requestId());
              json.writeStringField("kind", ack.kind().label());
              json.writeStringField("id", ack.id());
              json.writeBooleanField("accepted", ack.accepted());
              Json.text(json, "reason", ack.reason());
              Json.text(json, "version", ack.version());
              if (ack.checkpoint() == 0) {
                json.writeNullField("checkpoint");
              } else {
                json.writeNumberField("checkpoint", ack.checkpoint());
              }
              json.writeBooleanField("removed", ack.removed());
              json.writeBooleanField("paused", ack.paused());
              json.writeFieldName("definition");
              json.writeRawValue(ack.definition().orElse("null"));
              json.writeEndObject();
            }),
        0);
  }

  /** Reads a row of {@code control-acks.v1}. */
  public static ControlAck readAck(byte[] row) throws IOException {
    JsonNode json = MAPPER.readTree(new String(row, StandardCharsets.UTF_8));
    return new ControlAck(
        json.path("requestId").asText(),
        kind(json.path("kind").asText()).orElse(ControlRecord.Kind.WINDOW),
        json.path("id").asText(),
        json.path("accepted").asBoolean(),
        json.path("reason").asText(""),
        json.path("version").asText(""),
        json.path("checkpoint").asLong(),
        json.path("removed").asBoolean(),
        json.path("paused").asBoolean(),
        json.path("definition").isObject()
            ? Optional.of(json.get("definition").toString())
            : Optional.empty());
  }
}
