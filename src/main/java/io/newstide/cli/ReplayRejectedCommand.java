package io.newstide.cli;

import io.newstide.article.RejectionReason;
import io.newstide.job.JobFile;
import io.newstide.kafka.RejectedReplay;
import io.newstide.kafka.RejectedReplay.Replayed;
import io.newstide.kafka.TopicName;
import io.newstide.local.EmbeddedJob;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Rejected records once more. */
@Command(
    name = "replay-rejected",
    mixinStandardHelpOptions = true,
    description = {
      "Sends rejected records to the articles topic again, after a fix: each once, however often this is called or killed.",
      "Repeats (repeated-id) are left out unless asked for: they would be repeats again, or be counted twice once their id is forgotten.",
      "Of records over 64 KiB only the beginning was kept; those cannot be sent again and are listed.",
      "A record keeps its arrival; one that was dated too far in the future arrives now."
    })
final class ReplayRejectedCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private JobOptions options;

  @Option(
      names = "--reason",
      split = ",",
      paramLabel = "REASON",
      description =
          "Only what was rejected for this reason, as in not-json,bad-date; may be repeated. How far was sent is remembered for each reason by itself.")
  private List<String> reasons = List.of();

  @Option(
      names = "--dry-run",
      description = "Prints the rows of rejected.v1 that would be sent again, and sends nothing.")
  private boolean dryRun;

  @Override
  public Integer call() throws IOException {
    Set<RejectionReason> chosen = chosen();
    JobFile job = options.read();
    EmbeddedJob.prepareTopics(job, line -> System.err.println("newstide: " + line));
    RejectedReplay replay =
        new RejectedReplay(
            job.cluster(), job.settings().name(), job.reader(), InstantSource.system());
    Replayed done = dryRun ? preview(replay, chosen) : replay.send(chosen);
    done.cut().forEach(line -> System.err.println("newstide: cannot be sent again: " + line));
    System.err.printf(
        "newstide: %s %,d rejected record%s %s %s%s%n",
        dryRun ? "would send" : "sent",
        done.all(),
        done.all() == 1 ? "" : "s",
        dryRun ? "to" : "again to",
        TopicName.ARTICLES.in(job.cluster().prefix()),
        byReason(done.sent()));
    return 0;
  }

  private static Replayed preview(RejectedReplay replay, Set<RejectionReason> reasons)
      throws IOException {
    OutputStream out = new BufferedOutputStream(System.out, 1 << 16);
    Replayed done =
        replay.preview(
            reasons,
            row -> {
              try {
                out.write(row);
                out.write('\n');
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    out.flush();
    return done;
  }

  private static String byReason(Map<RejectionReason, Long> sent) {
    return sent.isEmpty()
        ? ""
        : sent.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(reason -> "%s %,d".formatted(reason.getKey().label(), reason.getValue()))
            .collect(Collectors.joining(", ", " (", ")"));
  }

  private Set<RejectionReason> chosen() {
    if (reasons.isEmpty()) {
      return RejectedReplay.USUAL;
    }
    Set<RejectionReason> chosen = EnumSet.noneOf(RejectionReason.class);
    for (String label : reasons) {
      chosen.add(
          Arrays.stream(RejectionReason.values())
              .filter(reason -> reason.label().equals(label.strip()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new ParameterException(
                          spec.commandLine(),
                          "--reason: nothing is rejected for '%s'; there are %s"
                              .formatted(
                                  label,
                                  Arrays.stream(RejectionReason.values())
                                      .map(RejectionReason::label)
                                      .collect(Collectors.joining(", "))))));
    }
    return chosen;
  }
}
