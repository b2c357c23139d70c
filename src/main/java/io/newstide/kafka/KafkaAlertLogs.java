package io.newstide.kafka;

import io.newstide.notify.AlertLog;
import io.newstide.notify.AlertLogs;
import io.newstide.notify.TakenOverException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * Alerts as channels read them, and the channels' notes in the compacted {@code notify-state}. How
 * far a channel has read stands there too, so that both change in one transaction, named after
 * deployment and channel; consumer groups would forget it a week after the last one was there. Safe
 * for use by several threads.
 */
public final class KafkaAlertLogs implements AlertLogs {

  private static final String NOTES = "channel";
  private static final String POSITION = "position";
  private static final long LOOK_AGAIN = Duration.ofMinutes(1).toNanos();

  private final KafkaCluster cluster;
  private final String job;

  /**
   * The logs of a deployment.
   *
   * @param cluster where Kafka is; its topics exist
   * @param job the deployment's name
   */
  public KafkaAlertLogs(KafkaCluster cluster, String job) {
    this.cluster = cluster;
    this.job = job;
  }

  @Override
  public AlertLog open(String channel) {
    var producer = ArticleFeeder.producer(cluster, job + "-notify/" + channel);
    try (RowReader rows = new RowReader(cluster, TopicName.NOTIFY_STATE)) {
      return log(channel, rows.toHighWatermark(FeedLedgers.PATIENCE), Optional.of(producer));
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  @Override
  public AlertLog look(String channel) {
    try (RowReader rows = new RowReader(cluster, TopicName.NOTIFY_STATE)) {
      return log(channel, rows.toEnd(), Optional.empty());
    }
  }

  /**
   * What is noted of every channel, as committed up to now; for looking at.
   *
   * @return the notes by name, by channel
   */
  public static Map<String, Map<String, byte[]>> notes(KafkaCluster cluster) {
    try (RowReader rows = new RowReader(cluster, TopicName.NOTIFY_STATE)) {
      return byChannel(rows.toEnd(), NOTES);
    }
  }

  private AlertLog log(
      String channel, List<Row> rows, Optional<KafkaProducer<byte[], byte[]>> producer) {
    Map<Integer, Long> positions = new HashMap<>();
    byChannel(rows, POSITION)
        .getOrDefault(channel, Map.of())
        .forEach(
            (partition, offset) ->
                positions.put(
                    Integer.parseInt(partition),
                    Long.parseLong(new String(offset, StandardCharsets.UTF_8))));
    return new ChannelLog(
        cluster,
        channel,
        byChannel(rows, NOTES).getOrDefault(channel, Map.of()),
        positions,
        producer);
  }

  private static Map<String, Map<String, byte[]>> byChannel(List<Row> rows, String kind) {
    Map<String, Map<String, byte[]>> notes = new TreeMap<>();
    for (Row row : rows) {
      List<String> parts = Keys.parts(row.key());
      if (parts.size() != 3 || !parts.get(0).equals(kind)) {
        continue;
      }
      Map<String, byte[]> ofChannel =
          notes.computeIfAbsent(parts.get(1), channel -> new LinkedHashMap<>());
      if (row.value() == null) {
        ofChannel.remove(parts.get(2));
      } else {
        ofChannel.put(parts.get(2), row.value());
      }
    }
    return notes;
  }

  private static final class ChannelLog implements AlertLog {

    private final KafkaCluster cluster;
    private final String channel;
    private final Map<String, byte[]> notes;
    private final Map<Integer, Long> committed;
    private final Optional<KafkaProducer<byte[], byte[]>> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private long lookedAt;

    ChannelLog(
        KafkaCluster cluster,
        String channel,
        Map<String, byte[]> notes,
        Map<Integer, Long> committed,
        Optional<KafkaProducer<byte[], byte[]>> producer) {
      this.cluster = cluster;
      this.channel = channel;
      this.notes = new LinkedHashMap<>(notes);
      this.committed = new HashMap<>(committed);
      this.producer = producer;
      this.consumer = RowReader.consumer(cluster, "read_committed");
      try {
        look();
      } catch (RuntimeException e) {
        consumer.close();
        throw e;
      }
    }

    /** Takes up all partitions; there may be more than before. */
    private void look() {
      List<TopicPartition> all =
          consumer.partitionsFor(TopicName.ALERTS.in(cluster.prefix())).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      List<TopicPartition> more = new ArrayList<>(all);
      more.removeAll(ends.keySet());
      if (!more.isEmpty()) {
        ends.putAll(consumer.endOffsets(more));
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(more);
        consumer.assign(all);
        more.forEach(
            partition ->
                consumer.seek(
                    partition,
                    committed.getOrDefault(partition.partition(), begins.get(partition))));
      }
      lookedAt = System.nanoTime();
    }

    @Override
    public Map<String, byte[]> notes() {
      return Collections.unmodifiableMap(notes);
    }

    @Override
    public List<Placed> poll(Duration wait) {
      if (System.nanoTime() - lookedAt > LOOK_AGAIN) {
        look();
      }
      List<Placed> rows = new ArrayList<>();
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
        rows.add(new Placed(record.partition(), record.offset(), record.value()));
      }
      return rows;
    }

    @Override
    public boolean caughtUp() {
      return ends.entrySet().stream()
          .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    @Override
    public void commit(Map<String, Optional<byte[]>> changes) {
      Map<Integer, Long> positions = new HashMap<>();
      for (TopicPartition partition : consumer.assignment()) {
        long position = consumer.position(partition);
        if (!Long.valueOf(position).equals(committed.get(partition.partition()))) {
          positions.put(partition.partition(), position);
        }
      }
      if (producer.isPresent() && !(changes.isEmpty() && positions.isEmpty())) {
        write(producer.get(), changes, positions);
      }
      committed.putAll(positions);
      changes.forEach(
          (name, note) ->
              note.ifPresentOrElse(value -> notes.put(name, value), () -> notes.remove(name)));
    }

    private void write(
        KafkaProducer<byte[], byte[]> open,
        Map<String, Optional<byte[]>> changes,
        Map<Integer, Long> positions) {
      try {
        open.beginTransaction();
        List<Future<?>> sent = new ArrayList<>();
        changes.forEach(
            (name, note) ->
                sent.add(open.send(record(Keys.join(NOTES, channel, name), note.orElse(null)))));
        positions.forEach(
            (partition, offset) ->
                sent.add(
                    open.send(
                        record(
                            Keys.join(POSITION, channel, Integer.toString(partition)),
                            Long.toString(offset).getBytes(StandardCharsets.UTF_8)))));
        open.commitTransaction();
        for (Future<?> one : sent) {
          one.get();
        }
      } catch (ProducerFencedException | InvalidProducerEpochException e) {
        throw new TakenOverException(channel, e);
      } catch (KafkaException | ExecutionException e) {
        if (e.getCause() instanceof ProducerFencedException
            || e.getCause() instanceof InvalidProducerEpochException) {
          throw new TakenOverException(channel, e);
        }
        throw new KafkaUnreachableException(cluster, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new KafkaUnreachableException(cluster, e);
      }
    }

    private ProducerRecord<byte[], byte[]> record(String key, byte[] value) {
      return new ProducerRecord<>(
          TopicName.NOTIFY_STATE.in(cluster.prefix()), key.getBytes(StandardCharsets.UTF_8), value);
    }

    @Override
    public void close() {
      consumer.close();
      // What was not committed never will be: the next to open the log ends it.
      producer.ifPresent(open -> open.close(Duration.ofSeconds(5)));
    }
  }
}
