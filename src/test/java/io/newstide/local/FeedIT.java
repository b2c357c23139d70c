package io.newstide.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import io.newstide.article.RejectionReason;
import io.newstide.cli.Newstide;
import io.newstide.cli.Ran;
import io.newstide.cluster.Await;
import io.newstide.cluster.Child;
import io.newstide.feed.Ledger;
import io.newstide.feed.TakenOverException;
import io.newstide.feed.web.FeedServer;
import io.newstide.job.JobFile;
import io.newstide.kafka.FeedLedgers;
import io.newstide.kafka.KafkaCluster;
import io.newstide.kafka.RejectedReplay;
import io.newstide.kafka.Row;
import io.newstide.kafka.RowReader;
import io.newstide.kafka.TopicAdmin;
import io.newstide.kafka.TopicName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code feed} and {@code replay-rejected} in processes of their own, with a real broker. */
class FeedIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration DEADLINE = Duration.ofMinutes(5);

  /** More by {@code -Dnewstide.faults=N}. */
  private static final int KILLS = Integer.getInteger("newstide.faults", 8);

  @TempDir private static Path folder;
  private static EmbeddedBroker broker;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(folder.resolve("kafka"));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  /** A deployment with sources, in a folder of its own. */
  private static Path jobFile(String name, String sources) throws IOException {
    Path deployment = Files.createDirectories(folder.resolve(name));
    Files.createDirectories(deployment.resolve("topics"));
    Files.writeString(
        deployment.resolve("topics/t.yaml"), "id: t\nname: T\nquery: 防汛\nthreshold: 1\n");
    return Files.writeString(
        deployment.resolve("job.yaml"),
        """
        name: %1$s
        kafka: {bootstrapServers: "%2$s", prefix: %1$s, partitions: 2}
        windows:
          - {name: hour, size: PT1H}
        sources:
        %3$s
        """
            .formatted(name, broker.bootstrapServers(), sources.indent(2)));
  }

  private static KafkaCluster cluster(Path job) {
    return JobFile.read(job, Map.of(), Map.of()).cluster();
  }

  private static Process newstide(Path log, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-Dfile.encoding=UTF-8"));
    command.addAll(Child.sparing());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Newstide.class.getName()));
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private static void pause(long millis) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    assertThat(never.await(millis, TimeUnit.MILLISECONDS)).isFalse();
  }

  private static void await(String what, BooleanSupplier condition) {
    Await.until(() -> what, DEADLINE, condition::getAsBoolean);
  }

  private static List<String> titles(List<Row> rows) {
    List<String> titles = new ArrayList<>();
    for (Row row : rows) {
      try {
        titles.add(JSON.readTree(row.value()).path("title").asText());
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    return titles;
  }

  private static List<String> articles(KafkaCluster cluster) {
    try (RowReader rows = new RowReader(cluster, TopicName.ARTICLES)) {
      return titles(rows.toHighWatermark(Duration.ofMinutes(1)));
    }
  }

  private static String rss(Iterable<String> titles) {
    StringBuilder rss = new StringBuilder("<rss version='2.0'><channel><title>t</title>");
    for (String title : titles) {
      rss.append(
          "<item><guid>https://e.org/%1$s</guid><title>%1$s</title></item>".formatted(title));
    }
    return rss.append("</channel></rss>").toString();
  }

  /** A feed that says when it has changed, and counts who asks. */
  private static final class Wire implements FeedServer.Handler {
    private final AtomicInteger asked = new AtomicInteger();
    private volatile List<String> titles = List.of();

    @Override
    public void answer(HttpExchange exchange) throws IOException {
      List<String> now = titles;
      String tag = "\"" + now.hashCode() + "\"";
      boolean same = tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
      asked.incrementAndGet();
      FeedServer.send(
          exchange,
          same ? 304 : 200,
          same ? new byte[0] : rss(now).getBytes(StandardCharsets.UTF_8),
          "ETag",
          tag);
    }
  }

  /**
   * Two feeds and a folder; news all the time, and the poller killed again and again, at any
   * moment: as it starts, while it reads, and around the time it commits.
   */
  @Test
  void killedAtAnyMomentNothingIsMissedAndNothingComesTwice() throws Exception {
    long seed = Long.getLong("newstide.seed", 20261125L);
    Random random = new Random(seed);
    try (FeedServer server = FeedServer.start()) {
      Wire one = new Wire();
      Wire two = new Wire();
      server.on("/one", one);
      server.on("/two", two);
      Path drop = Files.createDirectories(folder.resolve("kill/drop"));
      Path job =
          jobFile(
              "kill",
              """
              - {name: one, url: "%s", every: PT1S}
              - {name: two, url: "%s", every: PT1S}
              - {name: drop, url: drop, every: PT1S}
              """
                  .formatted(server.at("/one"), server.at("/two")));
      KafkaCluster cluster = cluster(job);
      TopicAdmin.ensure(cluster, Duration.ofDays(400));
      Path log = folder.resolve("kill.log");
      Set<String> offered = new TreeSet<>();
      List<String> seen = new ArrayList<>();
      int number = 0;
      try (RowReader articles = new RowReader(cluster, TopicName.ARTICLES)) {
        for (int kill = 0; kill < KILLS; kill++) {
          // What is in a feed is replaced only when everyone could have seen it.
          one.titles = news("one", ++number, 3 + random.nextInt(40), one.titles, seen, offered);
          two.titles = news("two", number, 1 + random.nextInt(5), two.titles, seen, offered);
          drop(drop, number, 200 + random.nextInt(1500), offered);
          int before = one.asked.get();
          Process poller = newstide(log, "feed", "--job", job.toString());
          boolean early = random.nextInt(4) == 0;
          if (early) {
            pause(random.nextInt(3000));
          } else {
            await(
                "a request, see kill.log",
                () -> {
                  assertThat(poller.isAlive()).as("the poller, see " + log).isTrue();
                  return one.asked.get() > before;
                });
            pause(random.nextInt(2000));
          }
          poller.destroyForcibly().waitFor();
          seen.addAll(titles(articles.poll(Duration.ofMillis(100))));
        }
        Process last = newstide(log, "feed", "--job", job.toString());
        await(
            "all news",
            () -> {
              seen.addAll(titles(articles.poll(Duration.ofMillis(200))));
              return seen.size() >= offered.size();
            });
        // Two more rounds, in which nothing may come.
        int asked = one.asked.get();
        await("two more rounds", () -> one.asked.get() >= asked + 2);
        last.destroy();
        assertThat(last.waitFor(2, TimeUnit.MINUTES)).isTrue();
        seen.addAll(titles(articles.toEnd()));
      }
      assertThat(seen).as("seed %d", seed).doesNotHaveDuplicates();
      assertThat(new TreeSet<>(seen)).as("seed %d", seed).isEqualTo(offered);
      assertThat(articles(cluster)).hasSameSizeAs(offered);

      Ran status = Ran.run("feed", "--job", job.toString(), "--status");
      assertThat(status.code()).isZero();
      assertThat(status.said()).containsPattern("(?m)^one +ok +PT1S +20\\d\\d-\\d\\d-\\d\\d ");
      long ofOne = offered.stream().filter(title -> title.startsWith("one")).count();
      assertThat(line(status.said(), "one ")).contains(" %,d ".formatted(ofOne));
    }
  }

  private static String line(String text, String begin) {
    return text.lines().filter(line -> line.startsWith(begin)).findFirst().orElseThrow();
  }

  /** New titles before those of the feed that have not been seen yet, and a few that have. */
  private static List<String> news(
      String feed,
      int round,
      int count,
      List<String> before,
      List<String> seen,
      Set<String> offered) {
    List<String> titles = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      titles.add("%s-%02d-%02d".formatted(feed, round, i));
    }
    offered.addAll(titles);
    Set<String> known = new TreeSet<>(seen);
    int kept = 0;
    for (String title : before) {
      if (!known.contains(title) || kept++ < 10) {
        titles.add(title);
      }
    }
    return titles;
  }

  /** A new packed file, and more lines in one that grows. */
  private static void drop(Path folder, int round, int count, Set<String> offered)
      throws IOException {
    StringBuilder grown = new StringBuilder();
    StringBuilder whole = new StringBuilder();
    for (int i = 0; i < count; i++) {
      String title = "drop-%02d-%04d".formatted(round, i);
      offered.add(title);
      (i % 2 == 0 ? grown : whole).append("{\"title\": \"%s\"}\n".formatted(title));
    }
    Files.writeString(
        folder.resolve("grows.jsonl"), grown, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(whole.toString().getBytes(StandardCharsets.UTF_8));
    }
    Files.write(folder.resolve("round-%02d.jsonl.gz".formatted(round)), packed.toByteArray());
  }

  @Test
  void aSecondPollerTakesOver() throws Exception {
    try (FeedServer server = FeedServer.start()) {
      Wire wire = new Wire();
      wire.titles = List.of("a", "b");
      server.on("/rss", wire);
      Path job =
          jobFile("fence", "- {name: wire, url: \"%s\", every: PT1S}".formatted(server.at("/rss")));
      Path log = folder.resolve("fence.log");
      Process first = newstide(log, "feed", "--job", job.toString());
      await("a request", () -> wire.asked.get() > 0);
      Process second = newstide(folder.resolve("fence2.log"), "feed", "--job", job.toString());

      assertThat(first.waitFor(5, TimeUnit.MINUTES)).isTrue();
      assertThat(first.exitValue()).isEqualTo(1);
      assertThat(Files.readString(log))
          .contains("wire: another feed of this deployment has taken the source over");
      int asked = wire.asked.get();
      wire.titles = List.of("c", "a", "b");
      await("the second goes on", () -> wire.asked.get() > asked + 1);
      second.destroy();
      assertThat(second.waitFor(2, TimeUnit.MINUTES)).isTrue();
      assertThat(articles(cluster(job))).containsExactlyInAnyOrder("a", "b", "c");
    }
  }

  /** What is committed behind the open transaction of another is known, if it takes a while. */
  @Test
  void notesBehindSomeonesOpenTransactionAreNotOverlooked() throws Exception {
    Path job = jobFile("behind", "- {name: a, url: x}");
    KafkaCluster cluster = cluster(job);
    TopicAdmin.ensure(cluster, Duration.ofDays(400));
    JobFile settings = JobFile.read(job, Map.of(), Map.of());
    FeedLedgers ledgers = new FeedLedgers(cluster, "behind", settings.reader());
    Properties properties = new Properties();
    properties.put("bootstrap.servers", cluster.bootstrapServers());
    properties.put("transactional.id", "someone");
    properties.put("transaction.timeout.ms", "2000");
    Map<String, Optional<byte[]>> note = Map.of("n", Optional.of(new byte[] {7}));
    try (var someone =
            new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        Ledger first = ledgers.open(settings.sources()).get(0)) {
      someone.initTransactions();
      someone.beginTransaction();
      for (int partition = 0; partition < 2; partition++) {
        someone
            .send(
                new ProducerRecord<>("behind.feed-state", partition, new byte[] {'k'}, new byte[1]))
            .get();
      }
      first.commit(List.of(), note);
      assertThat(FeedLedgers.notes(cluster)).as("it is behind").isEmpty();

      try (Ledger second = ledgers.open(settings.sources()).get(0)) {
        assertThat(second.notes()).containsEntry("n", new byte[] {7});
        assertThatThrownBy(() -> first.commit(List.of(), note))
            .isInstanceOf(TakenOverException.class);
      }
    }
  }

  @Test
  void byHandASourceIsAskedOnceAndStatusAsksNoSource() throws Exception {
    Wire wire = new Wire();
    wire.titles = List.of("a", "b");
    Path job;
    String address;
    Path file;
    try (FeedServer server = FeedServer.start()) {
      URI at = server.on("/rss", wire);
      address = at.toString();
      job =
          jobFile(
              "hand",
              """
              - {name: 电讯, url: "%s", every: PT1H}
              - {name: never, url: "http://127.0.0.1:1/", every: PT2H}
              """
                  .formatted(at));
      file = Files.writeString(folder.resolve("hand/a.jsonl"), "{\"title\": \"x\"}\n");

      assertThat(Ran.run("feed", "--job", job.toString(), "电讯").said())
          .endsWith("newstide: 电讯: sent 2 records to hand.articles\n");
      wire.titles = List.of("c", "a", "b");
      // by its address it is the same source
      assertThat(Ran.run("feed", "--job", job.toString(), address, file.toString()).said())
          .contains("newstide: 电讯: sent 1 record to hand.articles\n")
          .contains("a.jsonl: sent 1 record to hand.articles\n");
      assertThat(Ran.run("feed", "--job", job.toString(), file.toString()).said())
          .contains("sent 0 records")
          .contains("it has nothing that was not sent before (--again)");
      assertThat(Ran.run("feed", "--job", job.toString(), "--again", file.toString()).said())
          .contains("sent 1 record ");
      Ran dry = Ran.run("feed", "--job", job.toString(), "--dry-run", "电讯");
      assertThat(dry.said().lines()).hasSize(3).allMatch(line -> line.startsWith("{\"id\":"));
    }
    Ran failed = Ran.run("feed", "--job", job.toString(), "never");
    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.said()).startsWith("newstide: never: no connection");
    assertThat(articles(cluster(job))).containsExactlyInAnyOrder("a", "b", "c", "x", "x");

    Ran status = Ran.run("feed", "--job", job.toString(), "--status");
    assertThat(status.code()).isZero();
    assertThat(line(status.said(), "电讯")).matches("电讯 +ok +PT1H +\\S+ \\S+ +2 +3 +1 +\\S+ \\S+");
    assertThat(line(status.said(), "never "))
        .matches("never +failing +PT2H +never +1 +0 +- +\\S+ \\S+");
    assertThat(status.said()).containsPattern("never: last error \\S+ \\S+: no connection");
    assertThat(status.said()).contains("by hand");
  }

  @Test
  void rejectedRecordsAreSentAgainOnceEach() throws Exception {
    Path job = jobFile("again", "[]");
    KafkaCluster cluster = cluster(job);
    TopicAdmin.ensure(cluster, Duration.ofDays(400));
    reject(cluster, 0, "not-json", "first", 5, "2026-07-01T00:00:00Z");
    reject(cluster, 1, "bad-date", "second", 6, "2026-07-02T00:00:00Z");
    reject(cluster, 0, "repeated-id", "repeat", 6, "2026-07-02T00:00:00Z");
    reject(cluster, 1, "too-large", "begin", 2_000_000, "2026-07-02T00:00:00Z");
    reject(cluster, 1, "future-date", "future", 6, "2026-07-02T00:00:00Z");

    Ran preview = Ran.run("replay-rejected", "--job", job.toString(), "--dry-run");
    assertThat(preview.said().lines().filter(line -> line.startsWith("{"))).hasSize(3);
    assertThat(values(cluster)).isEmpty();

    Ran one = Ran.run("replay-rejected", "--job", job.toString(), "--reason", "bad-date");
    assertThat(one.code()).isZero();
    assertThat(one.said())
        .endsWith("sent 1 rejected record again to again.articles (bad-date 1)\n");
    assertThat(values(cluster)).containsOnlyKeys("second");

    Instant begin = Instant.now();
    Ran rest = Ran.run("replay-rejected", "--job", job.toString());
    assertThat(rest.said())
        .contains(
            "cannot be sent again: again.articles-0-3 (too-large): only the first 5 of its 2,000,000 bytes were kept")
        .endsWith("sent 2 rejected records again to again.articles (not-json 1, future-date 1)\n");
    Map<String, Long> sent = values(cluster);
    assertThat(sent).containsOnlyKeys("first", "second", "future");
    assertThat(sent.get("first")).isEqualTo(Instant.parse("2026-07-01T00:00:00Z").toEpochMilli());
    assertThat(sent.get("future")).isGreaterThanOrEqualTo(begin.toEpochMilli());

    assertThat(Ran.run("replay-rejected", "--job", job.toString()).said())
        .endsWith("sent 0 rejected records again to again.articles\n");
    reject(cluster, 0, "not-json", "third", 5, "2026-07-03T00:00:00Z");
    assertThat(replay(cluster).send(RejectedReplay.USUAL).all()).isEqualTo(1);
    assertThat(replay(cluster).send(Set.of(RejectionReason.REPEATED_ID)).all()).isEqualTo(1);
    assertThat(values(cluster)).containsOnlyKeys("first", "second", "future", "third", "repeat");

    Ran wrong = Ran.run("replay-rejected", "--job", job.toString(), "--reason", "bad-data");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.said()).contains("nothing is rejected for 'bad-data'; there are empty, ");
  }

  private static RejectedReplay replay(KafkaCluster cluster) {
    JobFile job = JobFile.read(folder.resolve("again/job.yaml"), Map.of(), Map.of());
    return new RejectedReplay(cluster, "again", job.reader(), InstantSource.system());
  }

  private static Map<String, Long> values(KafkaCluster cluster) {
    Map<String, Long> values = new HashMap<>();
    try (RowReader rows = new RowReader(cluster, TopicName.ARTICLES)) {
      for (Row row : rows.toHighWatermark(Duration.ofMinutes(1))) {
        Long before = values.put(new String(row.value(), StandardCharsets.UTF_8), row.timestamp());
        assertThat(before).as("sent once").isNull();
      }
    }
    return values;
  }

  /** A row of rejected.v1, as the job would have written it. */
  private static void reject(
      KafkaCluster cluster, int partition, String reason, String raw, int length, String timestamp)
      throws Exception {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", cluster.bootstrapServers());
    byte[] bytes = raw.getBytes(StandardCharsets.UTF_8);
    String row =
        """
        {"schemaVersion":1,"reason":"%s","detail":"d","topic":"again.articles","partition":0,"offset":3,"timestamp":"%s","raw":"%s","rawLength":%d}"""
            .formatted(
                reason,
                timestamp,
                Base64.getEncoder().encodeToString(bytes),
                length > 1000 ? length : bytes.length);
    try (var producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  "again.rejected.v1",
                  partition,
                  "k".getBytes(StandardCharsets.UTF_8),
                  row.getBytes(StandardCharsets.UTF_8)))
          .get();
    }
  }
}
