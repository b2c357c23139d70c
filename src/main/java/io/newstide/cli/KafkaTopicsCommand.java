package io.newstide.cli;

import io.newstide.job.JobFile;
import io.newstide.kafka.TopicAdmin;
import io.newstide.kafka.TopicName;
import io.newstide.kafka.TopicState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The Kafka topics a deployment needs. */
@Command(
    name = "kafka-topics",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the Kafka topics a job needs, and creates those that are missing.",
      "Topics that exist are never changed; what is kept otherwise than it should be is said, with the setting that is right."
    })
final class KafkaTopicsCommand implements Callable<Integer> {

  @Mixin private JobOptions options;

  @Option(
      names = "--apply",
      description = "Creates what is missing. Without it nothing is changed.")
  private boolean apply;

  @Override
  public Integer call() {
    JobFile job = options.read();
    Duration slices = job.settings().time().sliceRetention();
    if (apply) {
      TopicAdmin.ensure(job.cluster(), slices).stream()
          .filter(line -> line.startsWith("created"))
          .forEach(line -> System.err.println("newstide: " + line));
    }
    List<TopicState> states = TopicAdmin.look(job.cluster(), slices);
    int width = states.stream().mapToInt(state -> state.name().length()).max().orElse(0);
    String form = "%-" + width + "s  %-8s %10s %6s  %s%n";
    System.out.printf(form, "topic", "state", "partitions", "copies", "kept");
    for (TopicState state : states) {
      boolean there = state.exists();
      System.out.printf(
          form,
          state.name(),
          !there ? "missing" : state.differences().isEmpty() ? "right" : "differs",
          there ? state.partitions() : job.cluster().partitions(),
          there ? state.replication() : job.cluster().replication(),
          kept(state.topic(), slices));
    }
    for (TopicState state : states) {
      state
          .differences()
          .forEach(line -> System.err.printf("newstide: %s %s%n", state.name(), line));
    }
    long missing = states.stream().filter(state -> !state.exists()).count();
    if (missing > 0) {
      System.err.printf(
          "newstide: %d topic%s missing; --apply creates %s%n",
          missing, missing == 1 ? " is" : "s are", missing == 1 ? "it" : "them");
    }
    return 0;
  }

  private static String kept(TopicName topic, Duration slices) {
    Map<String, String> configuration = topic.configuration(slices);
    String policy = configuration.getOrDefault("cleanup.policy", "delete");
    String last = policy.contains("compact") ? "the last row of each key" : "every record";
    return Optional.ofNullable(configuration.get("retention.ms"))
        .filter(millis -> !millis.equals("-1"))
        .map(
            millis ->
                "%s, %d days".formatted(last, Duration.ofMillis(Long.parseLong(millis)).toDays()))
        .orElse(last + ", for ever");
  }
}
