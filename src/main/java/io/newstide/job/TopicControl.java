package io.newstide.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.newstide.kafka.ControlRecord;
import io.newstide.topic.TopicDefinition;
import io.newstide.topic.TopicFileException;
import io.newstide.topic.TopicFiles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Accepts or rejects changes of topics. */
final class TopicControl implements ControlRules {

  /** More topics than this do not fit into a checkpoint's barrier and a task's memory. */
  static final int MOST_TOPICS = 20_000;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Definitions topics;

  /**
   * The rules for topics, which are brought up to date with each change.
   *
   * @param topics the topics there are
   */
  TopicControl(Definitions topics) {
    this.topics = topics;
  }

  /** A topic in the form in which it goes to the tasks: JSON, as in a topic file. */
  static String text(TopicDefinition topic) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("id", topic.id());
    json.put("name", topic.name());
    json.put("query", topic.query());
    json.put("threshold", topic.threshold());
    return json.toString();
  }

  /** The topic of a text that {@link #text} gave. */
  static TopicDefinition topic(String text) {
    try {
      JsonNode json = MAPPER.readTree(text);
      return new TopicDefinition(
          json.get("id").asText(),
          json.get("name").asText(),
          json.get("query").asText(),
          json.get("threshold").asDouble());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a topic was saved as what is no JSON: " + text, e);
    }
  }

  /** The topics of a job file, ready to be changed. */
  static Definitions of(List<TopicDefinition> jobFile) {
    Map<String, String> texts = new LinkedHashMap<>();
    jobFile.forEach(topic -> texts.put(topic.id(), text(topic)));
    return new Definitions(texts);
  }

  @Override
  public Accepted accept(ControlRecord record) {
    Optional<Definitions.Entry> before =
        topics.present().stream().filter(entry -> entry.id().equals(record.id())).findFirst();
    if (record.removed() || record.definition().isEmpty()) {
      if (before.isEmpty()) {
        throw new IllegalArgumentException(
            "there is no topic '%s'; there are %s".formatted(record.id(), ids()));
      }
      return applied(record, before.get().text());
    }
    if (before.isEmpty() && topics.present().size() >= MOST_TOPICS) {
      throw new IllegalArgumentException(
          "there are %,d topics already; remove one first".formatted(MOST_TOPICS));
    }
    TopicDefinition topic = defined(record);
    return applied(record, text(topic));
  }

  private Accepted applied(ControlRecord record, String text) {
    topics.apply(
        new ControlChange(record.kind(), record.id(), 0, record.removed(), record.paused(), text));
    return new Accepted(text, text, topic(text).version(), "");
  }

  /**
   * The topic that a record defines.
   *
   * @throws IllegalArgumentException whose message says what is wrong with it
   */
  static TopicDefinition defined(ControlRecord record) {
    TopicDefinition topic;
    try {
      JsonNode json = MAPPER.readTree(record.definition().orElseThrow());
      if (json instanceof ObjectNode object && !object.has("id")) {
        object.put("id", record.id());
      }
      topic = TopicFiles.topic("definition", json.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the definition is no JSON", e);
    } catch (TopicFileException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    if (!topic.id().equals(record.id())) {
      throw new IllegalArgumentException(
          "the definition's id is '%s', the record's '%s'".formatted(topic.id(), record.id()));
    }
    return topic;
  }

  private String ids() {
    List<String> ids = topics.present().stream().map(Definitions.Entry::id).toList();
    return ids.isEmpty()
        ? "none"
        : String.join(", ", ids.subList(0, Math.min(20, ids.size())))
            + (ids.size() > 20 ? " and %,d more".formatted(ids.size() - 20) : "");
  }
}
