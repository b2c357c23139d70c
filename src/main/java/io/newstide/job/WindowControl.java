package io.newstide.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.newstide.kafka.ControlJson;
import io.newstide.kafka.ControlRecord;
import io.newstide.window.WindowDefinition;
import io.newstide.window.WindowShape;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Accepts or rejects changes of windows. */
final class WindowControl implements ControlRules {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final WindowRules rules;
  private final WindowPlan plan;

  /**
   * The rules for a plan, which is brought up to date with each change.
   *
   * @param rules what a window must be
   * @param plan the windows there are
   */
  WindowControl(WindowRules rules, WindowPlan plan) {
    this.rules = rules;
    this.plan = plan;
  }

  @Override
  public Accepted accept(ControlRecord record) {
    Optional<WindowPlan.Entry> before =
        plan.entries().stream()
            .filter(entry -> entry.name().equals(record.id()) && !entry.removed())
            .findFirst();
    if (record.removed() || record.definition().isEmpty()) {
      if (before.isEmpty()) {
        throw new IllegalArgumentException(
            "there is no window '%s'; there are %s".formatted(record.id(), names()));
      }
      String shape = before.get().shape();
      if (record.removed() && reported() == 1 && before.get().reported()) {
        throw new IllegalArgumentException(
            "'%s' is the last window that is reported".formatted(record.id()));
      }
      return applied(record, WindowShape.parse(record.id(), shape, rules.slicing()), "");
    }
    WindowDefinition window = rules.window(written(record));
    return applied(record, window, rules.withoutScore(window).orElse(""));
  }

  private Accepted applied(ControlRecord record, WindowDefinition window, String remark) {
    plan.apply(
        new ControlChange(
            record.kind(), record.id(), 0, record.removed(), record.paused(), window.shape()));
    String written = ControlJson.window(record.id(), window.shape()).toString();
    return new Accepted(window.shape(), written, window.version(), remark);
  }

  private JobSettings.Window written(ControlRecord record) {
    JsonNode json;
    try {
      json = MAPPER.readTree(record.definition().orElseThrow());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the definition is no JSON", e);
    }
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      if (!Arrays.asList("name", "size", "slide", "step", "gap").contains(field.getKey())) {
        throw new IllegalArgumentException(
            "a window has no '%s'; it has name, size, slide, step, gap".formatted(field.getKey()));
      }
      if (!field.getValue().isTextual()) {
        throw new IllegalArgumentException("'%s' is a text".formatted(field.getKey()));
      }
    }
    String name = json.path("name").asText(record.id());
    if (!name.equals(record.id())) {
      throw new IllegalArgumentException(
          plan.entries().stream().anyMatch(e -> e.name().equals(name) && !e.removed())
              ? "there is another window named '%s'".formatted(name)
              : "the definition's name is '%s', the record's id '%s'".formatted(name, record.id()));
    }
    for (WindowPlan.Entry entry : plan.entries()) {
      if (!entry.removed() && !entry.name().equals(name) && entry.name().equalsIgnoreCase(name)) {
        throw new IllegalArgumentException(
            "there is another window named '%s', which differs by its case alone"
                .formatted(entry.name()));
      }
    }
    return new JobSettings.Window(
        name, text(json, "size"), text(json, "slide"), text(json, "step"), text(json, "gap"));
  }

  private static Optional<String> text(JsonNode json, String field) {
    return Optional.ofNullable(json.path(field).textValue());
  }

  private long reported() {
    return plan.entries().stream().filter(WindowPlan.Entry::reported).count();
  }

  private String names() {
    return String.join(
        ", ",
        plan.entries().stream()
            .filter(entry -> !entry.removed())
            .map(WindowPlan.Entry::name)
            .toList());
  }
}
