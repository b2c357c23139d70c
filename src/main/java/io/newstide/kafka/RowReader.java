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

  private static final Duration STEP = Duration.ofMillis(200);

  private final KafkaCluster cluster;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  /** Opens a topic of a cluster. */
  public RowReader(KafkaCluster cluster, TopicName topic) {
    this.cluster = cluster;
    consumer = consumer(cluster, "read_committed");
    partitions =
        consumer.partitionsFor(topic.in(cluster.prefix())).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .collect(Collectors.toList());
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** A consumer that keeps no account of itself. */
  static KafkaConsumer<byte[], byte[]> consumer(KafkaCluster cluster, String isolation) {
    return consumer(cluster, isolation, Map.of());
  }

  /** A consumer that keeps no account of itself, with further settings. */
  static KafkaConsumer<byte[], byte[]> consumer(
      KafkaCluster cluster, String isolation, Map<String, String> settings) {
    Properties properties = new Properties();
    cluster.properties().forEach(properties::put);
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers());
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "5000");
    properties.putAll(settings);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
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
    List<Row> rows = new ArrayList<>();
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (!reached(ends)) {
      rows.addAll(poll(STEP));
    }
    return rows;
  }

  /**
   * All rows written up to now that were not read before and that are or will be committed. {@link
   * #toEnd} stops at the oldest open transaction of anyone, even where committed rows follow; this
   * waits until that transaction has ended.
   *
   * @param patience how long to wait for it; a broker ends a transaction of itself when its time is
   *     over
   * @throws IllegalStateException if it takes longer
   */
  List<Row> toHighWatermark(Duration patience) {
    Map<TopicPartition, Long> ends;
    try (var uncommitted = consumer(cluster, "read_uncommitted")) {
      ends = uncommitted.endOffsets(partitions);
    }
    List<Row> rows = new ArrayList<>();
    long deadline = System.nanoTime() + patience.toNanos();
    while (!reached(ends)) {
      rows.addAll(poll(STEP));
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "a transaction on %s has been open for more than %s"
                .formatted(partitions.get(0).topic(), patience));
      }
    }
    return rows;
  }

  private boolean reached(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
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
