package io.newstide.cli;

import io.newstide.job.DefinitionsInEffect;
import io.newstide.job.JobFile;
import io.newstide.kafka.ControlClient;
import io.newstide.kafka.ControlRecord;
import io.newstide.local.EmbeddedJob;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The lexicon of a running job. */
@Command(
    name = "lexicon",
    mixinStandardHelpOptions = true,
    description = {
      "Shows and changes the lexicon of the running job, through its control topic.",
      "It is made of parts: that of the job file, whose id is 'default', and those that are applied. "
          + "Articles are read with it from the next checkpoint on. Exit code 1 where the job rejects a change."
    },
    subcommands = {
      LexiconCommand.Apply.class,
      PauseCommand.class,
      ResumeCommand.class,
      RemoveCommand.class
    },
    synopsisSubcommandLabel = "(list | apply FILE | pause ID | resume ID | remove ID)")
final class LexiconCommand implements Runnable, LiveCommand {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to do: list, apply FILE, pause ID, resume ID, remove ID");
  }

  @Override
  public ControlRecord.Kind kind() {
    return ControlRecord.Kind.LEXICON;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Prints the parts of the lexicon: id, names in it, state, where it is from.")
  int list(@Mixin JobOptions options) {
    JobFile job = options.read();
    EmbeddedJob.prepareTopics(job, line -> System.err.println("newstide: " + line));
    System.out.printf("%-32s %-13s %-9s %-9s %s%n", "id", "version", "state", "from", "holds");
    for (DefinitionsInEffect.Line line :
        DefinitionsInEffect.lexicons(job, ControlClient.accepted(job.cluster()))) {
      System.out.printf(
          "%-32s %-13s %-9s %-9s %s%n",
          line.id(), line.version(), line.state(), line.origin(), line.name());
    }
    return 0;
  }

  @Command(
      name = "apply",
      mixinStandardHelpOptions = true,
      description = "Adds a part of the lexicon, or changes that of the same id.")
  static final class Apply implements Callable<Integer> {
    @Mixin private Asking asking;

    @Option(
        names = "--id",
        paramLabel = "ID",
        description = "What it is called; the file's name without its ending if not given.")
    private String id;

    @Parameters(
        paramLabel = "FILE",
        description = "A lexicon file: type name = alias, alias ~ context, context.")
    private Path file;

    @Override
    public Integer call() {
      String name = file.getFileName().toString();
      String part = id == null ? name.replaceFirst("(?<=.)\\.[^.]*$", "") : id;
      return asking.ask(
          List.of(
              Asking.record(
                  ControlRecord.Kind.LEXICON,
                  part,
                  false,
                  false,
                  Optional.of(DefinitionsInEffect.readLexicon(file)))),
          client -> {});
    }
  }
}
