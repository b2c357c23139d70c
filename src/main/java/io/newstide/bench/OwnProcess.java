package io.newstide.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A contender in a process of its own; what it prints goes to a file. */
final class OwnProcess implements AutoCloseable {

  /** What of this process's options is no matter of another's. */
  private static final List<String> OF_THIS_PROCESS =
      List.of("-Xm", "-XX:StartFlightRecording", "-XX:+UseSerialGC");

  private final Contender contender;
  private final Path log;
  private final Process process;

  /** What is halted would outlive this process otherwise: it does not see its input end. */
  private final Thread goOnAtTheEnd = new Thread(this::goOn, "go on");

  private OwnProcess(Contender contender, Path log, Process process) {
    this.contender = contender;
    this.log = log;
    this.process = process;
    Runtime.getRuntime().addShutdownHook(goOnAtTheEnd);
  }

  /**
   * Starts one.
   *
   * @param cpus where it may run
   * @param options of Java, after those of this process
   * @param log where its output goes
   */
  static OwnProcess start(
      Contender contender, Cpus cpus, List<String> options, Path log, List<String> arguments) {
    List<String> command = new ArrayList<>(cpus.command());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (OF_THIS_PROCESS.stream().noneMatch(argument::startsWith)) {
        command.add(argument);
      }
    }
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Contender.class.getName(), contender.name()));
    command.addAll(arguments);
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      return new OwnProcess(contender, log, process);
    } catch (IOException e) {
      throw new UncheckedIOException("a process for " + contender.does() + " cannot be started", e);
    }
  }

  /** What it does, in words. */
  String does() {
    return contender.does();
  }

  /** Halts it where it is, until it is to {@link #goOn go on}. */
  void halt() {
    signal("STOP");
  }

  /** Has it go on if it was halted. */
  void goOn() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      // A word of the shell's own: not every system has it as a program.
      Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start();
      if (kill.waitFor() != 0 && process.isAlive()) {
        throw new IllegalStateException("%s cannot be sent %s".formatted(contender.does(), name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("there is no shell to halt processes with", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** CPU time of the process so far, by the operating system. */
  CpuTime cpu() {
    check();
    Duration all =
        process
            .info()
            .totalCpuDuration()
            .orElseThrow(() -> new IllegalStateException("the system does not tell CPU time"));
    return CpuTime.of(process.pid(), all);
  }

  /** The last line it has printed, empty if there is none. */
  String lastLine() {
    check();
    try {
      List<String> lines = Files.readAllLines(log);
      return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Refuses to go on when it has ended by itself. */
  void check() {
    if (!process.isAlive()) {
      throw new IllegalStateException(
          "%s ended by itself; its output is in %s".formatted(contender.does(), log));
    }
  }

  @Override
  public void close() {
    // Halted, it would not hear that it is to end.
    goOn();
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(goOnAtTheEnd);
    } catch (IllegalStateException e) {
      // This process is ending: it has been sent on.
    }
  }
}
