package io.newstide.cli;

import io.newstide.job.JobFile;
import io.newstide.job.WindowsInEffect;
import io.newstide.kafka.ControlAck;
import io.newstide.kafka.ControlClient;
import io.newstide.kafka.ControlRecord;
import io.newstide.local.EmbeddedJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
      WindowsCommand.Pause.class,
      WindowsCommand.Resume.class,
      WindowsCommand.Remove.class
    },
    synopsisSubcommandLabel = "(list | apply FILE | pause NAME | resume NAME | remove NAME)")
final class WindowsCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "say what to do: list, apply FILE, pause NAME, resume NAME, remove NAME");
  }

  /** What every change needs. */
  static final class Asking {

    @Mixin private JobOptions options;

    @Option(
        names = "--timeout",
        defaultValue = "PT60S",
        paramLabel = "DURATION",
        description = "How long to wait for the job's answer (${DEFAULT-VALUE}).")
    private Duration timeout;

    /** Sends changes, prints what became of each, and gives the exit code. */
    int ask(List<ControlRecord> records, Optional<String> purge) {
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
                    .formatted(
                        record.id(), timeout, job.settings().name(), job.cluster().prefix()));
          }
          System.out.println(text(ack));
          code = ack.accepted() ? code : 1;
        }
        if (code == 0 && purge.isPresent()) {
          System.out.printf("%s: removed %,d older rows%n", purge.get(), client.purge(purge.get()));
        }
        return code;
      }
    }

    private static String text(ControlAck ack) {
      if (!ack.accepted()) {
        return "%s: rejected: %s".formatted(ack.id(), ack.reason());
      }
      return "%s: accepted, version %s%s%s"
          .formatted(
              ack.id(),
              ack.version(),
              ack.checkpoint() == 0 ? "" : ", in effect from checkpoint " + ack.checkpoint(),
              ack.reason().isEmpty() ? "" : "; " + ack.reason());
    }

    static ControlRecord record(
        String name, boolean removed, boolean paused, Optional<String> definition) {
      return new ControlRecord(
          UUID.randomUUID().toString(),
          ControlRecord.Kind.WINDOW,
          name,
          removed,
          paused,
          definition,
          System.getProperty("user.name", ""),
          "");
    }
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
                  records.add(Asking.record(name, false, false, Optional.of(definition))));
      return asking.ask(records, Optional.empty());
    }
  }

  @Command(
      name = "pause",
      mixinStandardHelpOptions = true,
      description = "Keeps a window, its rows too, but writes none.")
  static final class Pause implements Callable<Integer> {
    @Mixin private Asking asking;

    @Parameters(paramLabel = "NAME", description = "The window.")
    private String name;

    @Override
    public Integer call() {
      return asking.ask(
          List.of(Asking.record(name, false, true, Optional.empty())), Optional.empty());
    }
  }

  @Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      description = "Writes a paused window's rows again, those of the meantime first.")
  static final class Resume implements Callable<Integer> {
    @Mixin private Asking asking;

    @Parameters(paramLabel = "NAME", description = "The window.")
    private String name;

    @Override
    public Integer call() {
      return asking.ask(
          List.of(Asking.record(name, false, false, Optional.empty())), Optional.empty());
    }
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Takes a window away; its rows of the time for which slices are kept go too.")
  static final class Remove implements Callable<Integer> {
    @Mixin private Asking asking;

    @Parameters(paramLabel = "NAME", description = "The window.")
    private String name;

    @Option(names = "--purge", description = "Removes older rows, too: reads all of trends.v1.")
    private boolean purge;

    @Override
    public Integer call() {
      return asking.ask(
          List.of(Asking.record(name, true, false, Optional.empty())),
          purge ? Optional.of(name) : Optional.empty());
    }
  }
}
