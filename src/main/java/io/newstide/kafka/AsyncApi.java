package io.newstide.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * The topics of a deployment as an AsyncAPI 3.0 document: channels with how Kafka keeps them, their
 * keys, and the schemas of their rows.
 */
public final class AsyncApi {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String BINDING = "0.5.0";

  private AsyncApi() {}

  /**
   * The document as YAML.
   *
   * @param cluster the deployment's Kafka
   * @param sliceRetention how long Kafka keeps slices
   */
  public static String yaml(KafkaCluster cluster, Duration sliceRetention) {
    ObjectNode document = MAPPER.createObjectNode();
    document.put("asyncapi", "3.0.0");
    ObjectNode info = document.putObject("info");
    info.put("title", "Newstide");
    info.put("version", "1");
    info.put(
        "description",
        "Topics of Chinese news over time. Rows are JSON in UTF-8; in keys, '/', '@' and '%' inside a part are percent-encoded. Read with isolation.level=read_committed.");
    info.putObject("license")
        .put("name", "Apache-2.0")
        .put("url", "https://www.apache.org/licenses/LICENSE-2.0.txt");
    document.put("defaultContentType", "application/json");
    servers(document.putObject("servers"), cluster);
    ObjectNode channels = document.putObject("channels");
    ObjectNode operations = document.putObject("operations");
    ObjectNode components = document.putObject("components");
    ObjectNode messages = components.putObject("messages");
    ObjectNode schemas = components.putObject("schemas");
    for (TopicName topic : TopicName.values()) {
      channel(channels.putObject(topic.fileName()), topic, cluster, sliceRetention);
      message(messages.putObject(topic.fileName()), topic);
      topic.schema().ifPresent(name -> schemas.set(name, schema(name)));
      if (topic.schema().isPresent()) {
        ObjectNode operation = operations.putObject(topic.fileName());
        operation.put("action", topic.input() ? "receive" : "send");
        operation.putObject("channel").put("$ref", "#/channels/" + topic.fileName());
        operation.put("summary", topic.holds());
      }
    }
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setIndicatorIndent(2);
    options.setIndentWithIndicator(true);
    options.setWidth(120);
    options.setAllowUnicode(true);
    options.setSplitLines(true);
    return new Yaml(options).dump(MAPPER.convertValue(document, Map.class));
  }

  private static void servers(ObjectNode servers, KafkaCluster cluster) {
    boolean secure =
        cluster.properties().getOrDefault("security.protocol", "PLAINTEXT").contains("SSL");
    int number = 0;
    for (String address : cluster.bootstrapServers().split(",", -1)) {
      number++;
      servers
          .putObject(number == 1 ? "kafka" : "kafka-" + number)
          .put("host", address.strip())
          .put("protocol", secure ? "kafka-secure" : "kafka");
    }
  }

  private static void channel(
      ObjectNode channel, TopicName topic, KafkaCluster cluster, Duration sliceRetention) {
    channel.put("address", topic.in(cluster.prefix()));
    channel.put("title", topic.holds());
    channel.put(
        "description",
        topic.upsert()
            ? "Upsert by key: the last row of a key counts, a null value removes it."
            : "Every row counts.");
    channel
        .putObject("messages")
        .putObject(topic.fileName())
        .put("$ref", "#/components/messages/" + topic.fileName());
    ObjectNode kafka = channel.putObject("bindings").putObject("kafka");
    kafka.put("topic", topic.in(cluster.prefix()));
    kafka.put("partitions", cluster.partitions());
    kafka.put("replicas", cluster.replication());
    ObjectNode kept = kafka.putObject("topicConfiguration");
    topic
        .configuration(sliceRetention)
        .forEach(
            (name, value) -> {
              if (name.equals("cleanup.policy")) {
                ArrayNode policies = kept.putArray(name);
                for (String policy : value.split(",", -1)) {
                  policies.add(policy);
                }
              } else if (value.matches("-?\\d+")) {
                kept.put(name, Long.parseLong(value));
              } else {
                kept.put(name, value);
              }
            });
    kafka.put("bindingVersion", BINDING);
  }

  private static void message(ObjectNode message, TopicName topic) {
    message.put("name", topic.fileName());
    message.put("title", topic.holds());
    ObjectNode kafka = MAPPER.createObjectNode();
    kafka.putObject("key").put("type", "string").put("description", topic.key());
    kafka.put("bindingVersion", BINDING);
    message.putObject("bindings").set("kafka", kafka);
    ObjectNode payload = message.putObject("payload");
    topic
        .schema()
        .ifPresentOrElse(
            name -> payload.put("$ref", "#/components/schemas/" + name),
            () ->
                payload
                    .put("type", "object")
                    .put("description", "The memory of a command; its form may change."));
  }

  /** Where it stands it needs neither a name nor a dialect: it uses what all dialects share. */
  private static ObjectNode schema(String name) {
    try {
      ObjectNode schema = (ObjectNode) MAPPER.readTree(Schemas.read(name));
      schema.remove("$schema");
      schema.remove("$id");
      return schema;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the schema " + name, e);
    }
  }
}
