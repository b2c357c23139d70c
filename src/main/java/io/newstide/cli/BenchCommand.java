package io.newstide.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** How fast it is, beside other ways to do the same. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures speed beside other ways to do the same, side by side in one run.",
    subcommands = {
      BenchAnalysisCommand.class,
      BenchPipelineCommand.class,
      BenchTopicsCommand.class,
      BenchWindowsCommand.class
    },
    synopsisSubcommandLabel = "WHAT",
    commandListHeading = "%nWhat can be measured:%n")
final class BenchCommand implements Runnable {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "what to measure is missing");
  }
}
