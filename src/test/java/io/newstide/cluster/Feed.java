package io.newstide.cluster;

import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Load: articles at an even pace, through a producer that outlives the broker's deaths and repeats
 * nothing.
 */
final class Feed implements AutoCloseable {

  private final KafkaProducer<String, byte[]> producer;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final NewsMaker news;
  private final String topic;

  private Feed(KafkaProducer<String, byte[]> producer, NewsMaker news, String topic) {
    this.producer = producer;
    this.news = news;
    this.topic = topic;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // it never ends by itself
  static Feed start(String address, String topic, NewsMaker news, int perSecond) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", address,
            "enable.idempotence", true,
            // With more, one was refused as out of order for ever after the broker's death, while
            // later ones went on.
            "max.in.flight.requests.per.connection", 1,
            "acks", "all",
            "delivery.timeout.ms", 300_000,
            "request.timeout.ms", 5_000,
            "max.block.ms", 300_000,
            "reconnect.backoff.max.ms", 200,
            "linger.ms", 20,
            // sees partitions that are new
            "metadata.max.age.ms", 1_000);
    var feed =
        new Feed(
            new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer()),
            news,
            topic);
    int part = Math.max(1, perSecond / 20);
    feed.clock.scheduleWithFixedDelay(
        () -> feed.send(part), 0, 1_000_000L * part / perSecond, TimeUnit.MICROSECONDS);
    return feed;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a failure reaches the callback
  private void send(int count) {
    for (int i = 0; i < count; i++) {
      NewsMaker.Made made = news.next();
      producer.send(
          new ProducerRecord<>(topic, null, made.at().toEpochMilli(), made.key(), made.value()),
          (done, problem) -> {
            if (problem == null) {
              sent.incrementAndGet();
            } else {
              failure.compareAndSet(null, problem);
            }
          });
    }
  }

  /** Ends the load; how many records there are now. */
  long stop() throws Exception {
    clock.shutdown();
    if (!clock.awaitTermination(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("the feed does not end");
    }
    producer.flush();
    if (failure.get() != null) {
      throw failure.get();
    }
    return sent.get();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    producer.close(java.time.Duration.ofSeconds(5));
  }
}
