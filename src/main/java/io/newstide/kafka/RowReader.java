package io.newstide.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
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
    this(cluster, topic.in(cluster.prefix()));
  }

  /** Opens a topic of a cluster by its full name. */
  public RowReader(KafkaCluster cluster, String topic) {
    this.cluster = cluster;
    consumer = consumer(cluster, "read_committed");
    partitions = assign(consumer, topic);
    consumer.seekToBeginning(partitions);
  }

  /** Gives a consumer all partitions of a topic; closes it where they cannot be had. */
  static List<TopicPartition> assign(KafkaConsumer<byte[], byte[]> consumer, String topic) {
    try {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      return partitions;
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
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

  /** Goes to the first row of each partition that is stamped with a moment or a later one. */
  public void seek(long moment) {
    Map<TopicPartition, Long> moments =
        partitions.stream().collect(Collectors.toMap(partition -> partition, p -> moment));
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    consumer
        .offsetsForTimes(moments)
        .forEach(
            (partition, found) ->
                consumer.seek(partition, found == null ? ends.get(partition) : found.offset()));
  }

  /** Goes back so many records from the end of each partition, or to its beginning. */
  public void seekBack(long records) {
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
    consumer
        .endOffsets(partitions)
        .forEach(
            (partition, end) ->
                consumer.seek(partition, Math.max(begins.get(partition), end - records)));
  }

  /** How many records are left to read, transaction markers among them. */
  public long left() {
    long left = 0;
    for (Map.Entry<TopicPartition, Long> end : consumer.endOffsets(partitions).entrySet()) {
      left += end.getValue() - consumer.position(end.getKey());
    }
    return left;
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
    toEnd(rows::addAll);
    return rows;
  }

  /**
   * The same, a part at a time.
   *
   * @param part given the rows as they come
   */
  public void toEnd(Consumer<List<Row>> part) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (!reached(ends)) {
      part.accept(poll(STEP));
    }
  }

  /**
   * All rows written up to now that were not read before and that are or will be committed. {@link
   * #toEnd} stops at the oldest open transaction of anyone, even where committed rows follow, and a
   * transaction can be open for a moment after its writer has been told that it is committed; this
   * waits until it has ended.
   *
   * @param patience how long to wait for it; a broker ends a transaction of itself when its time is
   *     over
   * @throws IllegalStateException if it takes longer
   */
  public List<Row> toHighWatermark(Duration patience) {
    List<Row> rows = new ArrayList<>();
    toHighWatermark(patience, rows::addAll);
    return rows;
  }

  /**
   * The same, a part at a time.
   *
   * @param patience how long to wait for a transaction to end
   * @param part given the rows as they come
   * @throws IllegalStateException if it takes longer
   */
  public void toHighWatermark(Duration patience, Consumer<List<Row>> part) {
    Map<TopicPartition, Long> ends;
    try (var uncommitted = consumer(cluster, "read_uncommitted")) {
      ends = uncommitted.endOffsets(partitions);
    }
    long deadline = System.nanoTime() + patience.toNanos();
    while (!reached(ends)) {
      List<Row> rows = poll(STEP);
      if (!rows.isEmpty()) {
        deadline = System.nanoTime() + patience.toNanos();
        part.accept(rows);
      } else if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "a transaction on %s has been open for more than %s"
                .formatted(partitions.get(0).topic(), patience));
      }
    }
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
