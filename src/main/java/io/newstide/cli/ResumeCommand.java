package io.newstide.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Takes up again what was paused. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description = {
      "Takes up again what was paused. A window writes the rows of the meantime, too; a topic is looked for from now on."
    })
final class ResumeCommand implements Callable<Integer> {

  @ParentCommand private LiveCommand parent;
  @Mixin private Asking asking;

  @Parameters(paramLabel = "ID", description = "Which, as 'list' prints it.")
  private String id;

  @Override
  public Integer call() {
    return asking.ask(
        List.of(Asking.record(parent.kind(), id, false, false, Optional.empty())), client -> {});
  }
}
