package io.newstide.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the rows of an output topic from its beginning, committed ones only: what everyone sees.
 * Not safe for use by several threads.
 */
public final class RowReader implements AutoCloseable {

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  /** Opens a topic of a cluster. */
  public RowReader(KafkaCluster cluster, TopicName topic) {
    Properties properties = new Properties();
    cluster.properties().forEach(properties::put);
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers());
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "5000");
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    partitions =
        consumer.partitionsFor(topic.in(cluster.prefix())).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .collect(Collectors.toList());
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** The rows that come within a time, possibly none. */
  public List<Row> poll(Duration wait) {
    List<Row> rows = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
      String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
      rows.add(new Row(key, record.value(), record.timestamp()));
    }
    return rows;
  }

  /** All rows committed up to now that were not read before. */
  public List<Row> toEnd() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    List<Row> rows = new ArrayList<>();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      rows.addAll(poll(Duration.ofMillis(200)));
    }
    return rows;
  }

  /** How many records the topic holds, transaction markers among them. */
  public long size() {
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
    long size = 0;
    for (Map.Entry<TopicPartition, Long> end : consumer.endOffsets(partitions).entrySet()) {
      size += end.getValue() - begins.get(end.getKey());
    }
    return size;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
