package io.newstide.cli;

import io.newstide.job.JobFile;
import io.newstide.local.EmbeddedJob;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The job on a Flink of its own. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the job on a Flink within this process, against the Kafka of the job file.",
      "Creates the topics that are missing. Stops on Ctrl-C and goes on from its last checkpoint when started again."
    })
final class RunCommand implements Callable<Integer> {

  @Mixin private JobOptions options;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where checkpoints are kept (data/NAME of the job).")
  private Path data;

  @Override
  public Integer call() throws Exception {
    JobFile job = options.read();
    Path folder = data == null ? Path.of("data", job.settings().name()) : data;
    EmbeddedJob.prepareTopics(job, line -> System.err.println("newstide: " + line));
    try (EmbeddedJob running = EmbeddedJob.start(job, folder, false, Map.of())) {
      System.err.printf(
          "newstide: job '%s' is running on %s%s%n",
          job.settings().name(),
          job.cluster(),
          running.resumedFrom().map(from -> ", resumed from " + from).orElse(""));
      running.await();
    }
    return 0;
  }
}
