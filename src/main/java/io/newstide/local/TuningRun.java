package io.newstide.local;

import io.newstide.article.Incoming;
import io.newstide.job.Endpoints;
import io.newstide.job.JobFile;
import io.newstide.job.NewstideJob;
import io.newstide.job.UnderstoodArticles;
import io.newstide.kafka.ControlRecord;
import io.newstide.kafka.LookBack;
import io.newstide.kafka.Row;
import io.newstide.kafka.TopicName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointException;
import org.apache.flink.runtime.checkpoint.CheckpointFailureReason;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.ExceptionUtils;

/**
 * The production graph over articles that were understood before: everything but the language pass,
 * which is what takes the time. On one subtask, so that the same articles and settings give the
 * same rows.
 */
public final class TuningRun {

  private static final List<TopicName> KEPT =
      List.of(TopicName.ENRICHED, TopicName.TRENDS, TopicName.ALERTS);

  private TuningRun() {}

  /**
   * Runs the graph.
   *
   * @param job the deployment as it is tried
   * @param articles JSONL, also .gz
   * @param understood the same articles as {@link UnderstoodArticles} wrote them
   * @param scratch a folder for files that are gone afterwards; made and deleted
   * @param progress told now and then how many articles have been read
   * @param rows is handed every row of {@code enriched}, {@code trends} and {@code alerts}, one
   *     topic after the other, each in the order in which it was written
   * @return the size of the job's state behind the last article, before the end of the input closes
   *     every window: that of a savepoint, in bytes
   */
  public static long run(
      JobFile job,
      Path articles,
      Path understood,
      Path scratch,
      LongConsumer progress,
      BiConsumer<TopicName, Row> rows)
      throws Exception {
    Files.createDirectories(scratch);
    try {
      Map<String, String> settings =
          Map.of(
              "restart-strategy.type",
              "disable",
              "state.backend.type",
              "hashmap",
              // In memory a savepoint could only be small.
              "execution.checkpointing.storage",
              "filesystem",
              "execution.checkpointing.dir",
              scratch.toUri().toString());
      var env = LocalFlink.environment(job, 1, settings);
      env.getCheckpointConfig().disableCheckpointing();
      Pause pause = new Pause(scratch.toString());
      NewstideJob.build(env, job, new TuningEndpoints(job, articles, understood, scratch, pause));
      JobClient running = env.executeAsync("newstide tune " + job.settings().name());
      long state = stateSize(running, pause, scratch, progress);
      LocalFlink.await(running, read -> {});
      for (TopicName topic : KEPT) {
        Path file = scratch.resolve(topic.fileName() + ".0.rows");
        if (Files.exists(file)) {
          RowFiles.read(file, row -> rows.accept(topic, row));
        }
      }
      return state;
    } finally {
      delete(scratch);
    }
  }

  private static long stateSize(JobClient running, Pause pause, Path scratch, LongConsumer progress)
      throws Exception {
    var result = running.getJobExecutionResult();
    int looked = 0;
    while (!pause.isReached() && !result.isDone()) {
      try {
        result.get(50, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (++looked % 10 == 0) {
          LocalFlink.articlesRead(running).ifPresent(progress);
        }
      } catch (ExecutionException e) {
        // Whoever awaits the job says why.
        break;
      }
    }
    if (result.isDone()) {
      return 0;
    }
    Path savepoint = Files.createDirectory(scratch.resolve("savepoint"));
    try {
      save(running, savepoint);
    } finally {
      pause.end();
    }
    try (Stream<Path> files = Files.walk(savepoint)) {
      return files.filter(Files::isRegularFile).mapToLong(TuningRun::size).sum();
    }
  }

  /** A short file can be read to its end before the last task has started: then once more. */
  private static void save(JobClient running, Path savepoint) throws Exception {
    long patience = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (true) {
      try {
        running
            .triggerSavepoint(savepoint.toUri().toString(), SavepointFormatType.CANONICAL)
            .get(10, TimeUnit.MINUTES);
        return;
      } catch (ExecutionException e) {
        boolean notStarted =
            ExceptionUtils.findThrowable(e, CheckpointException.class)
                .filter(
                    cause ->
                        cause.getCheckpointFailureReason()
                            == CheckpointFailureReason.NOT_ALL_REQUIRED_TASKS_RUNNING)
                .isPresent();
        if (!notStarted || System.nanoTime() > patience) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.deleteIfExists(file);
    }
  }

  private record TuningEndpoints(
      JobFile job, Path file, Path understoodFile, Path scratch, Pause pause) implements Endpoints {

    @Override
    public Source<Incoming, ?, ?> articles() {
      return new ArticleFile(file, job.reader(), pause);
    }

    @Override
    public Source<ControlRecord, ?, ?> control() {
      return new Nothing<>(new ArticleFile(file, job.reader()), pause);
    }

    @Override
    public Source<LookBack, ?, ?> lookBacks() {
      return new Nothing<>(new ArticleFile(file, job.reader()), pause);
    }

    @Override
    public boolean live() {
      return false;
    }

    @Override
    public Optional<Path> understood() {
      return Optional.of(understoodFile);
    }

    @Override
    public Sink<Row> rows(TopicName topic) {
      return KEPT.contains(topic)
          ? new RowFiles(scratch.toString(), topic.fileName())
          : new DiscardingSink<>();
    }
  }
}
