package io.newstide.dashboard;

import io.newstide.kafka.KafkaCluster;
import io.newstide.kafka.RowStream;
import io.newstide.kafka.TopicName;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that follows topics and takes up their rows, whatever becomes of the broker: while it is
 * away what is there stays, and when it is back what has come in the meantime is taken up.
 */
final class Follower implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
  private static final Duration WAIT = Duration.ofMillis(500);

  private final KafkaCluster cluster;
  private final Map<TopicName, Integer> topics;
  private final Rows rows;
  private final Thread thread;
  private volatile double progress;
  private volatile boolean complete;
  private volatile boolean closed;

  Follower(String name, KafkaCluster cluster, Map<TopicName, Integer> topics, Rows rows) {
    this.cluster = cluster;
    this.topics = Map.copyOf(topics);
    this.rows = rows;
    this.thread = new Thread(this::follow, "dashboard-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  /** How much has been read of what was there at the start, from 0 to 1; 1 from then on. */
  double progress() {
    return progress;
  }

  /** Whether all its topics are there. */
  boolean complete() {
    return complete;
  }

  private void follow() {
    while (!closed) {
      try (RowStream stream = new RowStream(cluster, topics)) {
        while (!closed) {
          poll(stream);
        }
      } catch (InterruptException e) {
        return;
      } catch (KafkaException e) {
        LOG.warn("{}: opened anew: {}", cluster, e.getMessage());
        pause();
      }
    }
  }

  private void poll(RowStream stream) {
    try {
      rows.put(stream.poll(WAIT));
      complete = stream.complete();
      if (progress < 1) {
        progress = stream.progress();
      }
      if (!complete) {
        pause();
      }
    } catch (InterruptException e) {
      // Kafka's client complains of a thread that is still interrupted when it is closed.
      closed = Thread.interrupted() || closed;
    } catch (RetriableException e) {
      // The broker is away: Kafka's client finds it again by itself.
      LOG.debug("{}: {}", stream, e.getMessage());
      pause();
    }
  }

  private void pause() {
    try {
      Thread.sleep(WAIT.toMillis());
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(10).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
