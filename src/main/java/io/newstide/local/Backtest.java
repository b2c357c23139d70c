package io.newstide.local;

import io.newstide.article.Incoming;
import io.newstide.job.Endpoints;
import io.newstide.job.JobFile;
import io.newstide.job.NewstideJob;
import io.newstide.kafka.ControlRecord;
import io.newstide.kafka.LookBack;
import io.newstide.kafka.Row;
import io.newstide.kafka.TopicName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;

/**
 * The production graph over a file of articles, in the file's order, with its rows in files: the
 * same articles and settings give the same bytes.
 */
public final class Backtest {

  private Backtest() {}

  /**
   * Runs a back-test.
   *
   * @param job the deployment to test
   * @param articles JSONL, also .gz
   * @param out the folder for the results; made if missing, files of the same names replaced
   * @param parallelism on how many subtasks the analysis and the windows run
   * @param allRevisions whether every row is wanted, not only the last of each key
   * @param progress told now and then how many articles have been read
   * @return how many rows each file has
   */
  public static Map<TopicName, Integer> run(
      JobFile job,
      Path articles,
      Path out,
      int parallelism,
      boolean allRevisions,
      LongConsumer progress)
      throws Exception {
    Files.createDirectories(out);
    Path rows = Files.createTempDirectory(out, ".rows");
    try {
      for (TopicName topic : TopicName.results()) {
        Files.createFile(rows.resolve(topic.fileName() + ".none.rows"));
      }
      // It starts over after a failure, by hand: there is nothing to resume from. And nobody waits
      // for a row: buffers are sent when they are full.
      var env =
          LocalFlink.environment(
              job,
              parallelism,
              Map.of(
                  "restart-strategy.type", "disable", "execution.buffer-timeout.enabled", "false"));
      env.getCheckpointConfig().disableCheckpointing();
      NewstideJob.build(env, job, new FileEndpoints(job, articles, rows));
      LocalFlink.await(env.executeAsync("newstide back-test " + job.settings().name()), progress);
      Map<TopicName, Integer> written = new EnumMap<>(TopicName.class);
      for (TopicName topic : TopicName.results()) {
        boolean lastOnly = topic.upsert() && !allRevisions;
        Path file = out.resolve(topic.fileName() + ".jsonl");
        boolean byTime = topic == TopicName.ALERTS;
        written.put(topic, RowOrder.write(rows, topic.fileName(), byTime, lastOnly, file));
      }
      return written;
    } finally {
      try (Stream<Path> files = Files.list(rows)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(rows);
    }
  }

  private record FileEndpoints(JobFile job, Path file, Path rows) implements Endpoints {

    @Override
    public Source<Incoming, ?, ?> articles() {
      return new ArticleFile(file, job.reader());
    }

    @Override
    public Source<ControlRecord, ?, ?> control() {
      return new Nothing<>(new ArticleFile(file, job.reader()), Pause.NONE);
    }

    @Override
    public Source<LookBack, ?, ?> lookBacks() {
      return new Nothing<>(new ArticleFile(file, job.reader()), Pause.NONE);
    }

    @Override
    public boolean live() {
      return false;
    }

    @Override
    public Sink<Row> rows(TopicName topic) {
      return new RowFiles(rows.toString(), topic.fileName());
    }
  }
}
