package io.newstide.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The topics. */
@Command(
    name = "topics",
    mixinStandardHelpOptions = true,
    description = "Explains topics.",
    subcommands = {ExplainTopicCommand.class},
    synopsisSubcommandLabel = "(explain ID ARTICLE.json)")
final class TopicsCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: explain ID ARTICLE.json");
  }
}
