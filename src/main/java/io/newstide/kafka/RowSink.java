package io.newstide.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Rows into an output topic. */
public final class RowSink {

  /** Milliseconds for which a row waits for others: nobody sees it before the checkpoint anyway. */
  private static final String UNTIL_COMMITTED = "100";

  /** Milliseconds for which a row waits that is seen at once. */
  private static final String SHORT = "10";

  private RowSink() {}

  /**
   * Exactly once: rows become visible with the checkpoint they belong to.
   *
   * @param cluster where Kafka is
   * @param job the deployment's name; with the topic's it names the transactions, so it must stay
   *     the same over restarts and be no other job's
   * @param topic the topic
   */
  public static KafkaSink<Row> exactlyOnce(KafkaCluster cluster, String job, TopicName topic) {
    Properties properties = properties(cluster, UNTIL_COMMITTED);
    properties.put(
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
        Long.toString(cluster.transactionTimeout().toMillis()));
    String name = topic.in(cluster.prefix());
    return KafkaSink.<Row>builder()
        .setBootstrapServers(cluster.bootstrapServers())
        .setKafkaProducerConfig(properties)
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix(job + "-" + name)
        .setRecordSerializer(new Serializer(name))
        .build();
  }

  /** At least once: rows become visible at once, and those since the last checkpoint once more. */
  public static KafkaSink<Row> atLeastOnce(KafkaCluster cluster, TopicName topic) {
    return KafkaSink.<Row>builder()
        .setBootstrapServers(cluster.bootstrapServers())
        .setKafkaProducerConfig(properties(cluster, SHORT))
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setRecordSerializer(new Serializer(topic.in(cluster.prefix())))
        .build();
  }

  private static Properties properties(KafkaCluster cluster, String linger) {
    Properties properties = new Properties();
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    properties.put(ProducerConfig.LINGER_MS_CONFIG, linger);
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, "131072");
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(TopicName.MAX_RECORD));
    cluster.properties().forEach(properties::put);
    return properties;
  }

  private record Serializer(String topic) implements KafkaRecordSerializationSchema<Row> {

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        Row row, KafkaSinkContext context, Long timestamp) {
      return new ProducerRecord<>(
          topic, null, row.timestamp(), row.key().getBytes(StandardCharsets.UTF_8), row.value());
    }
  }
}
