package io.newstide.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * The committed rows of several topics as they come, with their places, for whoever follows them
 * for ever. A broker that is away is waited for; a topic or a partition that is not there yet is
 * taken up when it is. Nothing is committed and no group joined: who opens another begins anew. Not
 * safe for use by several threads.
 */
public final class RowStream implements AutoCloseable {

  private static final long LOOK_AGAIN = Duration.ofSeconds(20).toNanos();

  private final KafkaCluster cluster;
  private final Map<TopicName, Integer> topics;
  private final Map<String, TopicName> names = new HashMap<>();
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Set<TopicPartition> assigned = new HashSet<>();
  private final Map<TopicPartition, Long> begins = new HashMap<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private long lookedAt;

  /**
   * A row and where it stands.
   *
   * @param topic its topic
   * @param partition its partition
   * @param offset its offset there
   * @param row the row
   */
  public record Placed(TopicName topic, int partition, long offset, Row row) {}

  /**
   * Opens topics; waits for nothing.
   *
   * @param cluster where Kafka is
   * @param topics for each topic how many records from its end are wanted, of each partition;
   *     {@link Integer#MAX_VALUE} for all
   */
  public RowStream(KafkaCluster cluster, Map<TopicName, Integer> topics) {
    this.cluster = cluster;
    this.topics = new EnumMap<>(topics);
    for (TopicName topic : topics.keySet()) {
      names.put(topic.in(cluster.prefix()), topic);
    }
    this.consumer = RowReader.consumer(cluster, "read_committed");
    this.lookedAt = System.nanoTime() - LOOK_AGAIN;
  }

  /**
   * What has come.
   *
   * @param wait how long to wait for the first of it
   */
  public List<Placed> poll(Duration wait) {
    if (System.nanoTime() - lookedAt >= LOOK_AGAIN) {
      look();
    }
    if (assigned.isEmpty()) {
      return List.of();
    }
    List<Placed> rows = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
      String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
      rows.add(
          new Placed(
              names.get(record.topic()),
              record.partition(),
              record.offset(),
              new Row(key, record.value(), record.timestamp())));
    }
    return rows;
  }

  /** Whether all topics were there when last looked for. */
  public boolean complete() {
    return assigned.stream().map(TopicPartition::topic).distinct().count() == topics.size();
  }

  /**
   * How much of what was there when the topics were opened has been read, from 0 to 1. Open
   * transactions are not waited for.
   */
  public double progress() {
    long all = 0;
    long read = 0;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      long begin = begins.get(end.getKey());
      all += end.getValue() - begin;
      read += Math.min(consumer.position(end.getKey()), end.getValue()) - begin;
    }
    return all == 0 ? (assigned.isEmpty() ? 0 : 1) : (double) read / all;
  }

  private void look() {
    Map<String, List<PartitionInfo>> there = consumer.listTopics(Duration.ofSeconds(10));
    List<TopicPartition> more = new ArrayList<>();
    for (String name : names.keySet()) {
      for (PartitionInfo info : there.getOrDefault(name, List.of())) {
        TopicPartition partition = new TopicPartition(name, info.partition());
        if (!assigned.contains(partition)) {
          more.add(partition);
        }
      }
    }
    if (!more.isEmpty()) {
      take(more);
    }
    // Soon again while something is missing.
    lookedAt = System.nanoTime() - (complete() ? 0 : LOOK_AGAIN - Duration.ofSeconds(1).toNanos());
  }

  private void take(Collection<TopicPartition> more) {
    Map<TopicPartition, Long> first = consumer.beginningOffsets(more);
    Map<TopicPartition, Long> last = consumer.endOffsets(more);
    assigned.addAll(more);
    consumer.assign(assigned);
    for (TopicPartition partition : more) {
      long wanted = topics.get(names.get(partition.topic()));
      long begin = Math.max(first.get(partition), last.get(partition) - wanted);
      consumer.seek(partition, begin);
      begins.put(partition, begin);
      ends.put(partition, last.get(partition));
    }
  }

  /** Where this reads, without secrets. */
  @Override
  public String toString() {
    return cluster + " " + topics.keySet();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
