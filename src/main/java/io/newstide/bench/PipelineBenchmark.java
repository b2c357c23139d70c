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
 * topic of a broker in a process of its own, by {@link Turns}. Measured is the CPU time of the
 * contender's process for whole rounds of the same articles, after the warm-up, in the middle of
 * the stream: whatever a contender puts off it pays for in the same time for those before.
 */
public final class PipelineBenchmark {

  private static final int PARTITIONS = 2;

  /** So many articles may be done, in all of its turns, before it is seen that a round is over. */
  private static final long SPARE = 20_000;

  private static final String ARTICLES = "bench.articles";

  /**
   * What is measured.
   *
   * @param jobFile windows, topics and language of the contenders
   * @param articles JSONL, also .gz
   * @param perDay how many articles make a day of event time
   * @param measured about how many articles each contender is measured on; whole rounds are taken
   * @param warmUps how many times as long as it has to be the warm-up before that is at most, where
   *     the compiler is still at work
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
      int warmUps,
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
   * @param byRound articles a CPU second of each round, in their order
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
      List<Double> byRound,
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
    // The warm-up and what is measured, and more, so that nobody is at the end of it.
    fill((long) Turns.most(rounds, options.warmUps()) * articles.round() + SPARE);
    byTurns(only, contenders);
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

  private void byTurns(List<String> only, Map<String, Figures> into) throws Exception {
    Map<String, Contender> contenders = new LinkedHashMap<>();
    contenders.put(ANALYSIS, Contender.ANALYSIS);
    contenders.put(BARE_LOOP, Contender.BARE_LOOP);
    contenders.put(USUAL_FLINK, Contender.USUAL_FLINK);
    contenders.put(NEWSTIDE, Contender.NEWSTIDE);
    contenders.put(NEWSTIDE_AT_2, Contender.NEWSTIDE);
    if (!only.isEmpty()) {
      contenders.keySet().retainAll(only);
    }
    if (contenders.isEmpty()) {
      return;
    }
    try (var turns = new Turns(articles.round(), options.warmUps(), this::checkWritten, say)) {
      contenders.forEach(
          (name, contender) ->
              turns.add(
                  name, () -> contender == Contender.ANALYSIS ? analysis() : job(name, contender)));
      turns.take(rounds);
      for (var one : turns.measured().entrySet()) {
        String name = one.getKey();
        Figures figures = figures(contenders.get(name), one.getValue(), folder.resolve(name));
        tell(name, figures);
        into.put(name, figures);
      }
    }
  }

  private void tell(String name, Figures figures) {
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
  }

  private Turns.Running analysis() {
    var process =
        OwnProcess.start(
            Contender.ANALYSIS,
            cpus(),
            java(ANALYSIS),
            folder.resolve(ANALYSIS + ".log"),
            List.of(options.jobFile().toString(), options.articles().toString()));
    return new Turns.Running(
        process,
        () -> {
          pause();
          String line = process.lastLine();
          return line.matches("\\d+") ? Long.parseLong(line) : 0;
        },
        () -> {});
  }

  /** One that reads articles from Kafka and writes rows there. */
  private Turns.Running job(String name, Contender contender) throws Exception {
    int parallelism = name.equals(NEWSTIDE_AT_2) ? 2 : 1;
    List<String> settings = prepare(name, parallelism, Duration.ofSeconds(10), Map.of());
    List<String> places = new ArrayList<>();
    if (contender != Contender.BARE_LOOP) {
      places.add(Files.createDirectories(folder.resolve(name)).toString());
    }
    var rows = new EnrichedRows(bootstrapServers, TopicName.ENRICHED.in(name), false);
    var process =
        OwnProcess.start(
            contender,
            cpus(),
            java(name),
            folder.resolve(name + ".log"),
            arguments(settings, places));
    return new Turns.Running(process, () -> counted(rows), rows::close);
  }

  private static long counted(EnrichedRows rows) {
    rows.poll(Duration.ofMillis(20), number -> {});
    return rows.count();
  }

  private Cpus cpus() {
    return oneCpu ? Cpus.ALL_BUT_FIRST : Cpus.ALL;
  }

  /**
   * Every contender has the same heap, all of it from the start, as Flink gives its own, and the
   * collector that is made for throughput. All of them are there at once.
   */
  private List<String> java(String name) {
    return java(name, "6g");
  }

  private List<String> java(String name, String heap) {
    List<String> java =
        new ArrayList<>(List.of("-Xms" + heap, "-Xmx" + heap, "-XX:+UseParallelGC"));
    options
        .profiles()
        .ifPresent(
            profiles ->
                java.add(
                    "-XX:StartFlightRecording=settings=profile,filename="
                        + profiles.resolve(name + ".jfr")));
    return java;
  }

  /**
   * A small young generation: little is copied, and nothing moves, at a time; and so large a heap
   * that all of it is seldom collected. It is touched before, since a process that runs for days
   * has reached all of it, and the system clears what is reached for the first time while nothing
   * moves.
   */
  private List<String> javaForLatency(String name) {
    List<String> java = java(name, "8g");
    java.add("-Xmn384m");
    java.add("-XX:+AlwaysPreTouch");
    return java;
  }

  private Figures figures(Contender contender, Turns.Measured measured, Path data)
      throws IOException {
    long all = 0;
    Duration wall = Duration.ZERO;
    CpuTime cpu = CpuTime.NONE;
    for (Turns.Round one : measured.rounds()) {
      all += one.articles();
      wall = wall.plus(one.wall());
      cpu = cpu.plus(one.cpu());
    }
    return new Figures(
        contender.does(),
        all,
        Math.round((double) all / articles.round() * articles.characters()),
        cpu.all().toNanos() / 1e9,
        cpu.compilerShare(),
        cpu.collectorShare(),
        wall.toNanos() / 1e9,
        measured.warmUp(),
        measured.rounds().stream().map(Turns.Round::articlesPerCpuSecond).toList(),
        CheckpointSize.newestIn(data));
  }

  private List<String> arguments(List<String> settings, List<String> places) {
    List<String> arguments = new ArrayList<>();
    arguments.add(options.jobFile().toString());
    arguments.addAll(places);
    arguments.addAll(settings);
    return arguments;
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
    // Halted, it would find that what it has not sent has waited for too long.
    settings.put("kafka.properties.delivery.timeout.ms", Contender.LONG_MILLIS);
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

  private void checkWritten() {
    if (unwritten.get() != null) {
      throw new IllegalStateException(
          "an article was not written to Kafka: " + unwritten.get(), unwritten.get());
    }
  }

  private void await(OwnProcess process, LongSupplier done, long enough) {
    Turns.await(process, done, enough, this::checkWritten);
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
    String prefix = "latency-" + name;
    String from = TopicName.ARTICLES.in(prefix);
    List<String> settings =
        prepare(
            prefix,
            parallelism,
            Duration.ofSeconds(1),
            Map.of("kafka.articles", from, "kafka.enriched", delivery));
    Path data = Files.createDirectories(folder.resolve(prefix));
    int warmUp = Turns.warmUp(rounds) * articles.round();
    try (var process =
            OwnProcess.start(
                Contender.NEWSTIDE,
                Cpus.ALL,
                javaForLatency(prefix),
                folder.resolve(prefix + ".log"),
                arguments(settings, List.of(data.toString())));
        var rows = new EnrichedRows(bootstrapServers, TopicName.ENRICHED.in(prefix), true);
        var producer = producer(0)) {
      for (int number = 0; number < warmUp; number++) {
        send(articles.get(number), from, producer);
      }
      producer.flush();
      double perSecond = pace(process, warmUp, TopicName.ENRICHED.in(prefix)) / 2;
      await(process, () -> counted(rows), warmUp);
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
      LongSupplier appended = () -> counted(rows);
      await(process, appended, warmUp * 2L / 3);
      long before = appended.getAsLong();
      long start = System.nanoTime();
      await(process, appended, warmUp);
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
