package io.newstide.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.newstide.job.WindowsBenchmark;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The job's windows beside Flink's own. */
@Command(
    name = "windows",
    mixinStandardHelpOptions = true,
    description = {
      "The job's windows beside Flink's own, heap and RocksDB, checkpoints on: records a second of CPU time.",
      "Takes some minutes, in a process of its own with 4 GB of heap, which Flink's sliding windows need."
    })
final class BenchWindowsCommand implements Callable<Integer> {

  private static final long ENOUGH = 3L << 30;

  @Option(names = "--json", description = "Prints the figures as JSON.")
  private boolean json;

  @Option(
      names = "--only",
      defaultValue = "",
      paramLabel = "PART",
      description = "Measures one part, as in --only tumblingHeap.")
  private String only;

  @Override
  public Integer call() throws Exception {
    if (Runtime.getRuntime().maxMemory() < ENOUGH) {
      return again();
    }
    Map<String, Map<String, Object>> figures =
        WindowsBenchmark.run(only, line -> System.err.println("newstide: " + line));
    if (json) {
      System.out.println(
          new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(figures));
    } else {
      figures.forEach(
          (name, values) -> {
            System.out.println(name);
            values.forEach((figure, value) -> System.out.printf("  %-34s %s%n", figure, value));
          });
    }
    return 0;
  }

  /** The same in a process with more memory. */
  private int again() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!argument.startsWith("-Xmx")) {
        command.add(argument);
      }
    }
    command.addAll(
        List.of("-Xmx4g", "-cp", System.getProperty("java.class.path"), Newstide.class.getName()));
    command.addAll(List.of("bench", "windows"));
    if (json) {
      command.add("--json");
    }
    if (!only.isEmpty()) {
      command.addAll(List.of("--only", only));
    }
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
