package io.newstide.local;

import io.newstide.job.FlinkSettings;
import io.newstide.job.JobFile;
import io.newstide.job.NewstideJob;
import io.newstide.language.words.HanlpData;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A Flink within this process. */
public final class LocalFlink {

  private static final String OF_THIS_JAVA = "newstide.flink.";

  private LocalFlink() {}

  /**
   * An environment that runs jobs in this process, without a page of its own. A property of this
   * Java {@code newstide.flink.KEY} sets Flink's {@code KEY}, stronger than everything else.
   *
   * @param job the deployment whose Flink settings are taken
   * @param parallelism on how many subtasks
   * @param settings further settings of Flink, stronger than the job's
   */
  public static StreamExecutionEnvironment environment(
      JobFile job, int parallelism, Map<String, String> settings) {
    // Here, before anything runs: on a task it would be retried like any other failure.
    HanlpData.check();
    Configuration flink = FlinkSettings.of(job);
    flink.setString("parallelism.default", Integer.toString(parallelism));
    flink.setString("taskmanager.numberOfTaskSlots", Integer.toString(parallelism));
    flink.setString("taskmanager.memory.segment-size", "128kb");
    flink.setString("taskmanager.memory.network.max", networkMegabytes(parallelism) + "m");
    flink.setString("taskmanager.memory.managed.size", "128m");
    flink.setString("heartbeat.interval", "1 s");
    settings.forEach(flink::setString);
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith(OF_THIS_JAVA))
        .forEach(
            name ->
                flink.setString(name.substring(OF_THIS_JAVA.length()), System.getProperty(name)));
    return StreamExecutionEnvironment.createLocalEnvironment(parallelism, flink);
  }

  /**
   * Some four buffers for each pair of subtasks between which there is a way, a dozen ways in all.
   * Buffers are larger than Flink's own 32 kB: what a task works on before another has its turn is
   * what it has read, and each finds its data in the processor's caches for longer.
   */
  private static int networkMegabytes(int parallelism) {
    return Math.max(128, 6 * parallelism * parallelism);
  }

  /** Waits until a job has ended, telling how many articles it has read now and then. */
  static JobExecutionResult await(JobClient job, LongConsumer progress) throws Exception {
    var result = job.getJobExecutionResult();
    while (true) {
      try {
        return result.get(500, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        articlesRead(job).ifPresent(progress);
      } catch (ExecutionException e) {
        throw new IllegalStateException("the job failed: " + root(e).getMessage(), e);
      }
    }
  }

  /** Empty where Flink has no answer: the cluster closes by itself at the moment the job ends. */
  static OptionalLong articlesRead(JobClient job) throws InterruptedException {
    try {
      var read = job.getAccumulators().get(5, TimeUnit.SECONDS).get(NewstideJob.ARTICLES_READ);
      return read instanceof Long articles ? OptionalLong.of(articles) : OptionalLong.empty();
    } catch (IllegalStateException | ExecutionException | TimeoutException e) {
      return OptionalLong.empty();
    }
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
