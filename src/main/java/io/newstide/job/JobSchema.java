package io.newstide.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The JSON Schema of the job file, from the lines that define its settings. */
public final class JobSchema {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private JobSchema() {}

  /** The schema as JSON. */
  public static String json() {
    ObjectNode schema = MAPPER.createObjectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Newstide's job file");
    describe(schema, JobSettings.class);
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  private static void describe(ObjectNode schema, Class<?> type) {
    schema.put("type", "object");
    schema.put("additionalProperties", false);
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = MAPPER.createArrayNode();
    for (RecordComponent component : type.getRecordComponents()) {
      Setting setting = component.getAnnotation(Setting.class);
      ObjectNode property = properties.putObject(SettingsReader.name(component));
      property.put("description", setting.doc());
      value(property, component, setting);
      if (setting.required()) {
        required.add(SettingsReader.name(component));
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
  }

  private static void value(ObjectNode property, RecordComponent component, Setting setting) {
    Class<?> type = component.getType();
    if (type.isRecord()) {
      describe(property, type);
    } else if (type == List.class) {
      property.put("type", "array");
      ParameterizedType list = (ParameterizedType) component.getGenericType();
      Class<?> element = (Class<?>) list.getActualTypeArguments()[0];
      ObjectNode items = property.putObject("items");
      if (element.isRecord()) {
        describe(items, element);
      } else {
        scalar(items, element, setting);
      }
      if (setting.required()) {
        property.put("minItems", 1);
      }
    } else if (type == Map.class) {
      property.put("type", "object");
    } else if (type == Optional.class) {
      ParameterizedType optional = (ParameterizedType) component.getGenericType();
      scalar(property, (Class<?>) optional.getActualTypeArguments()[0], setting);
    } else {
      scalar(property, type, setting);
    }
  }

  private static void scalar(ObjectNode property, Class<?> type, Setting setting) {
    boolean whole = type == int.class || type == Integer.class;
    if (whole || type == double.class || type == Double.class) {
      property.put("type", whole ? "integer" : "number");
      if (!Double.isInfinite(setting.min())) {
        property.put(setting.above() ? "exclusiveMinimum" : "minimum", setting.min());
      }
      if (!Double.isInfinite(setting.max())) {
        property.put("maximum", setting.max());
      }
      if (!setting.or().isEmpty()) {
        property.put("default", Double.parseDouble(setting.or()));
      }
    } else {
      property.put("type", "string");
      if (type == Duration.class) {
        property.put("format", "duration");
      } else if (type == ZoneId.class) {
        property.putArray("examples").add("Asia/Shanghai");
      }
      for (String word : setting.oneOf()) {
        property.withArray("enum").add(word);
      }
      if (!setting.or().isEmpty()) {
        property.put("default", setting.or());
      }
    }
  }
}
