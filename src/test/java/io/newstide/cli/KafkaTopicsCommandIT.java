package io.newstide.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.kafka.TopicName;
import io.newstide.local.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code kafka-topics} shows, creates and says. */
class KafkaTopicsCommandIT {

  @TempDir private Path folder;

  private static Ran run(EmbeddedBroker broker, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "kafka-topics",
                "--job",
                "jobs/demo.yaml",
                "--set",
                "kafka.bootstrapServers=" + broker.bootstrapServers()));
    arguments.addAll(List.of(more));
    return Ran.run(arguments.toArray());
  }

  private static String line(Ran ran, String topic) {
    return ran.out()
        .lines()
        .filter(line -> line.startsWith(topic + " "))
        .findFirst()
        .orElseThrow()
        .replaceAll(" +", " ");
  }

  @Test
  void showsWhatIsMissingCreatesItAndSaysWhatDiffers() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
        var late = new NewTopic("newstide.late.v1", 3, (short) 1);
        late.configs(Map.of("retention.ms", "604800000", "max.message.bytes", "33554432"));
        admin.createTopics(List.of(late)).all().get(1, TimeUnit.MINUTES);
      }

      Ran shown = run(broker);
      assertThat(shown.code()).isZero();
      assertThat(shown.out().lines()).hasSize(1 + TopicName.values().length);
      assertThat(line(shown, "newstide.articles"))
          .isEqualTo("newstide.articles missing 1 1 every record, for ever");
      assertThat(line(shown, "newstide.slices.v1"))
          .isEqualTo("newstide.slices.v1 missing 1 1 the last row of each key, 400 days");
      assertThat(line(shown, "newstide.late.v1"))
          .isEqualTo("newstide.late.v1 differs 3 1 every record, for ever");
      assertThat(shown.err())
          .contains(
              "newstide: newstide.late.v1 has retention.ms=604800000 where -1 is right: records are stamped with the time they are about, and old news is deleted as soon as it is written",
              "newstide: 12 topics are missing; --apply creates them");

      Ran applied = run(broker, "--apply");
      assertThat(applied.code()).isZero();
      assertThat(applied.err())
          .contains("newstide: created topic newstide.articles (1 partition)")
          .doesNotContain("missing");
      assertThat(line(applied, "newstide.trends.v1"))
          .isEqualTo("newstide.trends.v1 right 1 1 the last row of each key, for ever");
      assertThat(line(applied, "newstide.late.v1")).contains("differs");
      assertThat(run(broker, "--apply").err()).doesNotContain("created");
    }
  }

  /** A month's row is stamped with its end while the month goes on; a broker refuses an hour. */
  @Test
  void theTopicsTakeRowsOfWindowsThatAreOpen() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
      assertThat(run(broker, "--apply").code()).isZero();
      Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
      long ahead = Instant.now().plus(Duration.ofDays(31)).toEpochMilli();
      List<TopicName> all = new ArrayList<>(TopicName.results());
      all.add(TopicName.ARTICLES);
      try (var producer =
          new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
        for (TopicName topic : all) {
          var row = new ProducerRecord<>(topic.in("newstide"), null, ahead, "key", "value");
          assertThat(producer.send(row).get(1, TimeUnit.MINUTES).offset())
              .as(topic.name())
              .isZero();
        }
      }
    }
  }
}
