package io.newstide.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.newstide.job.DemoJob;
import io.newstide.job.JobFile;
import io.newstide.kafka.TopicName;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The job on a cluster of processes with the shipped configuration: killed under load, upgraded,
 * and short of what it needs. Nothing is lost and nothing comes twice. {@code -Dnewstide.faults=N}
 * sets how many are killed, {@code -Dnewstide.seed=S} which; both are printed.
 */
@TestMethodOrder(MethodOrderer.MethodName.class)
class ClusterIT {

  private static final Path JOB = Path.of("jobs/demo.yaml");
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** So many in one run of the job; then all it has written is compared. */
  private static final int A_RUN = 20;

  /**
   * To the first new committed row after a TaskManager's death, on a machine that is free for it.
   */
  private static final Duration WITH_A_SPARE = Duration.ofSeconds(15);

  /** From how many kills of a TaskManager on the time to recover is judged. */
  private static final int ENOUGH_TIMES = 5;

  /** Articles; a third in a run of one fault of each kind, which has all of them looked at, too. */
  private static final int PER_SECOND =
      Integer.getInteger(
          "newstide.faults.rate", Integer.getInteger("newstide.faults") == null ? 20 : 60);

  private enum Fault {
    TASK_MANAGER,
    JOB_MANAGER,
    BROKER,
    CONNECTION
  }

  private static Path folder;
  private static BrokerProcess broker;
  private static TcpProxy proxy;
  private static FlinkProcesses flink;
  private static String throughProxy;
  private static double busyBefore;

  @BeforeAll
  static void start() throws Exception {
    folder = Folders.fresh("faults");
    busyBefore = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    List<Integer> ports = Ports.free(3);
    proxy = TcpProxy.start(ports.get(0), ports.get(1));
    throughProxy = "127.0.0.1:" + ports.get(0);
    broker = BrokerProcess.start(folder.resolve("kafka"), ports.get(2), ports.get(1), ports.get(0));
    flink =
        FlinkProcesses.start(folder.resolve("flink"), 2, Map.of(), Map.of("NEWSTIDE_LOG", "json"));
  }

  @AfterEach
  void leaveNoJob() {
    flink.cancelAll();
  }

  @AfterAll
  static void stop() throws Exception {
    if (flink != null) {
      flink.close();
    }
    if (broker != null) {
      broker.close();
    }
    if (proxy != null) {
      proxy.close();
    }
  }

  @Test
  void whateverIsKilledNothingIsLostAndNothingComesTwice() throws Exception {
    int faults = Integer.getInteger("newstide.faults", Fault.values().length);
    long seed = Long.getLong("newstide.seed", new Random().nextInt(1_000_000));
    System.out.printf("faults: %d, seed: %d%n", faults, seed);
    Map<Fault, List<Duration>> recoveries = new EnumMap<>(Fault.class);
    for (int done = 0; done < faults; done += A_RUN) {
      run(seed + done, Math.min(A_RUN, faults - done), recoveries);
    }
    recoveries.forEach(
        (fault, times) -> {
          List<Duration> sorted = times.stream().sorted().toList();
          System.out.printf(
              "%s: %d, to the first new committed row median %.1f s, longest %.1f s%n",
              fault,
              sorted.size(),
              sorted.get(sorted.size() / 2).toMillis() / 1000.0,
              sorted.get(sorted.size() - 1).toMillis() / 1000.0);
        });
    List<Duration> withASpare =
        recoveries.getOrDefault(Fault.TASK_MANAGER, List.of()).stream().sorted().toList();
    // One time says little: it is judged where there are many, on a machine that is free.
    if (withASpare.size() >= ENOUGH_TIMES
        && busyBefore < 2.5 * Runtime.getRuntime().availableProcessors()) {
      assertThat(withASpare.get(withASpare.size() / 2))
          .as("median with a spare TaskManager")
          .isLessThan(WITH_A_SPARE);
    } else {
      System.out.printf(
          "recovery was not judged: %d times with a spare TaskManager, %.1f other processes wanted the processors%n",
          withASpare.size(), busyBefore);
    }
    assertThat(articlesInLogs()).as("articles' text in logs").isEmpty();
  }

  @Test
  void stoppedWithASavepointItGoesOnAtAnotherParallelismWithOtherWindowsAndTopics()
      throws Exception {
    String name = "upgrade";
    Map<String, String> settings = settings(name);
    submit(JOB, settings, "");
    Path changed = changedJob();
    Map<String, String> next = new TreeMap<>(settings);
    next.put("flink.parallelism", "1");
    long sent;
    var news = new NewsMaker(8, Instant.parse("2026-03-01T00:00:00Z"));
    try (var feed = Feed.start(broker.address(), TopicName.ARTICLES.in(name), news, PER_SECOND)) {
      awaitNewRow(ends(name), name, "the first row");
      // A second submission, as when compose starts everything again, changes nothing.
      String before = flink.runningJob();
      submit(JOB, settings, "");
      assertThat(flink.runningJob()).isEqualTo(before);
      String said = flink.run(Map.of(), "flink", "stop", before);
      Matcher path = Pattern.compile("Path: (\\S+)").matcher(said);
      assertThat(path.find()).as(said).isTrue();
      submit(changed, next, path.group(1));
      awaitNewRow(ends(name), name, "a row of the next version");
      sent = feed.stop();
    }
    drain(name, sent);
    JobFile job = JobFile.read(changed, direct(next), Map.of());
    Outcome outcome =
        Outcome.ofChanged(
            broker.address(),
            job,
            folder.resolve(name),
            List.of("hour=PT1H", "6h=PT6H/PT2H", "day=P1D", "week=P1W", "month=P1M"));
    assertThat(outcome.wrong().stream().limit(10).toList()).isEmpty();
    String lastOfRobotics =
        Outcome.read(broker.address(), TopicName.TRENDS.in(name), "read_committed", Map.of())
            .stream()
            .filter(row -> row.value() != null && row.key().startsWith("topic/robotics/6h/"))
            .reduce((one, other) -> other)
            .map(row -> new String(row.value(), StandardCharsets.UTF_8))
            .orElseThrow();
    assertThat(lastOfRobotics).contains("\"name\":\"机器人产业\"");
  }

  /** The demo's job file with other windows, and a topic with another name. */
  private static Path changedJob() throws IOException {
    Path changed =
        DemoJob.write(
            folder.resolve("changed"),
            List.of(
                "{name: hour, size: PT1H}",
                "{name: 6h, size: PT6H, slide: PT2H}",
                "{name: day, size: P1D}",
                "{name: week, size: P1W}",
                "{name: month, size: P1M}"));
    Path robotics = changed.resolveSibling("topics/robotics.yaml");
    Files.writeString(robotics, Files.readString(robotics).replace("name: 机器人\n", "name: 机器人产业\n"));
    return changed;
  }

  @Test
  void whatTheBrokerWouldRefuseLaterIsSaidAtOnce() {
    Map<String, String> settings = settings("refused");
    settings.put("kafka.transactionTimeout", "PT20M");
    assertThatThrownBy(() -> submit(JOB, settings, ""))
        .hasMessageContaining("kafka.transactionTimeout is PT20M")
        .hasMessageContaining("transaction.max.timeout.ms, PT15M");
  }

  /** Its folder of checkpoints full and emptied again, and partitions added meanwhile. */
  @Test
  void itOutlivesAFullDiskAndReadsPartitionsThatAreNew() throws Exception {
    Path disk = Files.createDirectories(folder.resolve("disk"));
    Assumptions.assumeTrue(
        command("mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", disk.toString()),
        "a file system of its own cannot be mounted here");
    try {
      String name = "disk";
      Map<String, String> settings = settings(name);
      settings.put("flink.properties.execution.checkpointing.dir", "file://" + disk);
      settings.put("kafka.properties.partition.discovery.interval.ms", "1000");
      submit(JOB, settings, "");
      var news = NewsMaker.withoutRepeats(9, Instant.parse("2026-03-01T00:00:00Z"));
      long sent;
      try (var feed = Feed.start(broker.address(), TopicName.ARTICLES.in(name), news, PER_SECOND)) {
        awaitNewRow(ends(name), name, "the first row");
        Path filler = disk.resolve("filler");
        fill(filler);
        String job = flink.runningJob();
        long failed = failedCheckpoints(job);
        Await.until(
            () -> "checkpoints that fail", PATIENCE, () -> failedCheckpoints(job) > failed + 1);
        try (Admin admin = broker.admin()) {
          admin
              .createPartitions(Map.of(TopicName.ARTICLES.in(name), NewPartitions.increaseTo(4)))
              .all()
              .get(1, TimeUnit.MINUTES);
        }
        Map<TopicPartition, Long> ends = ends(name);
        Files.delete(filler);
        awaitNewRow(ends, name, "a row after the disk was emptied");
        assertThat(flink.runningJob()).as("it has not even started over").isEqualTo(job);
        Await.until(
            () -> "articles in a new partition",
            PATIENCE,
            () -> ends(TopicName.ARTICLES.in(name), 3) > 5);
        sent = feed.stop();
      }
      drain(name, sent);
      Outcome outcome =
          Outcome.ofCounts(
              broker.address(),
              JobFile.read(JOB, direct(settings), Map.of()),
              folder.resolve(name));
      assertThat(outcome.wrong().stream().limit(10).toList()).isEmpty();
    } finally {
      command("umount", "-l", disk.toString());
    }
  }

  private static void fill(Path filler) throws IOException {
    try (var out = Files.newOutputStream(filler)) {
      byte[] block = new byte[1 << 16];
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  private static boolean command(String... command) throws Exception {
    return new ProcessBuilder(command).start().waitFor() == 0;
  }

  private static long failedCheckpoints(String job) throws Exception {
    return flink.get("/jobs/" + job + "/checkpoints").get("counts").get("failed").asLong();
  }

  private static long ends(String topic, int partition) {
    var of = new TopicPartition(topic, partition);
    try (var consumer = consumer("read_uncommitted")) {
      return consumer.endOffsets(List.of(of)).get(of);
    }
  }

  /** Waits until all has come out again, and ends the job with all its windows. */
  private static void drain(String name, long sent) throws Exception {
    Await.until(
        () -> "all %d records processed, dead: %s".formatted(sent, flink.dead()),
        PATIENCE,
        Duration.ofSeconds(1),
        () -> processed(name) >= sent);
    flink.run(Map.of(), "flink", "stop", "--drain", flink.runningJob());
  }

  /** What operators see of a job that runs is measured, on a TaskManager as Prometheus asks it. */
  private static void assertMeasured() throws Exception {
    String all = flink.metrics(0) + flink.metrics(1);
    for (String metric :
        List.of(
            "eventTimeLagMillis{",
            "silent{",
            "split_watermark_currentWatermark{",
            "split_watermark_idleTimeMsPerSecond{",
            "reason=\"not-json\"",
            "reason=\"repeated-id\"",
            "operator_name=\"Source: read articles\"",
            "_late{",
            "_copies{",
            "analysisMicros{",
            "hotSubjectShare{",
            "slicesOpened{",
            "slicesExpired{",
            "pendingRecords{",
            "model_lexicon_topics_versions{")) {
      assertThat(all.lines().anyMatch(line -> line.contains(metric))).as(metric).isTrue();
    }
    assertThat(all).as("series of Kafka's clients").doesNotContain("KafkaProducer");
  }

  /** One run of the job with some faults, and all that it has written compared. */
  private static void run(long seed, int faults, Map<Fault, List<Duration>> recoveries)
      throws Exception {
    var random = new Random(seed);
    List<Fault> kinds = new ArrayList<>();
    while (kinds.size() < faults) {
      List<Fault> each = new ArrayList<>(List.of(Fault.values()));
      Collections.shuffle(each, random);
      kinds.addAll(each.subList(0, Math.min(each.size(), faults - kinds.size())));
    }
    String name = "faults-" + seed;
    Map<String, String> settings = settings(name);
    JobFile job = JobFile.read(JOB, direct(settings), Map.of());
    submit(JOB, settings, "");
    String articles = TopicName.ARTICLES.in(name);
    var news = new NewsMaker(seed, Instant.parse("2026-03-01T00:00:00Z"));
    long sent;
    try (var feed = Feed.start(broker.address(), articles, news, PER_SECOND)) {
      awaitNewRow(ends(name), name, "the first row");
      for (Fault fault : kinds) {
        Duration recovery = inject(fault, name, random);
        recoveries.computeIfAbsent(fault, absent -> new ArrayList<>()).add(recovery);
      }
      sent = feed.stop();
    }
    assertMeasured();
    drain(name, sent);
    Outcome outcome = Outcome.of(broker.address(), job, folder.resolve(name));
    System.out.printf(
        "seed %d: %s; %,d articles, %,d committed rows compared, %,d rows of aborted transactions%n",
        seed,
        kinds.stream().map(Fault::name).collect(Collectors.joining(" ")),
        outcome.accepted(),
        outcome.rows(),
        outcome.aborted());
    assertThat(outcome.wrong().stream().limit(10).toList())
        .as("seed %d, %d differences", seed, outcome.wrong().size())
        .isEmpty();
    if (kinds.contains(Fault.TASK_MANAGER)) {
      assertThat(outcome.aborted()).as("rows that were in flight when something died").isPositive();
    }
  }

  private static Map<String, String> settings(String name) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("name", name);
    settings.put("kafka.bootstrapServers", throughProxy);
    settings.put("kafka.prefix", name);
    settings.put("kafka.partitions", "2");
    settings.put("flink.parallelism", "2");
    // The threads that empty buffers would each wake up two hundred times a second.
    settings.put("flink.properties.execution.buffer-timeout.interval", "100 ms");
    return settings;
  }

  private static Map<String, String> direct(Map<String, String> settings) {
    Map<String, String> direct = new TreeMap<>(settings);
    direct.put("kafka.bootstrapServers", broker.address());
    return direct;
  }

  /** As the compose file does it, and where it is told of a savepoint, from that. */
  private static void submit(Path file, Map<String, String> settings, String savepoint)
      throws IOException {
    List<String> command = new ArrayList<>();
    for (String word : FlinkProcesses.composed("submit")) {
      command.add(
          switch (word) {
            case "submit.sh" -> Path.of("docker/flink/submit.sh").toAbsolutePath().toString();
            case "demo" -> settings.get("name");
            case "newstide-job.jar" -> jobJar().toString();
            case "jobs/demo.yaml" -> file.toString();
            default -> word;
          });
    }
    // What follows goes before what stands in the file: addresses, names, parallelism.
    settings.forEach(
        (path, value) -> {
          command.add("--set");
          command.add(path + "=" + value);
        });
    flink.run(Map.of("NEWSTIDE_SAVEPOINT", savepoint), command.toArray(String[]::new));
  }

  static Path jobJar() throws IOException {
    try (var files = Files.list(Path.of("target"))) {
      return files.filter(f -> f.toString().endsWith("-job.jar")).findFirst().orElseThrow();
    }
  }

  private static Duration inject(Fault fault, String name, Random random) throws Exception {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(4000)));
    int busy = fault == Fault.TASK_MANAGER ? flink.busyTaskManager() : -1;
    // In the middle of a transaction, which is seen to be open.
    List<String> open = new ArrayList<>();
    Await.until(
        () -> "a transaction is open",
        PATIENCE,
        () -> {
          open.addAll(openTransactions(name));
          return !open.isEmpty();
        });
    long start = System.nanoTime();
    switch (fault) {
      case TASK_MANAGER -> flink.killTaskManager(busy);
      case JOB_MANAGER -> flink.killJobManager();
      case BROKER -> broker.kill();
      case CONNECTION -> proxy.cut();
    }
    switch (fault) {
      case TASK_MANAGER -> {
        // The spare one takes over.
      }
      case JOB_MANAGER -> flink.startJobManager();
      case BROKER -> broker.restart();
      case CONNECTION -> {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500 + random.nextInt(6000)));
        proxy.restore();
      }
    }
    // New is what was not even written when the fault came.
    awaitNewRow(ends(name), name, "a row after " + fault);
    Duration recovery = Duration.ofNanos(System.nanoTime() - start);
    System.out.printf(
        "%s: %d transactions open, first new committed row after %.1f s%n",
        fault, open.size(), recovery.toMillis() / 1000.0);
    if (fault == Fault.TASK_MANAGER) {
      flink.startTaskManager(busy);
      flink.awaitSlots(4);
    }
    return recovery;
  }

  private static List<String> openTransactions(String name) throws Exception {
    try (Admin admin = broker.admin()) {
      return admin.listTransactions().all().get(1, TimeUnit.MINUTES).stream()
          .filter(transaction -> transaction.transactionalId().startsWith(name + "-"))
          .filter(transaction -> transaction.state() == TransactionState.ONGOING)
          .map(transaction -> transaction.transactionalId())
          .toList();
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(String isolation) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("bootstrap.servers", broker.address());
    settings.put("isolation.level", isolation);
    settings.put("enable.auto.commit", false);
    settings.put("reconnect.backoff.max.ms", 100);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static List<TopicPartition> partitions(String name) {
    String topic = TopicName.ENRICHED.in(name);
    return List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
  }

  /** Where the topic ends, with what is not committed. */
  private static Map<TopicPartition, Long> ends(String name) {
    try (var consumer = consumer("read_uncommitted")) {
      return consumer.endOffsets(partitions(name));
    }
  }

  private static void awaitNewRow(Map<TopicPartition, Long> from, String name, String what) {
    try (var consumer = consumer("read_committed")) {
      consumer.assign(partitions(name));
      from.forEach(consumer::seek);
      Await.until(
          () -> what + ", dead: " + flink.dead(),
          PATIENCE,
          () -> !consumer.poll(Duration.ofMillis(100)).isEmpty());
    }
  }

  /** How many records came out again, enriched for the first time or rejected. */
  private static long processed(String name) throws Exception {
    return Outcome.read(broker.address(), TopicName.ENRICHED.in(name), "read_committed", Map.of())
            .stream()
            .map(ConsumerRecord::key)
            .distinct()
            .count()
        + Outcome.read(broker.address(), TopicName.REJECTED.in(name), "read_committed", Map.of())
            .size();
  }

  private static List<String> articlesInLogs() throws IOException {
    List<String> found = new ArrayList<>();
    try (var logs = Files.list(flink.home().resolve("log"))) {
      for (Path log : (Iterable<Path>) logs::iterator) {
        String text = Files.readString(log);
        NewsMaker.phrases().stream()
            .filter(text::contains)
            .forEach(phrase -> found.add(log + ": " + phrase));
      }
    }
    return found;
  }
}
