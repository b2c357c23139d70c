package io.newstide.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** How good the results are, by gold sets. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = "Measures results against a gold set: precision, recall, F1.",
    subcommands = {
      EvaluateNamesCommand.class,
      EvaluateKeywordsCommand.class,
      EvaluateTopicsCommand.class,
      EvaluateDuplicatesCommand.class,
      EvaluatePagesCommand.class
    },
    synopsisSubcommandLabel = "WHAT",
    commandListHeading = "%nWhat can be measured:%n")
final class EvaluateCommand implements Runnable {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "what to measure is missing");
  }
}
