package io.newstide.cli;

import io.newstide.job.JobFile;
import io.newstide.job.LookingBack;
import io.newstide.kafka.ControlAck;
import io.newstide.kafka.ControlClient;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Lets topics look back and says what came of it. */
final class LookBackReport {

  private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private final JobFile job;
  private final Duration timeout;

  /**
   * A report.
   *
   * @param job the deployment
   * @param timeout how long to wait for the job to count what was found
   */
  LookBackReport(JobFile job, Duration timeout) {
    this.job = job;
    this.timeout = timeout;
  }

  /** Looks back, waits for the job to count what was found, and prints a line for each topic. */
  void print(ControlClient client, Map<String, String> definitions, Duration lookBack) {
    try (LookingBack looking = new LookingBack(job, definitions)) {
      Optional<LookingBack.Looked> looked = look(looking, lookBack);
      if (looked.isEmpty()) {
        System.out.println("looked back: the job has read no article yet");
        return;
      }
      String from =
          MOMENT.format(looked.get().from().atZone(job.settings().time().zone()))
              + " "
              + job.settings().time().zone();
      if (!looked.get().retained()) {
        System.err.printf(
            "newstide: slices are kept for time.retention, %s: what was published before %s is passed over%n",
            job.settings().time().retention(), from);
      }
      Map<String, String> requests = new LinkedHashMap<>();
      definitions.keySet().forEach(id -> requests.put(id, UUID.randomUUID().toString()));
      Map<String, ControlAck> acks =
          client.answers(List.copyOf(requests.values()), () -> looking.send(requests), timeout);
      for (Map.Entry<String, String> request : requests.entrySet()) {
        ControlAck ack = acks.get(request.getValue());
        if (ack == null) {
          throw new IllegalStateException(
              "%s: what was found in looking back was sent, but is not counted within %s; is the job '%s' running and taking checkpoints? It counts it when it does: nothing need be done again"
                  .formatted(request.getKey(), timeout, job.settings().name()));
        }
        long carrying = looking.carrying(request.getKey());
        System.out.printf(
            "%s: looked back to %s: %,d of %,d article%s carr%s it%s%n",
            request.getKey(),
            from,
            carrying,
            looked.get().articles(),
            looked.get().articles() == 1 ? "" : "s",
            carrying == 1 ? "ies" : "y",
            ack.checkpoint() == 0 ? "" : ", counted with checkpoint " + ack.checkpoint());
      }
    }
  }

  private Optional<LookingBack.Looked> look(LookingBack looking, Duration lookBack) {
    try (Progress bar = Progress.of("looking back", "record", -1)) {
      return looking.look(
          lookBack, ControlClient.accepted(job.cluster()), (done, all) -> bar.to(done, all));
    }
  }
}
