package io.newstide.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Utils;

/**
 * What one topic finds in looking back, sent to {@code backfill} as a whole or not at all. Whoever
 * opens it shuts out a process that has it open for the same topic, and sees all that was ever
 * sent. Not safe for use by several threads.
 */
public final class LookBackLog implements AutoCloseable {

  private final KafkaCluster cluster;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Set<String> sent;

  private LookBackLog(
      KafkaCluster cluster, KafkaProducer<byte[], byte[]> producer, Set<String> sent) {
    this.cluster = cluster;
    this.producer = producer;
    this.sent = sent;
  }

  /**
   * Opens the log of a topic.
   *
   * @param cluster where Kafka is; its topics exist
   * @param job the deployment's name
   * @param topic the id of the topic that looks back
   * @param patience how long to wait for what others are sending
   * @throws KafkaUnreachableException if Kafka does not answer or refuses
   */
  public static LookBackLog open(
      KafkaCluster cluster, String job, String topic, Duration patience) {
    KafkaProducer<byte[], byte[]> producer =
        ArticleFeeder.producer(cluster, job + "-look-back/" + topic);
    try (RowReader rows = new RowReader(cluster, TopicName.BACKFILL)) {
      Set<String> sent = new HashSet<>();
      rows.toHighWatermark(
          patience,
          part -> part.forEach(row -> LookBackJson.article(row.key(), topic).ifPresent(sent::add)));
      return new LookBackLog(cluster, producer, sent);
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  /** The articles of which something was sent before, by id. */
  public Set<String> sent() {
    return sent;
  }

  /**
   * Sends a look-back, to be seen all at once.
   *
   * @throws KafkaUnreachableException if it cannot be sent, or another process looks back for the
   *     same topic
   */
  @SuppressWarnings("FutureReturnValueIgnored") // what fails fails the commit
  public void send(List<LookBack.Found> found, LookBack.End end) {
    String name = TopicName.BACKFILL.in(cluster.prefix());
    try {
      int partition =
          Utils.toPositive(Utils.murmur2(end.topic().getBytes(StandardCharsets.UTF_8)))
              % producer.partitionsFor(name).size();
      producer.beginTransaction();
      for (LookBack.Found one : found) {
        producer.send(record(name, partition, one));
      }
      producer.send(record(name, partition, end));
      producer.commitTransaction();
    } catch (KafkaException e) {
      throw new KafkaUnreachableException(
          cluster,
          "the look-back of '%s' was not sent: %s".formatted(end.topic(), e.getMessage()),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ProducerRecord<byte[], byte[]> record(String name, int partition, LookBack of)
      throws IOException {
    Row row = LookBackJson.row(of);
    return new ProducerRecord<>(
        name, partition, row.key().getBytes(StandardCharsets.UTF_8), row.value());
  }

  /** What was not committed is never seen. */
  @Override
  public void close() {
    producer.close(Duration.ofSeconds(10));
  }
}
