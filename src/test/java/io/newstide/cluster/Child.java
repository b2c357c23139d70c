package io.newstide.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of the tests, whose output goes to a file. It ends with the tests at the latest. */
public final class Child implements AutoCloseable {

  private final String name;
  private final Path log;
  private final Process process;

  private Child(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /** Starts Java. */
  public static Child java(
      String name, Path log, Map<String, String> environment, List<String> options, String... main)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(javaCommand());
    command.addAll(options);
    command.addAll(List.of(main));
    return start(name, log, environment, command);
  }

  /** Starts any command. */
  static Child start(String name, Path log, Map<String, String> environment, List<String> command)
      throws IOException {
    Files.createDirectories(log.toAbsolutePath().getParent());
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    return new Child(name, log, builder.start());
  }

  /** The options of this process, with a heap and a class path of its own. */
  public static List<String> options(String heap, String classPath) {
    List<String> options = new ArrayList<>();
    for (String own : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!own.startsWith("-Xm") && !own.startsWith("-javaagent")) {
        options.add(own);
      }
    }
    options.addAll(List.of("-Xmx" + heap, "-cp", classPath));
    return options;
  }

  /** What Maven gives all processes of the tests, so that each takes less of the machine. */
  public static List<String> sparing() {
    String options = System.getenv().getOrDefault("NEWSTIDE_JAVA_OPTS", "").strip();
    return options.isEmpty() ? List.of() : List.of(options.split("\\s+", -1));
  }

  static String javaCommand() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** What it said so far. */
  public String output() {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path log() {
    return log;
  }

  /** {@code kill -9}. */
  void kill() {
    process.destroyForcibly();
    await();
  }

  /** Waits for its end, five minutes at most; its exit code. */
  public int await() {
    return await(Duration.ofMinutes(5));
  }

  /** Waits for its end; its exit code. */
  int await(Duration atMost) {
    try {
      if (!process.waitFor(atMost.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(name + " does not end, see " + log);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return name + " (" + process.pid() + ")";
  }
}
