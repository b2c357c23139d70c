package io.newstide.kafka;

import io.newstide.article.ArticleReader;
import io.newstide.article.Incoming;
import io.newstide.article.RawRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes articles to their topic in transactions: what was not committed is not seen. Each
 * record keeps its bytes; its timestamp is its arrival. Not safe for use by several threads.
 */
public final class ArticleFeeder implements AutoCloseable {

  private static final int PART = 500;

  private final KafkaCluster cluster;
  private final ArticleReader reader;
  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private boolean open;

  private ArticleFeeder(
      KafkaCluster cluster, ArticleReader reader, KafkaProducer<byte[], byte[]> producer) {
    this.cluster = cluster;
    this.reader = reader;
    this.topic = TopicName.ARTICLES.in(cluster.prefix());
    this.producer = producer;
  }

  /**
   * Opens the articles topic. A feeder of the same deployment that is still at work is shut out.
   *
   * @param cluster where Kafka is
   * @param job the deployment's name
   * @param reader what finds an article's id, the key of its record
   * @throws KafkaUnreachableException if Kafka does not answer
   */
  public static ArticleFeeder open(KafkaCluster cluster, String job, ArticleReader reader) {
    return openAs(cluster, job + "-feed", reader);
  }

  /**
   * Opens the articles topic for articles whose order and fate no other feeder shares.
   *
   * @param cluster where Kafka is
   * @param job the deployment's name
   * @param reader what finds an article's id, the key of its record
   * @throws KafkaUnreachableException if Kafka does not answer
   */
  public static ArticleFeeder openBeside(KafkaCluster cluster, String job, ArticleReader reader) {
    return openAs(cluster, job + "-feed-" + UUID.randomUUID(), reader);
  }

  /**
   * Opens the articles topic under the name of a transaction: whoever had it open under the same
   * name is shut out, and what they had not committed never will be.
   */
  static ArticleFeeder openAs(KafkaCluster cluster, String transaction, ArticleReader reader) {
    return new ArticleFeeder(cluster, reader, producer(cluster, transaction));
  }

  /** What sends under the name of a transaction, ready to begin one. */
  static KafkaProducer<byte[], byte[]> producer(KafkaCluster cluster, String transaction) {
    Properties properties = new Properties();
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    properties.put(ProducerConfig.LINGER_MS_CONFIG, "20");
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(TopicName.MAX_RECORD));
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Integer.toString(2 * TopicName.MAX_RECORD));
    cluster.properties().forEach(properties::put);
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers());
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transaction);
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.initTransactions();
    } catch (KafkaException e) {
      producer.close(Duration.ZERO);
      throw new KafkaUnreachableException(cluster, e);
    }
    return producer;
  }

  /**
   * Sends a record, to be seen after the next {@link #commit}.
   *
   * @param record the record; its timestamp is when it arrived. What holds no article is sent as it
   *     is, so that the job rejects it with its bytes
   */
  public void send(RawRecord record) {
    byte[] key =
        reader.read(record) instanceof Incoming.Accepted accepted
            ? accepted.article().id().getBytes(StandardCharsets.UTF_8)
            : null;
    put(new ProducerRecord<>(topic, null, record.timestamp(), key, record.value()));
  }

  /**
   * Notes something in the state of feeds, to be true with the next {@link #commit}.
   *
   * @param key under which it is noted
   * @param note empty to forget what was noted under the key
   */
  void note(String key, Optional<byte[]> note) {
    put(
        new ProducerRecord<>(
            TopicName.FEED_STATE.in(cluster.prefix()),
            key.getBytes(StandardCharsets.UTF_8),
            note.orElse(null)));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a failure reaches the callback, and commit
  private void put(ProducerRecord<byte[], byte[]> record) {
    try {
      if (!open) {
        producer.beginTransaction();
        open = true;
      }
      producer.send(
          record,
          (sent, problem) -> {
            if (problem != null) {
              failure.compareAndSet(null, problem);
            }
          });
    } catch (KafkaException e) {
      throw failed(e);
    }
  }

  /**
   * Sends and commits records, in parts of some hundred.
   *
   * @param sent told after each part how many there have been
   * @return how many there were
   */
  public long sendAll(Iterator<RawRecord> records, LongConsumer sent) {
    long count = 0;
    while (records.hasNext()) {
      send(records.next());
      count++;
      if (count % PART == 0 || !records.hasNext()) {
        commit();
        sent.accept(count);
      }
    }
    return count;
  }

  /** Lets everyone see what was sent. */
  public void commit() {
    if (!open) {
      return;
    }
    try {
      producer.commitTransaction();
      open = false;
    } catch (KafkaException e) {
      throw failed(e);
    }
  }

  private KafkaUnreachableException failed(KafkaException e) {
    Exception first = failure.get();
    return new KafkaUnreachableException(cluster, first == null ? e : first);
  }

  /** What was not committed is never seen. */
  @Override
  public void close() {
    if (open) {
      try {
        producer.abortTransaction();
      } catch (KafkaException e) {
        // The broker aborts it itself when its time is over.
        open = false;
      }
    }
    producer.close(Duration.ofSeconds(10));
  }
}
