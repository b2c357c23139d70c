package io.newstide.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.newstide.job.JobSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** {@code docs/settings.md}: every setting of the job file, from the line that defines it. */
class WrittenSettingsTest {

  private static final String HEAD =
      """
      # Settings of the job file

      Made from the lines that define the settings (`job/JobSettings`) by `%s`.
      `bin/newstide schema job` prints the same as a JSON Schema, which editors understand. Any of them that is not in a
      list can be given as `--set PATH=VALUE`, and what has one value in the environment, too: `time.allowedLateness` is
      `NEWSTIDE_TIME_ALLOWED_LATENESS`. Durations are ISO 8601 (`PT10M`, `P1D`).
      """;

  @Test
  void thePageHasEverySettingAsItIsDefined() throws IOException {
    JsonNode schema = new ObjectMapper().readTree(JobSchema.json());
    StringBuilder page = new StringBuilder(HEAD.formatted(Generated.COMMAND));
    section(page, "", schema);
    Generated.file(Path.of("docs/settings.md"), page.toString());
  }

  /** A table of what stands at a path, then the sections below it. */
  private static void section(StringBuilder page, String path, JsonNode schema) {
    page.append(path.isEmpty() ? "\n## The file\n" : "\n## `%s`\n".formatted(path));
    if (!path.isEmpty()) {
      page.append("\n%s.\n".formatted(plain(schema.get("description").asText())));
    }
    page.append("\n| setting | is | default | meaning |\n|---|---|---|---|\n");
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    schema
        .get("properties")
        .properties()
        .forEach(
            entry -> {
              JsonNode value = entry.getValue();
              page.append(
                  "| `%s` | %s | %s | %s |\n"
                      .formatted(
                          entry.getKey(),
                          kind(value),
                          required.contains(entry.getKey()) ? "**required**" : standard(value),
                          plain(value.get("description").asText())));
            });
    schema
        .get("properties")
        .properties()
        .forEach(
            entry -> {
              JsonNode value = entry.getValue();
              String below = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
              if (value.has("properties")) {
                section(page, below, value);
              } else if (value.path("items").has("properties")) {
                JsonNode each = value.get("items").deepCopy();
                ((ObjectNode) each).set("description", value.get("description"));
                section(page, below + "[]", each);
              }
            });
  }

  private static String kind(JsonNode value) {
    JsonNode words = value.path("enum");
    if (!words.isMissingNode()) {
      List<String> all = new ArrayList<>();
      words.forEach(word -> all.add("`" + word.asText() + "`"));
      return String.join(", ", all);
    }
    return switch (value.get("type").asText()) {
      case "object" -> value.has("properties") ? "section" : "names and values";
      case "array" ->
          value.get("items").has("properties") ? "list" : "list of " + kind(value.get("items"));
      case "integer" -> "whole number" + bounds(value);
      case "number" -> "number" + bounds(value);
      default -> value.path("format").asText().equals("duration") ? "duration" : "text";
    };
  }

  private static String bounds(JsonNode value) {
    List<String> bounds = new ArrayList<>();
    if (value.has("minimum")) {
      bounds.add("from " + number(value.get("minimum")));
    }
    if (value.has("exclusiveMinimum")) {
      bounds.add("above " + number(value.get("exclusiveMinimum")));
    }
    if (value.has("maximum")) {
      bounds.add("to " + number(value.get("maximum")));
    }
    return bounds.isEmpty() ? "" : ", " + String.join(" ", bounds);
  }

  private static String standard(JsonNode value) {
    JsonNode standard = value.path("default");
    if (standard.isMissingNode()) {
      return "";
    }
    return "`" + (standard.isNumber() ? number(standard) : standard.asText()) + "`";
  }

  private static String number(JsonNode value) {
    double number = value.asDouble();
    return number == Math.rint(number)
        ? String.format(Locale.ROOT, "%d", (long) number)
        : Double.toString(number);
  }

  /** As text of a table's cell. */
  private static String plain(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*");
  }
}
