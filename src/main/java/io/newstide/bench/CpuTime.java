package io.newstide.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * CPU time a Java process has taken, and how much of it went to what is none of its program's.
 *
 * @param all all of its threads
 * @param compiler compiling; zero where the system does not tell of threads, as Linux does
 * @param collector collecting garbage; zero likewise
 */
record CpuTime(Duration all, Duration compiler, Duration collector) {

  static final CpuTime NONE = new CpuTime(Duration.ZERO, Duration.ZERO, Duration.ZERO);

  /** The unit in which Linux tells it, whatever the machine (proc(5): USER_HZ). */
  private static final long TICK = 10;

  /** Where among the fields behind a thread's name user time is; system time follows. */
  private static final int USER_TIME = 11;

  /** The serial collector works in the virtual machine's own thread. */
  private static final List<String> COLLECTORS = List.of("VM Thread", "GC Thread", "G1 ");

  /** That of a process so far, of which all of it is known. */
  static CpuTime of(long process, Duration all) {
    Path threads = Path.of("/proc", Long.toString(process), "task");
    if (!Files.isDirectory(threads)) {
      return new CpuTime(all, Duration.ZERO, Duration.ZERO);
    }
    Duration compiler = Duration.ZERO;
    Duration collector = Duration.ZERO;
    try (Stream<Path> each = Files.list(threads)) {
      for (Path thread : (Iterable<Path>) each::iterator) {
        String stat = stat(thread);
        String name = stat.substring(stat.indexOf('(') + 1, Math.max(1, stat.lastIndexOf(')')));
        if (name.contains("Compiler")) {
          compiler = compiler.plus(time(stat));
        } else if (COLLECTORS.stream().anyMatch(name::startsWith)) {
          collector = collector.plus(time(stat));
        }
      }
    } catch (IOException e) {
      return new CpuTime(all, Duration.ZERO, Duration.ZERO);
    }
    return new CpuTime(all, compiler, collector);
  }

  private static String stat(Path thread) {
    try {
      return Files.readString(thread.resolve("stat"));
    } catch (IOException e) {
      return "()"; // It has ended meanwhile.
    }
  }

  private static Duration time(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Duration.ofMillis(
        TICK * (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1])));
  }

  /** This and another's. */
  CpuTime plus(CpuTime other) {
    return new CpuTime(
        all.plus(other.all), compiler.plus(other.compiler), collector.plus(other.collector));
  }

  /** What came after an earlier moment. */
  CpuTime since(CpuTime earlier) {
    return new CpuTime(
        all.minus(earlier.all),
        compiler.minus(earlier.compiler),
        collector.minus(earlier.collector));
  }

  /** The part of it that went to the compiler, from 0 to 1. */
  double compilerShare() {
    return all.isZero() ? 0 : (double) compiler.toNanos() / all.toNanos();
  }

  /** The part of it that went to collecting garbage, from 0 to 1. */
  double collectorShare() {
    return all.isZero() ? 0 : (double) collector.toNanos() / all.toNanos();
  }
}
