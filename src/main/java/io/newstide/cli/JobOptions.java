package io.newstide.cli;

import io.newstide.job.JobFile;
import io.newstide.job.NotifyFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of every command that needs a job file. */
final class JobOptions {

  @Option(
      names = "--job",
      required = true,
      paramLabel = "FILE",
      description = "The job file; newstide init writes one to start from.")
  private Path job;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Sets a value of the job file, as in time.slice=PT5M. May be repeated.")
  private Map<String, String> set = new LinkedHashMap<>();

  JobFile read() {
    return JobFile.read(job, set, System.getenv());
  }

  /** What it says of {@code notify}, with the secrets. */
  NotifyFile readNotify() {
    return NotifyFile.read(job, set, System.getenv());
  }
}
