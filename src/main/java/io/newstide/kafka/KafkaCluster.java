package io.newstide.kafka;

import java.io.Serializable;
import java.time.Duration;
import java.util.Map;

/**
 * A Kafka to talk to.
 *
 * @param bootstrapServers host:port, several with commas
 * @param prefix what the names of all topics begin with
 * @param partitions of topics that are created
 * @param replication copies of topics that are created
 * @param transactionTimeout how long a transaction may stay open
 * @param properties settings of Kafka's clients; may hold secrets
 */
public record KafkaCluster(
    String bootstrapServers,
    String prefix,
    int partitions,
    int replication,
    Duration transactionTimeout,
    Map<String, String> properties)
    implements Serializable {

  public KafkaCluster {
    properties = Map.copyOf(properties);
  }

  /** Without the properties, which may hold secrets. */
  @Override
  public String toString() {
    return bootstrapServers + "/" + prefix;
  }
}
