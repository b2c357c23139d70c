package io.newstide.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/**
 * The command {@code newstide}. Data goes to standard output, everything else to standard error.
 */
@Command(
    name = "newstide",
    description = "Topics of Chinese news over time: from Kafka through HanLP and Flink to Kafka.",
    mixinStandardHelpOptions = true,
    versionProvider = Newstide.Version.class,
    subcommands = {
      DemoCommand.class,
      InitCommand.class,
      RunCommand.class,
      FeedCommand.class,
      SplitCommand.class,
      ReplayRejectedCommand.class,
      AnalyzeCommand.class,
      BacktestCommand.class,
      TuneCommand.class,
      EvaluateCommand.class,
      TrainCommand.class,
      BenchCommand.class,
      WindowsCommand.class,
      DashboardCommand.class,
      NotifyCommand.class,
      BriefCommand.class,
      TopicsCommand.class,
      LexiconCommand.class,
      KafkaTopicsCommand.class,
      SchemaCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footer = {"", "Every command explains itself: newstide COMMAND --help"})
public final class Newstide implements Runnable {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    // Java 17 prints '?' for Chinese where the locale is not UTF-8.
    System.setOut(utf8(System.out));
    System.setErr(utf8(System.err));
    System.exit(execute(args));
  }

  /**
   * Runs a command; output that could not be written is a failure, which streams keep to
   * themselves.
   */
  static int execute(String... args) {
    int code = commandLine().execute(args);
    if (System.out.checkError() && code == CommandLine.ExitCode.OK) {
      System.err.println(
          "newstide: standard output could not be written to its end: is the disk full, or has its reader gone?");
      return CommandLine.ExitCode.SOFTWARE;
    }
    return code;
  }

  private static PrintStream utf8(PrintStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }

  /** The whole command line, for a program that runs commands within itself. */
  public static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Newstide());
    line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    line.setUsageHelpAutoWidth(true);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          command.getErr().println("newstide: " + oneLine(failure));
          if (Boolean.getBoolean("newstide.trace")) {
            failure.printStackTrace(command.getErr());
          }
          command.getErr().flush();
          return CommandLine.ExitCode.SOFTWARE;
        });
    line.setParameterExceptionHandler(
        (failure, args) -> {
          CommandLine command = failure.getCommandLine();
          command
              .getErr()
              .println(
                  "newstide: %s; see '%s --help'"
                      .formatted(oneLine(failure), command.getCommandSpec().qualifiedName()));
          ParameterException unmatched = failure;
          CommandLine.UnmatchedArgumentException.printSuggestions(unmatched, command.getErr());
          return CommandLine.ExitCode.USAGE;
        });
    return line;
  }

  /** What failed, on one line. */
  static String oneLine(Exception failure) {
    String message = why(failure).orElseGet(failure::getMessage);
    return (message == null || message.isBlank() ? failure.toString() : message)
        .strip()
        .replaceAll("\\s*\\R\\s*", "; ");
  }

  /** What is wrong with a file whose exception says no more than its path. */
  private static Optional<String> why(Exception failure) {
    if (failure instanceof UncheckedIOException
        && failure.getCause() instanceof IOException cause) {
      return cause.toString().equals(failure.getMessage()) ? why(cause) : Optional.empty();
    }
    if (!(failure instanceof FileSystemException file)
        || file.getFile() == null
        || file.getReason() != null) {
      return Optional.empty();
    }
    String what = "";
    if (file instanceof NoSuchFileException) {
      what = "there is no such file";
    } else if (file instanceof AccessDeniedException) {
      what = "no permission";
    } else if (file instanceof FileAlreadyExistsException) {
      what =
          Files.isDirectory(Path.of(file.getFile()))
              ? "exists already"
              : "exists already and is no folder";
    }
    return what.isEmpty() ? Optional.empty() : Optional.of(file.getFile() + ": " + what);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** The version from the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Newstide.class.getPackage().getImplementationVersion();
      return new String[] {"newstide " + (version == null ? "(from classes)" : version)};
    }
  }
}
