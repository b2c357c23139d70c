package io.newstide.bench;

import io.newstide.job.JobFile;
import io.newstide.kafka.TopicAdmin;
import io.newstide.kafka.TopicName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.flink.util.FileUtils;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * From Kafka to Kafka, exactly once, beside a bare loop and the usual Flink job. All read the same
 * topic of a broker in a process of its own. Measured is the CPU time of the contender's process
 * from the first article after the warm-up to the last, whole rounds of the same articles, in the
 * middle of the stream: whatever a contender puts off it pays for in the same time for those
 * before.
 */
public final class PipelineBenchmark {

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int PARTITIONS = 2;

  /** Rounds. */
  private static final int LEAST_WARM_UP = 4;

  /** It goes on until no more than this part of a round's CPU time is the compiler's. */
  private static final double COMPILED = 0.05;

  /** Or until it was so many times as long as it had to be. */
  private static final int MOST_WARM_UPS = 4;

  private static final String ARTICLES = "bench.articles";

  /**
   * What is measured.
   *
   * @param jobFile windows, topics and language of the contenders
   * @param articles JSONL, also .gz
   * @param perDay how many articles make a day of event time
   * @param measured about how many articles each contender is measured on; whole rounds are taken
   * @param usual about how many the usual Flink job is measured on, which takes ten times as long
   * @param latencySeconds how long latencies are measured, each; 0 for not at all
   * @param oneCpu whether contenders have one processor each, see {@link Cpus}; latencies are
   *     always measured on all of them
   * @param profiles the folder for a profile of each contender (JFR)
   */
  public record Options(
      Path jobFile,
      Path articles,
      int perDay,
      int measured,
      int usual,
      int latencySeconds,
      boolean oneCpu,
      Optional<Path> profiles) {}

  /**
   * What was measured of a contender.
   *
   * @param does what it does, in words
   * @param articles on how many articles
   * @param characters characters of their titles and bodies
   * @param cpuSeconds CPU time of its process
   * @param compilerShare the part of it that went to the compiler, from 0 to 1
   * @param collectorShare the part of it that went to collecting garbage, from 0 to 1
   * @param wallSeconds time that passed
   * @param warmUp articles before those
   * @param checkpoint its last; {@link CheckpointSize#NONE} if it makes none
   */
  public record Figures(
      String does,
      long articles,
      long characters,
      double cpuSeconds,
      double compilerShare,
      double collectorShare,
      double wallSeconds,
      long warmUp,
      CheckpointSize checkpoint) {

    /** How fast, by CPU time. */
    public double articlesPerCpuSecond() {
      return articles / cpuSeconds;
    }

    /** How fast, by CPU time. */
    public double charactersPerCpuSecond() {
      return characters / cpuSeconds;
    }
  }

  /**
   * How long rows took from the append of the article to when a reader of committed rows had them.
   *
   * @param articlesPerSecond how many articles came
   * @param articles of how many it was measured
   * @param p50 milliseconds within which half of them took
   * @param p99 milliseconds within which 99 of 100 took
   */
  public record Latency(double articlesPerSecond, int articles, double p50, double p99) {}

  /**
   * All that was measured.
   *
   * @param oneCpu whether each contender had one processor
   * @param contenders by name, in the order in which they ran
   * @param latencies by the delivery of enriched rows and, beyond one, the number of subtasks
   */
  public record Result(
      boolean oneCpu, Map<String, Figures> contenders, Map<String, Latency> latencies) {

    /** How fast one is to another, CPU second for CPU second. */
    public double ratio(String one, String other) {
      return contenders.get(one).articlesPerCpuSecond()
          / contenders.get(other).articlesPerCpuSecond();
    }
  }

  /** The contenders' names in the result. */
  public static final String ANALYSIS = "analysis";

  /** One thread, without Flink. */
  public static final String BARE_LOOP = "bareLoop";

  /** The usual Flink job. */
  public static final String USUAL_FLINK = "usualFlink";

  /** This job on one subtask. */
  public static final String NEWSTIDE = "newstide";

  /** This job on two subtasks. */
  public static final String NEWSTIDE_AT_2 = "newstideAtParallelism2";

  /** This job at half its pace; no contender, but what can be measured alone. */
  public static final String LATENCY = "latency";

  private final Options options;
  private final Consumer<String> say;
  private final Path folder;
  private final RepeatedArticles articles;
  private final String bootstrapServers;
  private final int rounds;
  private final boolean oneCpu;
  private int runs;

  /** Why an article could not be written, for whose row a contender would be waited for. */
  private final AtomicReference<Exception> unwritten = new AtomicReference<>();

  private PipelineBenchmark(
      Options options, boolean oneCpu, Path folder, String bootstrapServers, Consumer<String> say) {
    this.options = options;
    this.oneCpu = oneCpu;
    this.say = say;
    this.folder = folder;
    this.bootstrapServers = bootstrapServers;
    JobFile job = JobFile.read(options.jobFile(), Map.of(), Map.of());
    this.articles = new RepeatedArticles(options.articles(), job.reader(), options.perDay());
    this.rounds = rounds(options.measured());
  }

  private int rounds(int atLeast) {
    return Math.max(1, (atLeast + articles.round() - 1) / articles.round());
  }

  /**
   * Measures.
   *
   * @param only the contenders that are measured, or {@link #LATENCY}; empty for all
   * @param say told what is being done
   */
  public static Result run(Options options, List<String> only, Consumer<String> say)
      throws Exception {
    Path folder = Files.createTempDirectory("newstide-bench");
    int port = freePort();
    boolean oneCpu = options.oneCpu() && Cpus.canBeChosen();
    if (options.oneCpu() && !oneCpu) {
      say.accept("there are not several processors and taskset: the contenders have all there is");
    }
    try (var broker =
        OwnProcess.start(
            Contender.BROKER,
            oneCpu ? Cpus.FIRST : Cpus.ALL,
            List.of("-Xmx512m"),
            folder.resolve("broker.log"),
            List.of(folder.resolve("broker").toString(), Integer.toString(port)))) {
      return new PipelineBenchmark(options, oneCpu, folder, "127.0.0.1:" + port, say)
          .all(broker, only);
    } finally {
      FileUtils.deleteDirectoryQuietly(folder.toFile());
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Result all(OwnProcess broker, List<String> only) throws Exception {
    Map<String, Figures> contenders = new LinkedHashMap<>();
    Map<String, Latency> latencies = new LinkedHashMap<>();
    broker.check();
    prepare("bench", 1, Duration.ofSeconds(10), Map.of());
    // The warm-up, what is measured, and some more, so that nobody is at the end of it.
    int most = Math.max(rounds, rounds(options.usual()));
    fill((long) (MOST_WARM_UPS * warmUp(most) + most + 1) * articles.round());
    measure(only, ANALYSIS, contenders, this::analysis);
    measure(only, BARE_LOOP, contenders, this::bareLoop);
    measure(only, USUAL_FLINK, contenders, this::usualFlink);
    measure(only, NEWSTIDE, contenders, () -> newstide(NEWSTIDE, 1));
    measure(only, NEWSTIDE_AT_2, contenders, () -> newstide(NEWSTIDE_AT_2, 2));
    if (options.latencySeconds() > 0 && (only.isEmpty() || only.contains(LATENCY))) {
      for (int parallelism : List.of(1, 2)) {
        for (String delivery : List.of("exactly-once", "at-least-once")) {
          String name = parallelism == 1 ? delivery : delivery + "-at-parallelism-" + parallelism;
          latencies.put(name, latency(name, delivery, parallelism));
        }
      }
    }
    return new Result(oneCpu, contenders, latencies);
  }

  private interface Measurement {
    Figures take() throws Exception;
  }

  private void measure(
      List<String> only, String name, Map<String, Figures> into, Measurement measurement)
      throws Exception {
    if (!only.isEmpty() && !only.contains(name)) {
      return;
    }
    Figures figures = measurement.take();
    say.accept(
        "%s: %,.0f articles a CPU second (%,d in %.1f s, after %,d; compiler %.0f%%, garbage %.0f%%)"
            .formatted(
                name,
                figures.articlesPerCpuSecond(),
                figures.articles(),
                figures.cpuSeconds(),
                figures.warmUp(),
                100 * figures.compilerShare(),
                100 * figures.collectorShare()));
    into.put(name, figures);
  }

  private Figures analysis() throws Exception {
    try (var process =
        OwnProcess.start(
            Contender.ANALYSIS,
            cpus(),
            java(ANALYSIS),
            folder.resolve("analysis.log"),
            List.of(options.jobFile().toString(), options.articles().toString()))) {
      return figures(
          Contender.ANALYSIS,
          process,
          rounds,
          () -> {
            pause();
            String line = process.lastLine();
            return line.matches("\\d+") ? Long.parseLong(line) : 0;
          });
    }
  }

  private Figures bareLoop() throws Exception {
    List<String> settings = prepare(prefix(), 1, Duration.ofSeconds(10), Map.of());
    try (var process =
        OwnProcess.start(
            Contender.BARE_LOOP,
            cpus(),
            java(BARE_LOOP),
            folder.resolve("bare-loop.log"),
            arguments(settings, List.of()))) {
      return rows(Contender.BARE_LOOP, process, rounds);
    }
  }

  private Figures usualFlink() throws Exception {
    List<String> settings = prepare(prefix(), 1, Duration.ofSeconds(10), Map.of());
    return inFlink(Contender.USUAL_FLINK, settings, java(USUAL_FLINK), rounds(options.usual()));
  }

  private Figures newstide(String name, int parallelism) throws Exception {
    List<String> settings = prepare(prefix(), parallelism, Duration.ofSeconds(10), Map.of());
    return inFlink(Contender.NEWSTIDE, settings, java(name), rounds);
  }

  private Cpus cpus() {
    return oneCpu ? Cpus.ALL_BUT_FIRST : Cpus.ALL;
  }

  /**
   * Every contender has the same heap, all of it from the start, as Flink gives its own, and the
   * collector that is made for throughput.
   */
  private List<String> java(String name) {
    List<String> java = new ArrayList<>(List.of("-Xms8g", "-Xmx8g", "-XX:+UseParallelGC"));
    options
        .profiles()
        .ifPresent(
            profiles ->
                java.add(
                    "-XX:StartFlightRecording=settings=profile,filename="
                        + profiles.resolve(name + ".jfr")));
    return java;
  }

  /** A small young generation: little is copied, and nothing moves, at a time. */
  private List<String> javaForLatency(String name) {
    List<String> java = new ArrayList<>(java(name));
    java.add("-Xmn384m");
    return java;
  }

  private Figures inFlink(
      Contender contender, List<String> settings, List<String> java, int measuredRounds)
      throws Exception {
    Path data = Files.createDirectories(folder.resolve(contender.name() + "-" + runs));
    Figures figures;
    try (var process =
        OwnProcess.start(
            contender,
            cpus(),
            java,
            folder.resolve(contender.name() + "-" + runs + ".log"),
            arguments(settings, List.of(data.toString())))) {
      figures = rows(contender, process, measuredRounds);
    }
    return new Figures(
        figures.does(),
        figures.articles(),
        figures.characters(),
        figures.cpuSeconds(),
        figures.compilerShare(),
        figures.collectorShare(),
        figures.wallSeconds(),
        figures.warmUp(),
        CheckpointSize.newestIn(data));
  }

  private List<String> arguments(List<String> settings, List<String> places) {
    List<String> arguments = new ArrayList<>();
    arguments.add(options.jobFile().toString());
    arguments.addAll(places);
    arguments.addAll(settings);
    return arguments;
  }

  private String prefix() {
    return "bench" + ++runs;
  }

  /** The settings of a contender, its topics made. */
  private List<String> prepare(
      String prefix, int parallelism, Duration checkpoints, Map<String, String> more) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("name", prefix);
    settings.put("kafka.prefix", prefix);
    settings.put("kafka.bootstrapServers", bootstrapServers);
    settings.put("kafka.partitions", Integer.toString(PARTITIONS));
    settings.put("kafka.articles", ARTICLES);
    settings.put("duplicates.ttl", articles.apart().toString());
    settings.put("flink.parallelism", Integer.toString(parallelism));
    settings.put("flink.checkpointInterval", checkpoints.toString());
    settings.putAll(more);
    JobFile job = JobFile.read(options.jobFile(), settings, Map.of());
    TopicAdmin.ensure(job.cluster(), job.settings().time().sliceRetention());
    return settings.entrySet().stream().map(set -> set.getKey() + "=" + set.getValue()).toList();
  }

  private KafkaProducer<byte[], byte[]> producer(int lingerMillis) {
    Properties client = new Properties();
    client.put("bootstrap.servers", bootstrapServers);
    client.put("linger.ms", Integer.toString(lingerMillis));
    client.put("compression.type", "lz4");
    // The broker may not lead a topic yet that was made just now, and refuse the first batch. Were
    // others on their way, they would come before it, and it would be out of order ever after
    // (KAFKA-15591).
    client.put("max.in.flight.requests.per.connection", "1");
    return new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private void fill(long count) {
    say.accept("%,d articles into Kafka".formatted(count));
    try (var producer = producer(20)) {
      for (long number = 0; number < count; number++) {
        send(articles.get(number), ARTICLES, producer);
      }
    }
  }

  private void send(
      RepeatedArticles.Repeat article, String topic, KafkaProducer<byte[], byte[]> producer) {
    // In turns: the partitions are read side by side, and event time is that of the slowest.
    int partition = (int) (article.number() % PARTITIONS);
    var unused =
        producer.send(
            new ProducerRecord<>(
                topic,
                partition,
                article.publishedAt(),
                article.id().getBytes(StandardCharsets.UTF_8),
                article.json()),
            (written, failure) -> {
              if (failure != null) {
                unwritten.compareAndSet(null, failure);
              }
            });
  }

  private Figures rows(Contender contender, OwnProcess process, int measuredRounds)
      throws Exception {
    String topic = TopicName.ENRICHED.in("bench" + runs);
    try (var rows = new EnrichedRows(bootstrapServers, topic, false)) {
      return figures(
          contender,
          process,
          measuredRounds,
          () -> {
            rows.poll(Duration.ofMillis(20), number -> {});
            return rows.count();
          });
    }
  }

  /** As many rounds to warm up as are measured, and no fewer than the compiler needs. */
  private static int warmUp(int measuredRounds) {
    return Math.max(LEAST_WARM_UP, measuredRounds);
  }

  private Figures figures(
      Contender contender, OwnProcess process, int measuredRounds, LongSupplier done) {
    warmUp(contender, process, warmUp(measuredRounds), done);
    long from = done.getAsLong();
    CpuTime before = process.cpu();
    long wall = System.nanoTime();
    await(contender, process, done, from + (long) measuredRounds * articles.round());
    long measured = done.getAsLong() - from;
    CpuTime cpu = process.cpu().since(before);
    return new Figures(
        contender.does(),
        measured,
        Math.round((double) measured / articles.round() * articles.characters()),
        cpu.all().toNanos() / 1e9,
        cpu.compilerShare(),
        cpu.collectorShare(),
        (System.nanoTime() - wall) / 1e9,
        from,
        CheckpointSize.NONE);
  }

  private void warmUp(Contender contender, OwnProcess process, int least, LongSupplier done) {
    CpuTime before = process.cpu();
    double compilerShare = 1;
    for (int round = 1;
        round <= least || (round <= MOST_WARM_UPS * least && compilerShare > COMPILED);
        round++) {
      await(contender, process, done, (long) round * articles.round());
      CpuTime now = process.cpu();
      compilerShare = now.since(before).compilerShare();
      before = now;
    }
  }

  private void await(Contender contender, OwnProcess process, LongSupplier done, long enough) {
    long last = -1;
    long since = System.nanoTime();
    for (long now = done.getAsLong(); now < enough; now = done.getAsLong()) {
      process.check();
      if (unwritten.get() != null) {
        throw new IllegalStateException(
            "an article was not written to Kafka: " + unwritten.get(), unwritten.get());
      }
      if (now > last) {
        last = now;
        since = System.nanoTime();
      } else if (System.nanoTime() - since > PATIENCE.toNanos()) {
        throw new IllegalStateException(
            "%s stands still at %,d articles".formatted(contender.does(), now));
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * At a steady pace, half of that at which the job took the articles it was warmed up with, those
   * of its last third.
   */
  private Latency latency(String name, String delivery, int parallelism) throws Exception {
    String prefix = prefix();
    String from = TopicName.ARTICLES.in(prefix);
    List<String> settings =
        prepare(
            prefix,
            parallelism,
            Duration.ofSeconds(1),
            Map.of("kafka.articles", from, "kafka.enriched", delivery));
    Path data = Files.createDirectories(folder.resolve(prefix));
    int warmUp = warmUp(rounds) * articles.round();
    try (var process =
            OwnProcess.start(
                Contender.NEWSTIDE,
                Cpus.ALL,
                javaForLatency("latency-" + name),
                folder.resolve(prefix + ".log"),
                arguments(settings, List.of(data.toString())));
        var rows = new EnrichedRows(bootstrapServers, TopicName.ENRICHED.in(prefix), true);
        var producer = producer(0)) {
      for (int number = 0; number < warmUp; number++) {
        send(articles.get(number), from, producer);
      }
      producer.flush();
      double perSecond = pace(process, warmUp, TopicName.ENRICHED.in(prefix)) / 2;
      await(
          Contender.NEWSTIDE,
          process,
          () -> {
            rows.poll(Duration.ofMillis(20), number -> {});
            return rows.count();
          },
          warmUp);
      int paced = (int) (perSecond * options.latencySeconds());
      // The first quarter at the new pace does not count: it works off what has piled up.
      int uncounted = paced / 4;
      int all = warmUp + uncounted + paced;
      AtomicLongArray sent = new AtomicLongArray(all);
      double[] millis = new double[paced];
      int[] counted = {0};
      Thread pacer = new Thread(() -> pace(perSecond, warmUp, all, from, producer, sent), "pacer");
      pacer.start();
      await(
          Contender.NEWSTIDE,
          process,
          () -> {
            rows.poll(
                Duration.ofMillis(20),
                number -> {
                  if (number >= warmUp + uncounted) {
                    millis[counted[0]++] = (System.nanoTime() - sent.get((int) number)) / 1e6;
                  }
                });
            return rows.count();
          },
          all);
      pacer.join();
      Arrays.sort(millis);
      var latency =
          new Latency(
              perSecond, paced, millis[paced / 2], millis[Math.min(paced - 1, paced * 99 / 100)]);
      say.accept(
          "%s: p50 %.0f ms, p99 %.0f ms at %.0f articles a second"
              .formatted(name, latency.p50(), latency.p99(), perSecond));
      return latency;
    }
  }

  /**
   * How many articles a second the job took, of the last third of those it was warmed up with: by
   * the rows appended, since they are committed many at once.
   */
  private double pace(OwnProcess process, int warmUp, String enriched) {
    try (var rows = new EnrichedRows(bootstrapServers, enriched, false)) {
      LongSupplier appended =
          () -> {
            rows.poll(Duration.ofMillis(20), number -> {});
            return rows.count();
          };
      await(Contender.NEWSTIDE, process, appended, warmUp * 2L / 3);
      long before = appended.getAsLong();
      long start = System.nanoTime();
      await(Contender.NEWSTIDE, process, appended, warmUp);
      return (appended.getAsLong() - before) / ((System.nanoTime() - start) / 1e9);
    }
  }

  private void pace(
      double perSecond,
      int first,
      int end,
      String topic,
      KafkaProducer<byte[], byte[]> producer,
      AtomicLongArray sent) {
    long start = System.nanoTime();
    for (int number = first; number < end; ) {
      int due = first + (int) ((System.nanoTime() - start) / 1e9 * perSecond);
      for (; number < Math.min(due, end); number++) {
        RepeatedArticles.Repeat article = articles.get(number);
        sent.set(number, System.nanoTime());
        send(article, topic, producer);
      }
      pause();
    }
  }
}
