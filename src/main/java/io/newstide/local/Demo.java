package io.newstide.local;

import io.newstide.article.RawRecord;
import io.newstide.feed.JsonLines;
import io.newstide.job.JobFile;
import io.newstide.kafka.ArticleFeeder;
import io.newstide.kafka.Row;
import io.newstide.kafka.RowReader;
import io.newstide.kafka.TopicName;
import io.newstide.topic.TopicDefinition;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.errors.InterruptException;

/**
 * A real Kafka broker, the job and a consumer of its rows in one process: articles go in at one end
 * and topics come out at the other, through Kafka both times.
 */
public final class Demo implements AutoCloseable {

  /** How much of the end of the feed is replayed rather than sent at once. */
  private static final Duration REPLAYED = Duration.ofDays(16);

  /** Until transactions that are committed are seen to be. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** How long the replay takes. */
  private static final Duration REPLAY_TIME = Duration.ofMinutes(4);

  /**
   * What the sample needs beside the job file: with some two articles a day, four of a topic are
   * much, but by the scale of a stream that needs a threshold of 3 they are not.
   */
  public static final Map<String, String> SAMPLE_SETTINGS = Map.of("trends.threshold", "2.0");

  private final EmbeddedBroker broker;
  private final JobFile job;
  private final Path articles;
  private final Path data;
  private final PrintStream say;

  private Demo(EmbeddedBroker broker, JobFile job, Path articles, Path data, PrintStream say) {
    this.broker = broker;
    this.job = job;
    this.articles = articles;
    this.data = data;
    this.say = say;
  }

  /**
   * Starts the broker.
   *
   * @param job the deployment, its Kafka address aside
   * @param articles what is fed, as JSON lines
   * @param data where Kafka's records and the job's checkpoints are kept
   * @param say where to tell what happens
   */
  public static Demo start(JobFile job, Path articles, Path data, PrintStream say) {
    EmbeddedBroker broker = EmbeddedBroker.start(data.resolve("kafka"));
    try {
      JobFile there = job.withBootstrapServers(broker.bootstrapServers());
      say.println("Kafka is at " + broker.bootstrapServers());
      EmbeddedJob.prepareTopics(there, line -> {});
      return new Demo(broker, there, articles, data, say);
    } catch (RuntimeException e) {
      broker.close();
      throw e;
    }
  }

  /** The deployment as it runs here, with this broker's address. */
  public JobFile job() {
    return job;
  }

  /** Sends all articles, processes them to the end and prints the table of days. */
  public void once(PrintStream out) throws Exception {
    Path finished = finishedMark();
    if (Files.exists(finished)) {
      say.println("these articles were processed to the end before");
    } else {
      say.printf("sent %,d records to %s%n", sendAll(), topic(TopicName.ARTICLES));
      try (EmbeddedJob running = EmbeddedJob.start(job, data, true, Map.of())) {
        running.await();
      }
      Files.createFile(finished);
    }
    DayTable days = table();
    try (RowReader trends = new RowReader(job.cluster(), TopicName.TRENDS)) {
      trends.toHighWatermark(PATIENCE).forEach(days::add);
    }
    say.printf("read %s back:%n%n", topic(TopicName.TRENDS));
    days.print(out);
    out.println();
    for (TopicName count : List.of(TopicName.ENRICHED, TopicName.LATE, TopicName.REJECTED)) {
      try (RowReader rows = new RowReader(job.cluster(), count)) {
        out.printf("%-9s %,6d%n", count.fileName(), rows.toHighWatermark(PATIENCE).size());
      }
    }
  }

  /**
   * Sends all but the last days of the articles, then those as if they came now, many times faster;
   * prints each day when it is complete. Returns when the thread is interrupted.
   *
   * @param port where Flink's own page of the job is to be
   */
  public void replay(int port, PrintStream out) throws Exception {
    if (Files.exists(finishedMark())) {
      throw new IllegalStateException(
          data + " holds a demo that was run to its end (--once); choose another --data");
    }
    Map<String, String> page =
        Map.of("rest.port", Integer.toString(port), "rest.address", "localhost");
    try (EmbeddedJob running = EmbeddedJob.start(job, data, false, page);
        RowReader trends = new RowReader(job.cluster(), TopicName.TRENDS)) {
      say.printf("Flink's page of the job is at http://localhost:%d%n", port);
      Thread feeder = new Thread(this::replayArticles, "feeder");
      feeder.setDaemon(true);
      feeder.start();
      try {
        watch(trends, out, running);
      } catch (InterruptException e) {
        // Kafka's own word for being interrupted while it polls: the demo is over.
      } finally {
        // Closing in good order must not be interrupted in its turn.
        Thread.interrupted();
      }
    }
  }

  private void watch(RowReader trends, PrintStream out, EmbeddedJob running) throws Exception {
    DayTable days = table();
    NavigableSet<LocalDate> open = new TreeSet<>();
    Set<LocalDate> printed = new HashSet<>();
    while (!Thread.currentThread().isInterrupted() && running.isRunning()) {
      for (Row row : trends.poll(Duration.ofMillis(500))) {
        LocalDate day = days.add(row);
        if (day != null) {
          open.add(day);
        }
      }
      if (printed.isEmpty() && !open.isEmpty()) {
        days.printHeader(out);
      }
      while (!open.isEmpty() && days.complete(open.first())) {
        LocalDate day = open.pollFirst();
        days.printDay(day, printed.add(day) ? "" : "  corrected by a late article", out);
      }
    }
  }

  private void replayArticles() {
    List<RawRecord> records = JsonLines.all(articles, job.reader());
    long last = records.stream().mapToLong(RawRecord::timestamp).max().orElse(0);
    long from = last - REPLAYED.toMillis();
    double speed = (double) REPLAYED.toMillis() / REPLAY_TIME.toMillis();
    try (ArticleFeeder feeder = feeder()) {
      int sent = sentBefore();
      int atOnce = sent;
      while (atOnce < records.size() && records.get(atOnce).timestamp() < from) {
        feeder.send(records.get(atOnce++));
      }
      feeder.commit();
      say.printf(
          "sent %,d records; the other %,d follow, %,.0f times as fast as they came%n",
          atOnce, records.size() - atOnce, speed);
      long began = System.nanoTime();
      long beginning = atOnce < records.size() ? records.get(atOnce).timestamp() : last;
      for (RawRecord record : records.subList(atOnce, records.size())) {
        long due = began + (long) ((record.timestamp() - beginning) * 1_000_000 / speed);
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        feeder.send(record);
        feeder.commit();
      }
      say.println("all articles have been sent; Ctrl-C ends the demo");
    }
  }

  /** How many records a run before this one has sent: it sends in the same order. */
  private int sentBefore() {
    try (RowReader sent = new RowReader(job.cluster(), TopicName.ARTICLES)) {
      return sent.toEnd().size();
    }
  }

  private int sendAll() {
    List<RawRecord> records = JsonLines.all(articles, job.reader());
    try (ArticleFeeder feeder = feeder()) {
      // In one transaction: all of them or none.
      records.subList(sentBefore(), records.size()).forEach(feeder::send);
      feeder.commit();
    }
    return records.size();
  }

  private ArticleFeeder feeder() {
    return ArticleFeeder.open(job.cluster(), job.settings().name(), job.reader());
  }

  private DayTable table() {
    Map<String, String> topics = new LinkedHashMap<>();
    for (TopicDefinition topic : job.topics()) {
      topics.put(topic.id(), topic.name());
    }
    return new DayTable("day", job.settings().time().zone(), topics);
  }

  private String topic(TopicName topic) {
    return topic.in(job.cluster().prefix());
  }

  private Path finishedMark() {
    return data.resolve("finished");
  }

  @Override
  public void close() {
    broker.close();
  }
}
