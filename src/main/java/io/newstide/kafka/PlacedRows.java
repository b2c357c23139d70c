package io.newstide.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The committed rows of a topic with their places, from given offsets to what was the end when this
 * was opened. Not safe for use by several threads.
 */
final class PlacedRows implements AutoCloseable {

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final Map<TopicPartition, Long> ends;

  /** A row and where it stands. */
  record Placed(int partition, long offset, byte[] value) {}

  PlacedRows(KafkaCluster cluster, TopicName topic) {
    consumer = RowReader.consumer(cluster, "read_committed");
    partitions = RowReader.assign(consumer, topic.in(cluster.prefix()));
    try {
      ends = consumer.endOffsets(partitions);
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  List<Integer> partitions() {
    return partitions.stream().map(TopicPartition::partition).toList();
  }

  /** Goes to offsets by partition. */
  void seek(Map<Integer, Long> offsets) {
    partitions.forEach(partition -> consumer.seek(partition, offsets.get(partition.partition())));
  }

  boolean atEnd() {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  /** The next rows, possibly none. */
  List<Placed> poll() {
    List<Placed> rows = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      if (record.offset() < ends.get(partition)) {
        rows.add(new Placed(record.partition(), record.offset(), record.value()));
      }
    }
    return rows;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
