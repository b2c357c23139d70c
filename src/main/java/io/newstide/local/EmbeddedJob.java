package io.newstide.local;

import io.newstide.job.JobFile;
import io.newstide.job.KafkaEndpoints;
import io.newstide.job.NewstideJob;
import io.newstide.kafka.TopicAdmin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.JobClient;

/**
 * The job on a Flink within this process. Its checkpoints stay in a folder, and it goes on from the
 * newest of them when it is started again, so that nothing is lost or counted twice. That one is
 * removed when there is a newer one.
 */
public final class EmbeddedJob implements AutoCloseable {

  private final JobClient client;
  private final CompletableFuture<JobExecutionResult> result;
  private final Optional<Path> resumedFrom;

  private EmbeddedJob(JobClient client, Optional<Path> resumedFrom) {
    this.client = client;
    this.result = client.getJobExecutionResult();
    this.resumedFrom = resumedFrom;
  }

  /** Creates the topics that are missing, saying so. */
  public static void prepareTopics(JobFile job, Consumer<String> say) {
    TopicAdmin.ensure(job.cluster(), job.settings().time().sliceRetention()).forEach(say);
  }

  /**
   * Starts the job.
   *
   * @param job the deployment
   * @param data where its checkpoints are kept
   * @param bounded whether to end at the articles that are there now
   * @param settings further settings of Flink
   */
  public static EmbeddedJob start(
      JobFile job, Path data, boolean bounded, Map<String, String> settings) throws Exception {
    Path checkpoints = Files.createDirectories(data.resolve("checkpoints")).toAbsolutePath();
    Optional<Path> newest = newestCheckpoint(checkpoints);
    Map<String, String> flink = new LinkedHashMap<>();
    flink.put("execution.checkpointing.storage", "filesystem");
    flink.put("execution.checkpointing.dir", checkpoints.toUri().toString());
    flink.put(
        "execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION");
    newest.ifPresent(path -> flink.put("execution.state-recovery.path", path.toUri().toString()));
    // The folder is this job's alone. Otherwise the checkpoint would stay for ever, and the next be
    // one of all state, which Flink refuses, again and again, where changes of state are logged.
    flink.put("execution.state-recovery.claim-mode", "CLAIM");
    flink.putAll(settings);
    var env = LocalFlink.environment(job, job.settings().flink().parallelism(), flink);
    NewstideJob.build(env, job, new KafkaEndpoints(job, bounded));
    return new EmbeddedJob(env.executeAsync("newstide " + job.settings().name()), newest);
  }

  /** The newest checkpoint that is complete in a folder of checkpoints, or in the one around it. */
  public static Optional<Path> newestCheckpoint(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder, 4)) {
      return files
          .filter(file -> file.getFileName().toString().equals("_metadata"))
          .max(Comparator.comparing(EmbeddedJob::modified))
          .map(Path::getParent);
    }
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  /** The checkpoint the job went on from, if there was one. */
  public Optional<Path> resumedFrom() {
    return resumedFrom;
  }

  /** Waits until the job has ended. */
  public void await() throws Exception {
    LocalFlink.await(client, articles -> {});
  }

  /** Whether the job is still at work. */
  boolean isRunning() {
    return !result.isDone();
  }

  /** Stops the job where it is; its newest checkpoint stays. */
  @Override
  public void close() throws Exception {
    if (!isRunning()) {
      return;
    }
    try {
      client.cancel().get();
    } catch (IllegalStateException | ExecutionException e) {
      // The job may have ended by itself in between, and Flink with it.
      if (isRunning()) {
        throw e;
      }
    }
  }
}
