package io.newstide.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.newstide.cli.Newstide;
import io.newstide.feed.page.PageGold;
import io.newstide.files.YamlFiles;
import io.newstide.job.BurstsFile;
import io.newstide.job.GridFile;
import io.newstide.job.JobFile;
import io.newstide.job.JobSchema;
import io.newstide.job.NotifyFile;
import io.newstide.kafka.Schemas;
import io.newstide.topic.TopicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Every example in JSON or YAML says behind its fence what it is ({@code ```json trend}, {@code
 * ```yaml job}) and is what it says: it keeps the schema that {@code bin/newstide schema} prints,
 * or is read by what reads it for users.
 */
class ExamplesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern SECRET = Pattern.compile("\\$\\{(env|file):([^}]+)}");

  @TempDir private Path folder;

  private static List<Markdown.Block> examples() {
    return Markdown.all().stream()
        .flatMap(document -> document.blocks().stream())
        .filter(block -> block.kind().matches("(json|yaml).*"))
        .toList();
  }

  @Test
  void everyExampleIsWhatItSays() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (Markdown.Block example : examples()) {
      try {
        check(example).forEach(why -> wrong.add(example.where() + ": " + why));
      } catch (IOException | RuntimeException e) {
        wrong.add(example.where() + ": " + e.getMessage());
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(examples()).hasSizeGreaterThanOrEqualTo(10);
  }

  /** Data that is not told what it is would not be looked at. */
  @Test
  void noExampleIsWithoutAName() {
    assertThat(
            Markdown.all().stream()
                .flatMap(document -> document.blocks().stream())
                .filter(block -> block.kind().isEmpty() && isData(block.text()))
                .map(Markdown.Block::where))
        .isEmpty();
  }

  private static boolean isData(String text) {
    try {
      List<JsonNode> documents = YamlFiles.documents(text);
      return !documents.isEmpty() && documents.stream().allMatch(JsonNode::isContainerNode);
    } catch (YAMLException e) {
      return text.startsWith("{\"");
    }
  }

  /** What is wrong with an example. */
  private List<String> check(Markdown.Block example) throws IOException {
    String kind = example.kind().replaceFirst("^\\w+ *", "");
    String text = example.text();
    if (Schemas.names().contains(kind)) {
      List<String> wrong = new ArrayList<>();
      JsonSchema schema = schema(Schemas.read(kind));
      try (MappingIterator<JsonNode> rows = JSON.readerFor(JsonNode.class).readValues(text)) {
        while (rows.hasNext()) {
          schema.validate(rows.next()).forEach(message -> wrong.add(message.getMessage()));
        }
      }
      return wrong;
    }
    switch (kind) {
      case "job" -> {
        return job(text);
      }
      case "topic" -> TopicFiles.topic(example.where(), text);
      case "grid" -> GridFile.read(file("grid.yaml", text), demo());
      case "bursts" -> BurstsFile.read(file("bursts.yaml", text));
      case "gold-pages" -> {
        file("a1.txt", "…\n");
        PageGold.read(file("pages.jsonl", text));
      }
      case "gold-topics" -> {
        Path gold = file("topics.jsonl", text);
        int code =
            Newstide.commandLine()
                .execute(
                    "evaluate", "topics", "--gold", gold.toString(), "--job", "jobs/demo.yaml");
        return code == 0 ? List.of() : List.of("evaluate topics refuses it");
      }
      default -> {
        return List.of("it does not say what it is: '" + example.kind() + "'");
      }
    }
    return List.of();
  }

  /** A part of a job file: the rest is the least there can be. */
  private List<String> job(String text) throws IOException {
    JsonNode part = YamlFiles.documents(text).get(0);
    String least =
        (part.has("name") ? "" : "name: example\n")
            + (part.has("windows") ? "" : "windows: [{name: day, size: P1D}]\n");
    Files.createDirectories(folder.resolve("incoming"));
    Files.createDirectories(folder.resolve("topics"));
    Files.copy(
        Path.of("jobs/topics/flood-prevention.yaml"),
        folder.resolve("topics/flood-prevention.yaml"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    // Every secret is there.
    Map<String, String> environment = new HashMap<>();
    Matcher secret = SECRET.matcher(text);
    while (secret.find()) {
      environment.put(secret.group(2).replaceAll("\\W", "_"), "secret");
    }
    String filled =
        SECRET
            .matcher(text)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        "${env:" + found.group(2).replaceAll("\\W", "_") + "}"));
    Path file = file("job.yaml", least + filled);
    JobFile.read(file, Map.of(), environment);
    if (part.has("notify")) {
      NotifyFile.read(file, Map.of(), environment);
    }
    return schema(JobSchema.json()).validate(YamlFiles.document(file)).stream()
        .map(message -> message.getMessage())
        .toList();
  }

  private static JobFile demo() {
    return JobFile.read(Path.of("jobs/demo.yaml"), Map.of(), Map.of());
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static JsonSchema schema(String text) {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text);
  }

  @Test
  void theJobFilesOfTheProjectKeepTheSchema() throws IOException {
    JsonSchema schema = schema(JobSchema.json());
    for (String file : List.of("jobs/demo.yaml", "jobs/kubernetes/base/job.yaml")) {
      assertThat(schema.validate(YamlFiles.document(Path.of(file)))).as(file).isEmpty();
    }
  }

  @Test
  void everySchemaHasItsMeaningAtEveryField() throws JsonProcessingException {
    for (String name : Schemas.names()) {
      assertThat(undescribed(JSON.readTree(Schemas.read(name)), name)).isEmpty();
    }
  }

  private static Stream<String> undescribed(JsonNode schema, String at) {
    Stream<String> below =
        schema.path("properties").properties().stream()
            .flatMap(entry -> undescribed(entry.getValue(), at + "." + entry.getKey()));
    Stream<String> items =
        schema.has("items") ? undescribed(schema.get("items"), at + "[]") : Stream.empty();
    boolean said = schema.has("description") || schema.has("title") || at.endsWith("[]");
    return Stream.of(said ? Stream.<String>empty() : Stream.of(at), below, items)
        .flatMap(one -> one);
  }

  @Test
  void aWrongExampleIsFound() throws Exception {
    ObjectNode row = JSON.createObjectNode().put("title", 3);
    assertThat(check(new Markdown.Block("a:1", "json article", row.toString()))).isNotEmpty();
    assertThat(check(new Markdown.Block("a:1", "json", "{}"))).isNotEmpty();
    assertThat(isData("a: 1\n")).isTrue();
    assertThat(isData("flink stop JOB_ID\n")).isFalse();
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> check(new Markdown.Block("a:1", "yaml job", "time: {slyce: PT1M}\n")))
        .hasMessageContaining("slyce");
  }
}
