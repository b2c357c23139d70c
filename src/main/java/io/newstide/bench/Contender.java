package io.newstide.bench;

import io.newstide.job.JobFile;
import io.newstide.local.EmbeddedBroker;
import io.newstide.local.EmbeddedJob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one process of the benchmark does. It ends when its standard input does, and so with the
 * process that started it, however that ends.
 */
enum Contender {
  /** Kafka itself. Arguments: folder, port. */
  BROKER("the broker") {
    @Override
    void run(String[] arguments) {
      EmbeddedBroker.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    }
  },
  /** Analysis and nothing else. Arguments: job file, articles. */
  ANALYSIS("analysis alone, of articles in memory, on one thread") {
    @Override
    void run(String[] arguments) throws Exception {
      AnalysisAlone.run(job(arguments, Map.of()), Path.of(arguments[1]));
    }
  },
  /** Arguments: job file, settings. */
  BARE_LOOP("one thread: consume, parse, find duplicates, analyse, write, without transactions") {
    @Override
    void run(String[] arguments) throws Exception {
      BareLoop.run(job(arguments, settings(arguments, 1)));
    }
  },
  /** Arguments: job file, folder for checkpoints, settings. */
  USUAL_FLINK("a Flink job: HanLP's terms, keywords, phrases; keyBy keyword; sliding windows") {
    @Override
    void run(String[] arguments) throws Exception {
      UsualFlinkJob.run(job(arguments, settings(arguments, 2)), Path.of(arguments[1]));
    }
  },
  /** Arguments: job file, folder for checkpoints, settings. */
  NEWSTIDE("this job") {
    @Override
    @SuppressWarnings("MustBeClosedChecker") // it runs until the process ends
    void run(String[] arguments) throws Exception {
      JobFile job = job(arguments, settings(arguments, 2));
      Path data = Path.of(arguments[1]);
      // As operations.md has it for clusters whose rows are to be committed soon.
      Map<String, String> changes = new LinkedHashMap<>(HALTED);
      changes.put("state.changelog.enabled", "true");
      changes.put("state.changelog.storage", "filesystem");
      changes.put(
          "state.changelog.dstl.dfs.base-path",
          data.resolve("changes").toAbsolutePath().toUri().toString());
      changes.put("state.changelog.periodic-materialize.interval", "10 min");
      EmbeddedJob.start(job, data, false, changes).await();
    }
  };

  /** Longer than a contender is halted while others take their turns. */
  static final String LONG_MILLIS = "3600000";

  /** What Flink needs so that its parts do not give each other up when all of them were halted. */
  static final Map<String, String> HALTED =
      Map.of("heartbeat.timeout", LONG_MILLIS + " ms", "pekko.ask.timeout", LONG_MILLIS + " ms");

  private final String does;

  Contender(String does) {
    this.does = does;
  }

  /** What it does, in words. */
  String does() {
    return does;
  }

  abstract void run(String[] arguments) throws Exception;

  private static JobFile job(String[] arguments, Map<String, String> set) {
    return JobFile.read(Path.of(arguments[0]), set, Map.of());
  }

  private static Map<String, String> settings(String[] arguments, int from) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (int i = from; i < arguments.length; i++) {
      int equals = arguments[i].indexOf('=');
      settings.put(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
    }
    return settings;
  }

  /** Runs one: its name, then its arguments. */
  public static void main(String[] arguments) throws Exception {
    Thread parent = new Thread(Contender::endWithParent, "parent");
    parent.setDaemon(true);
    parent.start();
    String[] rest = new String[arguments.length - 1];
    System.arraycopy(arguments, 1, rest, 0, rest.length);
    valueOf(arguments[0]).run(rest);
  }

  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {
        // nothing is said
      }
    } catch (IOException e) {
      // The same as its end.
    }
    System.exit(0);
  }
}
