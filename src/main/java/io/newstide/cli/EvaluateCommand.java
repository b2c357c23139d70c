package io.newstide.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How good a part is, against gold. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = "Precision, recall and F1 of a part against gold, as a table or as JSON.",
    synopsisSubcommandLabel = "WHAT",
    subcommands = {EvaluatePagesCommand.class})
final class EvaluateCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "what to evaluate is missing");
  }
}
