package io.newstide.cli;

import io.newstide.job.DefinitionsInEffect;
import io.newstide.job.JobFile;
import io.newstide.kafka.ControlClient;
import io.newstide.kafka.ControlRecord;
import io.newstide.local.EmbeddedJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The topics of a running job. */
@Command(
    name = "topics",
    mixinStandardHelpOptions = true,
    description = {
      "Shows and changes the topics of the running job, through its control topic, and explains them.",
      "A topic that is new is looked for from the next checkpoint on. Exit code 1 where the job rejects a change."
    },
    subcommands = {
      TopicsCommand.Apply.class,
      PauseCommand.class,
      ResumeCommand.class,
      RemoveCommand.class,
      ExplainTopicCommand.class
    },
    synopsisSubcommandLabel =
        "(list | apply FILE | pause ID | resume ID | remove ID | explain ID ARTICLE.json)")
final class TopicsCommand implements Runnable, LiveCommand {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "say what to do: list, apply FILE, pause ID, resume ID, remove ID, explain ID ARTICLE.json");
  }

  @Override
  public ControlRecord.Kind kind() {
    return ControlRecord.Kind.TOPIC;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Prints the topics in effect: id, name, version, state, where it is from.")
  int list(@Mixin JobOptions options) {
    JobFile job = options.read();
    EmbeddedJob.prepareTopics(job, line -> System.err.println("newstide: " + line));
    System.out.printf("%-32s %-10s %-9s %-9s %s%n", "id", "version", "state", "from", "name");
    for (DefinitionsInEffect.Line line :
        DefinitionsInEffect.topics(job, ControlClient.accepted(job.cluster()))) {
      System.out.printf(
          "%-32s %-10s %-9s %-9s %s%n",
          line.id(), line.version(), line.state(), line.origin(), line.name());
    }
    return 0;
  }

  @Command(
      name = "apply",
      mixinStandardHelpOptions = true,
      description = {
        "Adds topics, or changes those of the same ids.",
        "With --look-back they count recent articles, too: those the job has read before are read again with",
        "them, and counted in slices and in windows. May be repeated; nothing counts twice."
      })
  static final class Apply implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private Asking asking;

    @Option(
        names = "--look-back",
        paramLabel = "DURATION",
        description =
            "How far back from the newest article, as in P7D or PT12H; at most time.retention.")
    private Duration lookBack;

    @Parameters(
        paramLabel = "FILE",
        description = "A topic file, YAML: id, name, query, threshold; several with --- between.")
    private Path file;

    @Override
    public Integer call() {
      if (lookBack != null && (lookBack.isZero() || lookBack.isNegative())) {
        throw new ParameterException(
            spec.commandLine(), "--look-back is a time before now, as in P7D, not " + lookBack);
      }
      List<ControlRecord> records = new ArrayList<>();
      Map<String, String> definitions = DefinitionsInEffect.readTopics(file);
      definitions.forEach(
          (id, definition) ->
              records.add(
                  Asking.record(
                      ControlRecord.Kind.TOPIC, id, false, false, Optional.of(definition))));
      int code =
          asking.ask(
              records,
              client -> {
                if (lookBack != null) {
                  new LookBackReport(asking.job(), asking.timeout())
                      .print(client, definitions, lookBack);
                }
              });
      if (code != 0 && lookBack != null) {
        System.err.println(
            "newstide: nothing was looked back on; correct what was rejected and apply the file again");
      }
      return code;
    }
  }
}
