package io.newstide.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Properties;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The rows that a contender has written, by the numbers of their articles; each counts once. */
final class EnrichedRows implements AutoCloseable {

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final BitSet seen = new BitSet();
  private long count;

  /**
   * Over a topic from its beginning.
   *
   * @param committed whether only what is committed counts, and as soon as it is; else what is
   *     appended, a tenth of a second later
   */
  EnrichedRows(String bootstrapServers, String topic, boolean committed) {
    Properties client = new Properties();
    client.put("bootstrap.servers", bootstrapServers);
    client.put("isolation.level", committed ? "read_committed" : "read_uncommitted");
    if (!committed) {
      // Counting takes as little as can be from what is measured: the broker and who counts share
      // the machine with it.
      client.put("fetch.min.bytes", "1048576");
      client.put("fetch.max.wait.ms", "100");
    }
    this.consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Takes what has come and tells the number of each article that is new. */
  void poll(Duration wait, LongConsumer fresh) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
      int number = Integer.parseInt(new String(record.key(), StandardCharsets.UTF_8));
      if (!seen.get(number)) {
        seen.set(number);
        count++;
        fresh.accept(number);
      }
    }
  }

  /** How many articles have a row. */
  long count() {
    return count;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
