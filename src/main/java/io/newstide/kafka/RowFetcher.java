package io.newstide.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Fetches single rows again whose places are known, so that who follows a large topic need not keep
 * them all. Safe for use by many threads, which take turns.
 */
public final class RowFetcher implements AutoCloseable {

  private static final Duration STEP = Duration.ofMillis(200);

  private final KafkaCluster cluster;
  private final TopicName topic;
  private KafkaConsumer<byte[], byte[]> consumer;

  /** Fetches from a topic; the connection is made when it is first needed. */
  public RowFetcher(KafkaCluster cluster, TopicName topic) {
    this.cluster = cluster;
    this.topic = topic;
  }

  /**
   * Fetches the row at a place.
   *
   * @param wait how long to wait for it
   * @return the row; empty if it is no longer there, or Kafka does not answer in time
   */
  public synchronized Optional<Row> fetch(int partition, long offset, Duration wait) {
    if (consumer == null) {
      consumer =
          RowReader.consumer(
              cluster,
              "read_committed",
              Map.of(
                  ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1",
                  ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "65536",
                  ConsumerConfig.FETCH_MAX_BYTES_CONFIG, "65536"));
    }
    TopicPartition place = new TopicPartition(topic.in(cluster.prefix()), partition);
    long end = System.nanoTime() + wait.toNanos();
    try {
      consumer.assign(List.of(place));
      consumer.seek(place, offset);
      do {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(STEP)) {
          if (record.offset() != offset) {
            return Optional.empty();
          }
          String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
          return Optional.of(new Row(key, record.value(), record.timestamp()));
        }
      } while (System.nanoTime() < end);
    } catch (KafkaException e) {
      close();
    }
    return Optional.empty();
  }

  @Override
  public synchronized void close() {
    if (consumer != null) {
      consumer.close();
      consumer = null;
    }
  }
}
