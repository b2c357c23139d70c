package io.newstide.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Where a process may run. Contenders can be compared on one processor each, where one that keeps
 * several busy cannot gain by it, nor lose where two processors are the threads of one core; but
 * its threads then push each other's data out of the caches.
 */
enum Cpus {
  ALL,
  FIRST,
  ALL_BUT_FIRST;

  /** What goes before a command so that it runs there: {@code taskset} of util-linux. */
  List<String> command() {
    return switch (this) {
      case ALL -> List.of();
      case FIRST -> List.of("taskset", "--cpu-list", "0");
      case ALL_BUT_FIRST ->
          List.of("taskset", "--cpu-list", "1-" + (Runtime.getRuntime().availableProcessors() - 1));
    };
  }

  /** Whether this machine has several processors and can tell processes where to run. */
  static boolean canBeChosen() {
    if (Runtime.getRuntime().availableProcessors() < 2) {
      return false;
    }
    try {
      Process probe = new ProcessBuilder(withTrue(FIRST)).start();
      return probe.waitFor(5, TimeUnit.SECONDS) && probe.exitValue() == 0;
    } catch (IOException e) {
      return false; // There is no taskset.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static List<String> withTrue(Cpus cpus) {
    List<String> command = new ArrayList<>(cpus.command());
    command.add("true");
    return command;
  }
}
