package io.newstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.management.ObjectName;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be opened, because nobody answers, leaves no client behind. */
class KafkaAwayTest {

  private static final String CLIENT = "kafka-away-test";

  /** Nobody listens at port 1. */
  private static final KafkaCluster NOBODY =
      new KafkaCluster(
          "127.0.0.1:1",
          "",
          1,
          1,
          Duration.ofMinutes(15),
          Map.of("client.id", CLIENT, "default.api.timeout.ms", "300"));

  static Stream<Named<Consumer<KafkaCluster>>> readers() {
    return Stream.of(
        Named.of("rows", cluster -> new RowReader(cluster, TopicName.TRENDS)),
        Named.of("rows with places", cluster -> new PlacedRows(cluster, TopicName.REJECTED)),
        Named.of("control", ControlClient::new));
  }

  @ParameterizedTest
  @MethodSource("readers")
  void noClientIsLeft(Consumer<KafkaCluster> open) throws Exception {
    try (var consumer = RowReader.consumer(NOBODY, "read_committed")) {
      assertThat(consumer).isNotNull();
      assertThat(clients()).as("an open client is seen").isNotEmpty();
    }
    assertThatThrownBy(() -> open.accept(NOBODY)).isInstanceOf(TimeoutException.class);
    assertThat(clients()).isEmpty();
  }

  private static Set<ObjectName> clients() throws Exception {
    return ManagementFactory.getPlatformMBeanServer()
        .queryNames(new ObjectName("kafka.consumer:*,client-id=" + CLIENT), null);
  }
}
