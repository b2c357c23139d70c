package io.newstide.cli;

import io.newstide.kafka.ControlRecord;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Takes something away from the running job. */
@Command(
    name = "remove",
    mixinStandardHelpOptions = true,
    description = {
      "Takes it away, and the rows that may still change. A window's rows of the time for which slices are kept go too."
    })
final class RemoveCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @ParentCommand private LiveCommand parent;
  @Mixin private Asking asking;

  @Parameters(paramLabel = "ID", description = "Which, as 'list' prints it.")
  private String id;

  @Option(names = "--purge", description = "Removes older rows, too: reads all of trends.v1.")
  private boolean purge;

  @Override
  public Integer call() {
    if (purge && parent.kind() == ControlRecord.Kind.LEXICON) {
      throw new ParameterException(
          spec.commandLine(), "a lexicon has no rows of its own that --purge could remove");
    }
    return asking.ask(
        List.of(Asking.record(parent.kind(), id, true, false, Optional.empty())),
        client -> {
          if (purge) {
            System.out.printf("%s: removed %,d older rows%n", id, client.purge(parent.kind(), id));
          }
        });
  }
}
