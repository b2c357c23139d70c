package io.newstide.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.newstide.files.Tools;
import io.newstide.files.YamlFiles;
import io.newstide.job.JobFile;
import io.newstide.kafka.AsyncApi;
import io.newstide.kafka.Schemas;
import io.newstide.kafka.TopicName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/asyncapi.yaml} and the table of topics, from the topics and the rows' schemas. */
class WrittenContractTest {

  private static final Path ASYNCAPI = Path.of("docs/asyncapi.yaml");

  @Test
  void asyncApiIsWhatTheCommandPrints() throws IOException {
    JobFile job = JobFile.read(Path.of("jobs/demo.yaml"), Map.of(), Map.of());
    Generated.file(ASYNCAPI, AsyncApi.yaml(job.cluster(), job.settings().time().sliceRetention()));
  }

  @Test
  void theTableHasEveryTopic() throws IOException {
    StringBuilder table =
        new StringBuilder("| topic | holds | key | kept | schema |\n|---|---|---|---|---|\n");
    for (TopicName topic : TopicName.values()) {
      table.append(
          "| `%s` | %s%s | %s | %s | %s |\n"
              .formatted(
                  topic.in("").substring(1),
                  topic.holds(),
                  topic.input() ? " (input)" : "",
                  // What is written in code is put together as it stands, the rest is said.
                  topic.key().contains(" ") && !topic.key().contains(" or ")
                      ? topic.key()
                      : "`" + topic.key().replace(" or ", "`, `") + "`",
                  kept(topic),
                  topic.schema().map(name -> "`" + name + "`").orElse("none")));
    }
    Generated.part(Path.of("docs/data-contract.md"), "topics", table.toString());
  }

  private static String kept(TopicName topic) {
    Map<String, String> kept = topic.configuration(Duration.ofDays(1));
    return switch (kept.getOrDefault("cleanup.policy", "delete")) {
      case "compact" -> "compacted";
      case "compact,delete" -> "compacted, `time.sliceRetention`";
      default -> {
        assertThat(kept).containsEntry("retention.ms", "-1");
        yield "for ever";
      }
    };
  }

  @Test
  void everySchemaNamesItsTopicAndKeyAndIsOfOne() throws IOException {
    List<String> used = new ArrayList<>();
    for (TopicName topic : TopicName.values()) {
      if (topic.schema().isPresent()) {
        used.add(topic.schema().get());
        JsonNode schema = new ObjectMapper().readTree(Schemas.read(topic.schema().get()));
        assertThat(schema.get("description").asText())
            .contains(" of " + topic.in("").substring(1))
            .contains("Key: " + topic.key());
      }
    }
    assertThat(used).containsExactlyInAnyOrderElementsOf(Schemas.names());
  }

  @Test
  void everyReferenceIsThereAndEveryTopicHasItsChannel() throws IOException {
    JsonNode document = YamlFiles.document(ASYNCAPI);
    List<String> references = document.findValuesAsText("$ref");
    for (String reference : references) {
      assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
    }
    // A channel's message, its operation, and the payload of what has a schema.
    int topics = TopicName.values().length;
    assertThat(references).hasSize(topics + 2 * Schemas.names().size());
    assertThat(document.get("channels")).hasSize(topics);
    assertThat(document.at("/channels/slices/bindings/kafka/topicConfiguration/cleanup.policy"))
        .hasToString("[\"compact\",\"delete\"]");
    assertThat(document.at("/operations/articles/action").asText()).isEqualTo("receive");
    assertThat(document.at("/operations/trends/action").asText()).isEqualTo("send");
    assertThat(document.at("/channels/trends/address").asText()).isEqualTo("newstide.trends.v1");
  }

  /** AsyncAPI's own dialect is JSON Schema's draft 7: what is used means the same there. */
  @Test
  void theSchemasUseWhatAllDialectsShare() throws IOException {
    for (String name : Schemas.names()) {
      ObjectNode schema = (ObjectNode) new ObjectMapper().readTree(Schemas.read(name));
      schema.remove(List.of("$schema", "$id"));
      assertThat(keywords(schema, new TreeSet<>()))
          .isSubsetOf(
              Set.of(
                  "title",
                  "description",
                  "type",
                  "properties",
                  "required",
                  "additionalProperties",
                  "items",
                  "minItems",
                  "maxItems",
                  "enum",
                  "const",
                  "pattern",
                  "format",
                  "contentEncoding",
                  "minLength",
                  "maxLength",
                  "minimum",
                  "maximum",
                  "exclusiveMinimum",
                  "exclusiveMaximum"));
    }
  }

  private static Set<String> keywords(JsonNode schema, Set<String> found) {
    schema.fieldNames().forEachRemaining(found::add);
    Stream<JsonNode> below =
        Stream.concat(
            schema.path("properties").properties().stream().map(Map.Entry::getValue),
            Stream.of(schema.path("items"), schema.path("additionalProperties")));
    below.filter(JsonNode::isObject).forEach(one -> keywords(one, found));
    return found;
  }

  @Test
  void asyncApiKeepsItsSpecification() throws IOException {
    Path specification = Tools.npm("@asyncapi/specs", "schemas/3.0.0.json");
    var schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
            .getSchema(Files.readString(specification));
    assertThat(schema.validate(YamlFiles.document(ASYNCAPI))).isEmpty();
  }
}
