package io.newstide.bench;

import io.newstide.article.Article;
import io.newstide.article.ArticleReader;
import io.newstide.article.Incoming;
import io.newstide.article.RawRecord;
import io.newstide.duplicate.Signature;
import io.newstide.duplicate.SignedArticle;
import io.newstide.duplicate.StoriesInMemory;
import io.newstide.job.JobFile;
import io.newstide.job.Understanding;
import io.newstide.kafka.EnrichedJson;
import io.newstide.kafka.Row;
import io.newstide.kafka.TopicName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The limit of what can be had of one thread: the same reading, the same stories, the same
 * analysis, the same rows, and nothing that makes it safe or counts windows.
 */
final class BareLoop {

  private final ArticleReader reader;
  private final Understanding understanding;
  private final StoriesInMemory stories;
  private final Duration ttl;
  private final long outOfOrderness;
  private final Set<String> ids = new HashSet<>();
  private final Queue<Seen> expiries = new ArrayDeque<>();
  private final Map<TopicPartition, Long> latest = new HashMap<>();
  private long watermark = Long.MIN_VALUE;

  private record Seen(String id, long expiry) {}

  private BareLoop(JobFile job) {
    this.reader = job.reader();
    this.understanding = Understanding.of(job.understanding());
    this.ttl = job.settings().duplicates().ttl();
    this.stories = new StoriesInMemory(job.settings().duplicates().containment(), ttl);
    this.outOfOrderness = job.settings().time().outOfOrderness().toMillis();
  }

  /** For ever. */
  static void run(JobFile job) throws Exception {
    String from = job.settings().kafka().articles().orElseThrow();
    String to = TopicName.ENRICHED.in(job.settings().kafka().prefix());
    Properties client = new Properties();
    client.put("bootstrap.servers", job.settings().kafka().bootstrapServers());
    // As the job's sink has them.
    client.put("compression.type", "lz4");
    client.put("linger.ms", "100");
    client.put("batch.size", "131072");
    client.put("isolation.level", "read_committed");
    client.put("delivery.timeout.ms", Contender.LONG_MILLIS);
    BareLoop loop = new BareLoop(job);
    try (var consumer =
            new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var producer =
            new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(from).stream()
              .map(info -> new TopicPartition(from, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      partitions.forEach(partition -> loop.latest.put(partition, Long.MIN_VALUE));
      while (true) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          loop.take(record, to, producer);
        }
      }
    }
  }

  private void take(
      ConsumerRecord<byte[], byte[]> record, String to, KafkaProducer<byte[], byte[]> producer)
      throws Exception {
    Incoming incoming =
        reader.read(
            new RawRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.value()));
    if (!(incoming instanceof Incoming.Accepted accepted)) {
      return;
    }
    Article article = accepted.article();
    if (!ids.add(article.id())) {
      return;
    }
    long at = article.publishedAt().toEpochMilli();
    expiries.add(new Seen(article.id(), at + ttl.toMillis()));
    String story =
        stories
            .arrive(new SignedArticle(article.id(), at, watermark, Signature.of(article)))
            .storyId();
    Row row = EnrichedJson.row(understanding.enrich(article, Duration.ZERO).telling(story));
    var unused =
        producer.send(
            new ProducerRecord<>(
                to, null, row.timestamp(), row.key().getBytes(StandardCharsets.UTF_8), row.value()),
            BareLoop::endOnFailure);
    latest.merge(new TopicPartition(record.topic(), record.partition()), at, Math::max);
    advance();
  }

  private static void endOnFailure(RecordMetadata written, Exception failure) {
    if (failure != null) {
      failure.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  private void advance() {
    long slowest = Long.MAX_VALUE;
    for (long of : latest.values()) {
      slowest = Math.min(slowest, of);
    }
    if (slowest == Long.MIN_VALUE || slowest - outOfOrderness <= watermark) {
      return;
    }
    watermark = slowest - outOfOrderness;
    stories.advance(watermark, settled -> {});
    while (!expiries.isEmpty() && expiries.peek().expiry() <= watermark) {
      ids.remove(expiries.remove().id());
    }
  }
}
