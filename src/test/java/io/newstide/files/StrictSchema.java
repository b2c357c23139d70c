package io.newstide.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What a Kubernetes API server checks by a CustomResourceDefinition's schema, and more strictly: a
 * field the schema does not know is wrong, where the server would drop it in silence.
 */
final class StrictSchema {

  private final List<String> wrong = new ArrayList<>();

  private StrictSchema() {}

  static List<String> check(JsonNode schema, JsonNode value, String at) {
    var checked = new StrictSchema();
    checked.value(schema, value, at);
    return checked.wrong;
  }

  private void value(JsonNode schema, JsonNode value, String at) {
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      if (!value.isTextual() && !value.isIntegralNumber()) {
        wrong.add(at + ": a text or a whole number is wanted");
      }
      return;
    }
    String type = schema.path("type").asText("");
    boolean right =
        switch (type) {
          case "object" -> value.isObject();
          case "array" -> value.isArray();
          case "string" -> value.isTextual();
          case "integer" -> value.isIntegralNumber();
          case "number" -> value.isNumber();
          case "boolean" -> value.isBoolean();
          default -> true;
        };
    if (!right) {
      wrong.add("%s: %s is wanted, found %s".formatted(at, type, value));
      return;
    }
    if (schema.has("enum")) {
      boolean known = false;
      for (JsonNode one : schema.get("enum")) {
        known |= one.equals(value);
      }
      if (!known) {
        wrong.add("%s: %s is none of %s".formatted(at, value, schema.get("enum")));
      }
    }
    if (schema.has("pattern") && !value.asText().matches(schema.get("pattern").asText())) {
      wrong.add("%s: %s is not like %s".formatted(at, value, schema.get("pattern")));
    }
    if (schema.has("minimum") && value.asDouble() < schema.get("minimum").asDouble()) {
      wrong.add("%s: %s is too small".formatted(at, value));
    }
    if (value.isObject()) {
      object(schema, value, at);
    }
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        value(schema.path("items"), value.get(i), at + "[" + i + "]");
      }
    }
  }

  private void object(JsonNode schema, JsonNode value, String at) {
    schema
        .path("required")
        .forEach(
            name -> {
              if (!value.has(name.asText())) {
                wrong.add(at + ": " + name.asText() + " is missing");
              }
            });
    value
        .properties()
        .forEach(
            field -> {
              JsonNode of = schema.path("properties").path(field.getKey());
              String path = at + "." + field.getKey();
              if (!of.isMissingNode()) {
                value(of, field.getValue(), path);
              } else if (schema.path("additionalProperties").isObject()) {
                value(schema.get("additionalProperties"), field.getValue(), path);
              } else if (!schema.path("additionalProperties").asBoolean()
                  && !schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
                wrong.add(path + ": is not known");
              }
            });
  }
}
