package io.newstide.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Asks a running job for changes through the control topic and waits for what becomes of them. Not
 * safe for use by several threads.
 */
public final class ControlClient implements AutoCloseable {

  private final KafkaCluster cluster;
  private final RowReader acknowledgements;
  private final KafkaProducer<byte[], byte[]> producer;

  /** Opens the control topic and that of its acknowledgements, both of which must exist. */
  public ControlClient(KafkaCluster cluster) {
    this.cluster = cluster;
    this.acknowledgements = new RowReader(cluster, TopicName.CONTROL_ACKS);
    Properties properties = new Properties();
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "30000");
    cluster.properties().forEach(properties::put);
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers());
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Sends records and waits for their acknowledgements.
   *
   * @param wait how long to wait for all of them
   * @return the acknowledgements that came, by request
   */
  public Map<String, ControlAck> ask(List<ControlRecord> records, Duration wait) {
    List<Row> rows = new ArrayList<>();
    try {
      for (ControlRecord record : records) {
        rows.add(ControlJson.row(record, System.currentTimeMillis()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return answers(
        records.stream().map(ControlRecord::requestId).toList(),
        () -> send(TopicName.CONTROL, rows),
        wait);
  }

  /**
   * Waits for the acknowledgements of what is asked for in any way.
   *
   * @param requests what is asked for
   * @param send asks for it
   * @param wait how long to wait for all of them
   * @return the acknowledgements that came, by request
   */
  public Map<String, ControlAck> answers(List<String> requests, Runnable send, Duration wait) {
    acknowledgements.toEnd();
    send.run();
    long end = System.nanoTime() + wait.toNanos();
    Map<String, ControlAck> came = new LinkedHashMap<>();
    while (came.size() < requests.size() && System.nanoTime() < end) {
      for (Row row : acknowledgements.poll(Duration.ofMillis(200))) {
        ControlAck ack = readAck(row);
        if (requests.contains(ack.requestId())) {
          came.put(ack.requestId(), ack);
        }
      }
    }
    return came;
  }

  private static ControlAck readAck(Row row) {
    try {
      return ControlJson.readAck(row.value());
    } catch (IOException e) {
      throw new UncheckedIOException("control-acks.v1 holds a row that is no JSON", e);
    }
  }

  /**
   * What the job has accepted, in its order, each with the definition that is in effect since: it
   * is no longer asked for, and says what is. Of changes that older versions accepted it is what
   * the control topic still has.
   */
  public static List<ControlRecord> accepted(KafkaCluster cluster) {
    Map<String, ControlRecord> asked = new HashMap<>();
    try (RowReader rows = new RowReader(cluster, TopicName.CONTROL)) {
      for (Row row : rows.toEnd()) {
        if (row.value() != null) {
          ControlRecord record = ControlJson.read(row.key(), row.value());
          asked.put(record.requestId(), record);
        }
      }
    }
    List<ControlRecord> accepted = new ArrayList<>();
    try (RowReader rows = new RowReader(cluster, TopicName.CONTROL_ACKS)) {
      for (Row row : rows.toEnd()) {
        ControlAck ack = readAck(row);
        if (ack.accepted()) {
          inEffect(ack, Optional.ofNullable(asked.get(ack.requestId()))).ifPresent(accepted::add);
        }
      }
    }
    return accepted;
  }

  /**
   * The change that was accepted.
   *
   * @param asked the record that asked for it, if it is known
   * @return empty where nothing was changed, or nobody knows any more what
   */
  public static Optional<ControlRecord> inEffect(ControlAck ack, Optional<ControlRecord> asked) {
    return ack.definition().isEmpty()
        ? asked
        : Optional.of(
            new ControlRecord(
                ack.requestId(),
                ack.kind(),
                ack.id(),
                ack.removed(),
                ack.paused(),
                ack.definition(),
                asked.map(ControlRecord::requestedBy).orElse(""),
                ""));
  }

  /**
   * Removes all rows of a window or of a topic, and of it at places, from {@code trends.v1},
   * however old.
   *
   * @param kind window or topic
   * @param id which
   * @return how many there were
   */
  public int purge(ControlRecord.Kind kind, String id) {
    Map<String, Row> last = new LinkedHashMap<>();
    try (RowReader rows = new RowReader(cluster, TopicName.TRENDS)) {
      for (Row row : rows.toEnd()) {
        String[] parts = row.key().split("/", -1);
        if (parts.length == 5 && isOf(kind, Keys.join(id), parts)) {
          last.put(row.key(), row);
        }
      }
    }
    List<Row> tombstones = new ArrayList<>();
    for (Row row : last.values()) {
      if (row.value() != null) {
        tombstones.add(new Row(row.key(), null, row.timestamp()));
      }
    }
    send(TopicName.TRENDS, tombstones);
    return tombstones.size();
  }

  private static boolean isOf(ControlRecord.Kind kind, String id, String[] key) {
    return switch (kind) {
      case WINDOW -> key[2].equals(id);
      case TOPIC ->
          (key[0].equals("topic") && key[1].equals(id))
              || (key[0].equals("topic-place") && key[1].startsWith(id + "@"));
      case LEXICON -> false;
    };
  }

  private void send(TopicName topic, List<Row> rows) {
    try {
      for (Row row : rows) {
        producer
            .send(
                new ProducerRecord<>(
                    topic.in(cluster.prefix()),
                    null,
                    row.timestamp(),
                    row.key().getBytes(StandardCharsets.UTF_8),
                    row.value()))
            .get();
      }
    } catch (ExecutionException e) {
      throw new KafkaUnreachableException(cluster, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaUnreachableException(cluster, e);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(10));
    acknowledgements.close();
  }
}
