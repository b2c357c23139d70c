package io.newstide.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lets something of the running job rest. */
@Command(
    name = "pause",
    mixinStandardHelpOptions = true,
    description = "Keeps it, and the rows it has; it gets no new ones until it is resumed.")
final class PauseCommand implements Callable<Integer> {

  @ParentCommand private LiveCommand parent;
  @Mixin private Asking asking;

  @Parameters(paramLabel = "ID", description = "Which, as 'list' prints it.")
  private String id;

  @Override
  public Integer call() {
    return asking.ask(
        List.of(Asking.record(parent.kind(), id, false, true, Optional.empty())), client -> {});
  }
}
