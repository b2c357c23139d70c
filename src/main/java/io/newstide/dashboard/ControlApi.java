package io.newstide.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.newstide.dashboard.web.Asked;
import io.newstide.dashboard.web.Reply;
import io.newstide.kafka.ControlAck;
import io.newstide.kafka.ControlClient;
import io.newstide.kafka.ControlJson;
import io.newstide.kafka.ControlRecord;
import io.newstide.kafka.KafkaCluster;
import io.newstide.kafka.KafkaUnreachableException;
import io.newstide.topic.TopicCatalogue;
import io.newstide.topic.TopicDefinition;
import io.newstide.window.Slicing;
import io.newstide.window.WindowShape;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.KafkaException;

/** Changes to the running job: asked through the control topic, answered by the job. */
final class ControlApi {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Set<String> ACTIONS = Set.of("apply", "pause", "resume", "remove");

  /** How long an answer is waited for; the job answers at its next checkpoint. */
  private static final Duration WAIT = Duration.ofSeconds(40);

  private final KafkaCluster cluster;
  private final Slicing slicing;

  ControlApi(KafkaCluster cluster, Slicing slicing) {
    this.cluster = cluster;
    this.slicing = slicing;
  }

  /**
   * {@code POST windows}: {@code {"action": "apply", "name": "6h", "shape": "PT6H/PT1H"}}, or
   * {@code pause}, {@code resume}, {@code remove} with a name.
   */
  Reply window(Asked asked) {
    JsonNode body = body(asked, Set.of("action", "name", "shape"));
    String action = action(body);
    String name = text(body, "name");
    Optional<String> definition = Optional.empty();
    if (action.equals("apply")) {
      definition = Optional.of(definition(name, text(body, "shape")).toString());
    }
    return ask(ControlRecord.Kind.WINDOW, name, action, definition);
  }

  /** What a shape is in the job file's words. */
  private ObjectNode definition(String name, String shape) {
    try {
      var unused = WindowShape.parse(name, shape, slicing);
    } catch (IllegalArgumentException e) {
      throw new Asked.BadRequest(e.getMessage());
    }
    return ControlJson.window(name, shape);
  }

  /** {@code POST topics}: an action, and for {@code apply} id, name, query and threshold. */
  Reply topic(Asked asked) {
    JsonNode body = body(asked, Set.of("action", "id", "name", "query", "threshold"));
    String action = action(body);
    String id = text(body, "id");
    if (!id.matches("[a-z0-9][a-z0-9-]{0,63}")) {
      throw new Asked.BadRequest(
          "id: '%s' is no topic id: lower-case letters, digits and hyphens".formatted(id));
    }
    Optional<String> definition = Optional.empty();
    if (action.equals("apply")) {
      TopicDefinition topic =
          new TopicDefinition(
              id, text(body, "name"), text(body, "query"), body.path("threshold").asDouble(2));
      try {
        var unused = TopicCatalogue.of(List.of(topic));
      } catch (IllegalArgumentException e) {
        throw new Asked.BadRequest(e.getMessage());
      }
      if (!(topic.threshold() > 0)) {
        throw new Asked.BadRequest("threshold: must be above 0");
      }
      definition =
          Optional.of(
              MAPPER
                  .createObjectNode()
                  .put("id", topic.id())
                  .put("name", topic.name())
                  .put("query", topic.query())
                  .put("threshold", topic.threshold())
                  .toString());
    }
    return ask(ControlRecord.Kind.TOPIC, id, action, definition);
  }

  private static JsonNode body(Asked asked, Set<String> fields) {
    JsonNode body;
    try {
      body = MAPPER.readTree(asked.body());
    } catch (IOException e) {
      throw new Asked.BadRequest("the body is no JSON");
    }
    if (body == null || !body.isObject()) {
      throw new Asked.BadRequest("the body is no JSON object");
    }
    body.fieldNames()
        .forEachRemaining(
            field -> {
              if (!fields.contains(field)) {
                throw new Asked.BadRequest("there is no field '%s' here".formatted(field));
              }
            });
    return body;
  }

  private static String action(JsonNode body) {
    String action = body.path("action").asText("apply");
    if (!ACTIONS.contains(action)) {
      throw new Asked.BadRequest(
          "action: '%s' is none of %s".formatted(action, ACTIONS.stream().sorted().toList()));
    }
    return action;
  }

  private static String text(JsonNode body, String field) {
    String text = body.path(field).asText("").strip();
    if (text.isEmpty()) {
      throw new Asked.BadRequest(field + ": must be given");
    }
    return text;
  }

  /** One change at a time: the answer is awaited. */
  private synchronized Reply ask(
      ControlRecord.Kind kind, String id, String action, Optional<String> definition) {
    ControlRecord record =
        new ControlRecord(
            UUID.randomUUID().toString(),
            kind,
            id,
            action.equals("remove"),
            action.equals("pause"),
            definition,
            "dashboard",
            "");
    try (ControlClient client = new ControlClient(cluster)) {
      ControlAck ack = client.ask(List.of(record), WAIT).get(record.requestId());
      if (ack != null) {
        return Reply.json(StatusApi.acknowledgement(ack));
      }
    } catch (KafkaException | KafkaUnreachableException | IllegalStateException e) {
      return Reply.error(503, "Kafka does not answer; nothing may have been sent");
    }
    Map<String, Object> pending = new LinkedHashMap<>();
    pending.put("requestId", record.requestId());
    pending.put("kind", kind.label());
    pending.put("id", id);
    pending.put("accepted", null);
    pending.put("reason", "no answer yet; is the job running and taking checkpoints?");
    return Reply.json(202, pending);
  }
}
