package io.newstide.cli;

import io.newstide.job.JobFile;
import io.newstide.kafka.ControlAck;
import io.newstide.kafka.ControlClient;
import io.newstide.kafka.ControlRecord;
import io.newstide.local.EmbeddedJob;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every change of the running job needs: whom to ask, and how long to wait for an answer. */
final class Asking {

  @Mixin private JobOptions options;

  @Option(
      names = "--timeout",
      defaultValue = "PT60S",
      paramLabel = "DURATION",
      description = "How long to wait for the job's answer (${DEFAULT-VALUE}).")
  private Duration timeout;

  /** How long to wait for the job's answer. */
  Duration timeout() {
    return timeout;
  }

  /** The deployment that is asked. */
  JobFile job() {
    return options.read();
  }

  /** What is done when all changes were accepted. */
  interface Then {
    void with(ControlClient client);
  }

  /** Sends changes, prints what became of each, and gives the exit code. */
  int ask(List<ControlRecord> records, Then then) {
    JobFile job = options.read();
    EmbeddedJob.prepareTopics(job, line -> System.err.println("newstide: " + line));
    try (ControlClient client = new ControlClient(job.cluster())) {
      Map<String, ControlAck> acks = client.ask(records, timeout);
      int code = 0;
      for (ControlRecord record : records) {
        ControlAck ack = acks.get(record.requestId());
        if (ack == null) {
          throw new IllegalStateException(
              "%s: no answer within %s; is the job '%s' running and taking checkpoints? The change stays in %s.control"
                  .formatted(record.id(), timeout, job.settings().name(), job.cluster().prefix()));
        }
        System.out.println(text(ack));
        code = ack.accepted() ? code : 1;
      }
      if (code == 0) {
        then.with(client);
      }
      return code;
    }
  }

  private static String text(ControlAck ack) {
    if (!ack.accepted()) {
      return "%s: rejected: %s".formatted(ack.id(), ack.reason());
    }
    return "%s: accepted%s%s%s"
        .formatted(
            ack.id(),
            ack.version().isEmpty() ? "" : ", version " + ack.version(),
            ack.checkpoint() == 0 ? "" : ", in effect from checkpoint " + ack.checkpoint(),
            ack.reason().isEmpty() ? "" : "; " + ack.reason());
  }

  /** A change to ask for. */
  static ControlRecord record(
      ControlRecord.Kind kind,
      String id,
      boolean removed,
      boolean paused,
      Optional<String> definition) {
    return new ControlRecord(
        UUID.randomUUID().toString(),
        kind,
        id,
        removed,
        paused,
        definition,
        System.getProperty("user.name", ""),
        "");
  }
}
