package io.newstide.cli;

import io.newstide.job.JobFile;
import io.newstide.job.WindowsInEffect;
import io.newstide.kafka.ControlClient;
import io.newstide.kafka.ControlRecord;
import io.newstide.local.EmbeddedJob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The windows of a running job. */
@Command(
    name = "windows",
    mixinStandardHelpOptions = true,
    description = {
      "Shows and changes the windows of the running job, through its control topic.",
      "A window that is new reports at once over the slices the job has kept. Exit code 1 where the job rejects a change."
    },
    subcommands = {
      WindowsCommand.Apply.class,
      PauseCommand.class,
      ResumeCommand.class,
      RemoveCommand.class
    },
    synopsisSubcommandLabel = "(list | apply FILE | pause ID | resume ID | remove ID)")
final class WindowsCommand implements Runnable, LiveCommand {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to do: list, apply FILE, pause ID, resume ID, remove ID");
  }

  @Override
  public ControlRecord.Kind kind() {
    return ControlRecord.Kind.WINDOW;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Prints the windows in effect: name, shape, version, state, where it is from.")
  int list(@Mixin JobOptions options) {
    JobFile job = options.read();
    EmbeddedJob.prepareTopics(job, line -> System.err.println("newstide: " + line));
    System.out.printf("%-16s %-14s %-10s %-9s %s%n", "name", "shape", "version", "state", "from");
    for (WindowsInEffect.Line line :
        WindowsInEffect.of(job, ControlClient.accepted(job.cluster()))) {
      System.out.printf(
          "%-16s %-14s %-10s %-9s %s%n",
          line.name(), line.shape(), line.version(), line.state(), line.origin());
    }
    return 0;
  }

  @Command(
      name = "apply",
      mixinStandardHelpOptions = true,
      description = "Adds windows, or changes those of the same names.")
  static final class Apply implements Callable<Integer> {
    @Mixin private Asking asking;

    @Parameters(
        paramLabel = "FILE",
        description =
            "YAML or JSON: one window {name, size, slide, step, gap}, a list, or a job file's windows.")
    private Path file;

    @Override
    public Integer call() {
      List<ControlRecord> records = new ArrayList<>();
      WindowsInEffect.read(file)
          .forEach(
              (name, definition) ->
                  records.add(
                      Asking.record(
                          ControlRecord.Kind.WINDOW, name, false, false, Optional.of(definition))));
      return asking.ask(records, client -> {});
    }
  }
}
