package io.newstide.kafka;

import java.util.List;

/**
 * A topic of a deployment as Kafka has it.
 *
 * @param topic which one
 * @param name its full name
 * @param partitions how many it has; 0 if it is not there
 * @param replication how many copies Kafka keeps; 0 if it is not there
 * @param differences what is otherwise than it should be, a sentence each
 */
public record TopicState(
    TopicName topic, String name, int partitions, int replication, List<String> differences) {

  public TopicState {
    differences = List.copyOf(differences);
  }

  /** Whether it is there. */
  public boolean exists() {
    return partitions > 0;
  }
}
