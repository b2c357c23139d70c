package io.newstide.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.newstide.job.JobFile;
import io.newstide.kafka.RowReader;
import io.newstide.kafka.TopicName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Any file of articles twice: by {@code backtest}, and by {@code feed} and {@code run} with a
 * broker, each a process of its own started by {@code bin/newstide}. Prints how many final rows of
 * the two are the same in every field but {@code revision} and {@code firing}, among the windows
 * that end at or before the last {@code publishedAt} less the out-of-orderness, which rows differ,
 * and what {@code run} took of memory at most. Ends with 1 if one differs.
 *
 * <p>Arguments: the articles and the job file. For a large file give it a heap of six gigabytes.
 */
final class ThroughKafka {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** So long without a row, and the job has written all it can: three checkpoints and more. */
  private static final Duration QUIET = Duration.ofSeconds(45);

  private static final Duration START = Duration.ofMinutes(5);
  private static final int SHOWN = 5;

  private final Path articles;
  private final Path jobFile;
  private final Path folder;

  private ThroughKafka(Path articles, Path jobFile) throws IOException {
    this.articles = articles;
    this.jobFile = jobFile;
    folder = Folders.fresh("through-kafka");
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 2) {
      System.err.println("ThroughKafka: needs the articles and the job file");
      System.exit(2);
    }
    System.exit(new ThroughKafka(Path.of(arguments[0]), Path.of(arguments[1])).run() ? 0 : 1);
  }

  private boolean run() throws Exception {
    Path out = folder.resolve("backtest");
    newstide("backtest", "backtest", "--out", out.toString(), "--articles", articles.toString());
    List<Integer> ports = Ports.free(2);
    try (var broker =
        BrokerProcess.start(folder.resolve("kafka"), ports.get(0), ports.get(1), ports.get(1))) {
      String address = "kafka.bootstrapServers=" + broker.address();
      newstide("feed", "feed", "--set", address, articles.toString());
      JobFile job =
          JobFile.read(jobFile, Map.of("kafka.bootstrapServers", broker.address()), Map.of());
      Map<String, byte[]> rows;
      try (Child running =
          start("run", "run", "--set", address, "--data", folder.resolve("data").toString())) {
        rows = lastRows(job, running);
        System.out.println("run: at most " + mostMemory(running) + " resident");
      }
      return compare(out, rows, reached(out, job));
    }
  }

  private Child start(String name, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(Path.of("bin/newstide").toAbsolutePath().toString(), arguments[0]));
    command.addAll(List.of("--job", jobFile.toString()));
    command.addAll(List.of(arguments).subList(1, arguments.length));
    return Child.start(name, folder.resolve(name + ".log"), Map.of(), command);
  }

  private void newstide(String name, String... arguments) throws Exception {
    try (Child child = start(name, arguments)) {
      int exit = child.await(Duration.ofHours(1));
      if (exit != 0) {
        throw new IllegalStateException(name + " ended with " + exit + ": " + child.output());
      }
    }
  }

  /** The last row of each key, once no more come. */
  private Map<String, byte[]> lastRows(JobFile job, Child running) {
    Map<String, byte[]> rows = new HashMap<>();
    try (var reader = new RowReader(job.cluster(), TopicName.TRENDS)) {
      long last = System.nanoTime();
      while (System.nanoTime() - last < (rows.isEmpty() ? START : QUIET).toNanos()) {
        if (!running.isAlive()) {
          throw new IllegalStateException("run has ended: " + running.output());
        }
        for (var row : reader.poll(Duration.ofMillis(500))) {
          last = System.nanoTime();
          if (row.value() == null) {
            rows.remove(row.key());
          } else {
            rows.put(row.key(), row.value());
          }
        }
      }
    }
    return rows;
  }

  /** What Linux says of a process. */
  private static String mostMemory(Child child) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc", child.pid() + "", "status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> line.substring("VmHWM:".length()).strip())
          .findFirst()
          .orElse("?");
    }
  }

  /** Up to where windows are final in both: the last moment an article was published, less. */
  private static Instant reached(Path out, JobFile job) throws IOException {
    try (Stream<String> lines = Files.lines(out.resolve("enriched.jsonl"))) {
      return lines
          .map(
              line ->
                  Instant.parse(
                      tree(line.getBytes(StandardCharsets.UTF_8)).get("publishedAt").asText()))
          .max(Comparator.naturalOrder())
          .orElseThrow()
          .minus(job.settings().time().outOfOrderness());
    }
  }

  private static boolean compare(Path out, Map<String, byte[]> rows, Instant reached)
      throws IOException {
    Map<String, byte[]> through = new HashMap<>();
    for (byte[] row : rows.values()) {
      ObjectNode json = tree(row);
      if (isFinal(json, reached)) {
        through.put(key(json), row);
      }
    }
    long same = 0;
    List<String> other = new ArrayList<>();
    try (Stream<String> lines = Files.lines(out.resolve("trends.jsonl"))) {
      for (String line : (Iterable<String>) lines::iterator) {
        ObjectNode json = tree(line.getBytes(StandardCharsets.UTF_8));
        if (!isFinal(json, reached)) {
          continue;
        }
        byte[] one = through.remove(key(json));
        if (one != null && compared(tree(one)).equals(compared(json))) {
          same++;
        } else {
          other.add(key(json));
        }
      }
    }
    System.out.printf(
        "windows that end by %s: %,d rows the same, %,d of the back-test differ or are missing,"
            + " %,d through Kafka only%n",
        reached, same, other.size(), through.size());
    Stream.concat(other.stream(), through.keySet().stream())
        .limit(SHOWN)
        .forEach(System.out::println);
    return other.isEmpty() && through.isEmpty();
  }

  private static boolean isFinal(ObjectNode row, Instant reached) {
    return !Instant.parse(row.get("windowEnd").asText()).isAfter(reached);
  }

  private static String key(ObjectNode row) {
    return Stream.of("kind", "id", "window", "windowStart", "windowEnd")
        .map(field -> row.get(field).asText())
        .collect(Collectors.joining(" "));
  }

  private static ObjectNode compared(ObjectNode row) {
    return row.remove(List.of("revision", "firing"));
  }

  private static ObjectNode tree(byte[] json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
