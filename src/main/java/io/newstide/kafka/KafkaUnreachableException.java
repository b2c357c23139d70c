package io.newstide.kafka;

/** Kafka does not answer, or refuses what it is asked. */
public final class KafkaUnreachableException extends RuntimeException {

  private static final long serialVersionUID = 1;

  KafkaUnreachableException(KafkaCluster cluster, Throwable cause) {
    super(
        "Kafka at %s: %s; check kafka.bootstrapServers and kafka.properties"
            .formatted(
                cluster.bootstrapServers(),
                cause.getMessage() == null ? "no answer" : cause.getMessage()),
        cause);
  }

  KafkaUnreachableException(KafkaCluster cluster, String refusal, Throwable cause) {
    super("Kafka at %s: %s".formatted(cluster.bootstrapServers(), refusal), cause);
  }
}
