package io.newstide.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.kafka.TopicName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * News for hours on one TaskManager, a hundred times as fast as it comes: {@code
 * -Dnewstide.soak=HOURS}; and the job submitted over and over again: {@code
 * -Dnewstide.submissions=N}. Long, so only when asked for; {@code bin/test --soak HOURS} asks for
 * both.
 */
class SoakIT {

  private static final int HOURS = Integer.getInteger("newstide.soak", 0);
  private static final int SUBMISSIONS = Integer.getInteger("newstide.submissions", 0);
  private static final int ARTICLES_A_DAY = 20_000;
  private static final int FASTER = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** What state may take, as docs/operations.md says: beside each article kept, and for each. */
  private static final long STATE = 25 << 20;

  private static final long STATE_AN_ARTICLE = 9_000;
  private static final Pattern METASPACE = Pattern.compile("Metaspace +used (\\d+)K");

  private static BrokerProcess broker;
  private static FlinkProcesses flink;

  @BeforeAll
  static void start() throws Exception {
    Assumptions.assumeTrue(
        HOURS > 0 || SUBMISSIONS > 0,
        "only with -Dnewstide.soak=HOURS or -Dnewstide.submissions=N");
    Path folder = Folders.fresh("soak");
    List<Integer> ports = Ports.free(2);
    broker = BrokerProcess.start(folder.resolve("kafka"), ports.get(0), ports.get(1), ports.get(1));
    // State lies outside the heap, so that what grows on the heap is what should not.
    flink =
        FlinkProcesses.start(
            folder.resolve("flink"),
            1,
            Map.of(
                "state.backend.type", "rocksdb",
                "taskmanager.memory.managed.fraction", "0.4",
                "taskmanager.memory.process.size", "2048m",
                "metrics.fetcher.update-interval", "1000"),
            Map.of());
  }

  @AfterAll
  static void stop() {
    if (flink != null) {
      flink.close();
    }
    if (broker != null) {
      broker.close();
    }
  }

  private static void submit(String name) throws Exception {
    flink.run(
        Map.of(),
        Path.of("docker/flink/submit.sh").toAbsolutePath().toString(),
        name,
        ClusterIT.jobJar().toString(),
        "--job",
        "jobs/demo.yaml",
        "--set",
        "name=" + name,
        "--set",
        "kafka.prefix=" + name,
        "--set",
        "kafka.bootstrapServers=" + broker.address(),
        "--set",
        "flink.checkpointInterval=PT5S");
    Await.until(
        () -> "a checkpoint of " + name + ", dead: " + flink.dead(),
        PATIENCE,
        () -> flink.completedCheckpoints(flink.runningJob()) > 0);
  }

  @Test
  void theHeapStaysAsItIsAfterTheFirstHour() throws Exception {
    Assumptions.assumeTrue(HOURS > 0, "only with -Dnewstide.soak=HOURS");
    String name = "soak";
    submit(name);
    String job = flink.runningJob();
    int perSecond = ARTICLES_A_DAY * FASTER / 86_400;
    var news = NewsMaker.aDay(ARTICLES_A_DAY, 1, Instant.parse("2026-03-01T00:00:00Z"));
    List<Long> heap = new ArrayList<>();
    List<Long> state = new ArrayList<>();
    long start = System.nanoTime();
    try (var feed = Feed.start(broker.address(), TopicName.ARTICLES.in(name), news, perSecond)) {
      for (int hour = 1; hour <= HOURS; hour++) {
        long next = start + Duration.ofHours(hour).dividedBy(FASTER).toNanos();
        Await.until(
            () -> "the hour is over", Duration.ofMinutes(5), () -> System.nanoTime() >= next);
        heap.add(flink.live(0));
        state.add(
            flink
                .get("/jobs/" + job + "/checkpoints")
                .at("/latest/completed/checkpointed_size")
                .asLong());
        long sent = (long) hour * ARTICLES_A_DAY / 24;
        assertThat(state.get(state.size() - 1))
            .as("state after %d articles, all of them kept", sent)
            .isBetween(1L, STATE + STATE_AN_ARTICLE * sent);
        System.out.printf(
            "hour %d: heap %,d kB, state %,d kB%n",
            hour, heap.get(heap.size() - 1) / 1024, state.get(state.size() - 1) / 1024);
      }
      long sent = feed.stop();
      Await.until(
          () -> "it has kept up with " + sent,
          PATIENCE,
          () ->
              Outcome.read(
                          broker.address(), TopicName.ENRICHED.in(name), "read_committed", Map.of())
                      .size()
                  > sent * 9 / 10);
      System.out.printf("%,d records in %d hours of event time%n", sent, HOURS);
    }
    flink.run(Map.of(), "flink", "cancel", job);
    assertThat(heap.get(heap.size() - 1))
        .as("in use at the end, beside after the first hour: " + heap)
        .isLessThan(heap.get(0) * 5 / 4);
  }

  @Test
  void metaspaceDoesNotGrowHoweverOftenTheJobIsSubmitted() throws Exception {
    Assumptions.assumeTrue(SUBMISSIONS > 0, "only with -Dnewstide.submissions=N");
    List<Long> metaspace = new ArrayList<>();
    for (int i = 1; i <= SUBMISSIONS; i++) {
      submit("again");
      String job = flink.runningJob();
      flink.run(Map.of(), "flink", "cancel", job);
      Await.until(
          () -> "the job has ended", PATIENCE, () -> !flink.jobs().containsValue("RUNNING"));
      metaspace.add(flink.afterCollection(0, METASPACE));
      System.out.printf("submission %d: metaspace %,d kB%n", i, metaspace.get(i - 1) / 1024);
    }
    long second = metaspace.get(Math.min(2, metaspace.size() - 1));
    assertThat(metaspace.get(metaspace.size() - 1))
        .as("metaspace after each: " + metaspace)
        .isLessThan(second * 11 / 10);
  }
}
