package io.newstide.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.newstide.job.JobFile;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.Test;

/**
 * How Flink is set in this process, and a job's end as Flink's client tells it; the real one cannot
 * be made to end at a given moment.
 */
class LocalFlinkTest {

  private final CompletableFuture<JobExecutionResult> result = new CompletableFuture<>();
  private final List<Long> progress = new ArrayList<>();

  private JobClient job(Supplier<Map<String, Object>> accumulators) {
    return (JobClient)
        Proxy.newProxyInstance(
            JobClient.class.getClassLoader(),
            new Class<?>[] {JobClient.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getJobExecutionResult" -> result;
                  case "getAccumulators" -> CompletableFuture.completedFuture(accumulators.get());
                  default -> throw new AssertionError(method);
                });
  }

  @Test
  void tellsHowManyArticlesWereReadUntilTheEnd() throws Exception {
    var expected = new JobExecutionResult(null, 0, Map.of());
    var ended =
        LocalFlink.await(
            job(
                () -> {
                  result.complete(expected);
                  return Map.of("articles-read", 42L);
                }),
            progress::add);
    assertThat(ended).isSameAs(expected);
    assertThat(progress).containsExactly(42L);
  }

  @Test
  void aClusterThatClosesWhileItIsAskedIsAnEndLikeAnyOther() throws Exception {
    var expected = new JobExecutionResult(null, 0, Map.of());
    var ended =
        LocalFlink.await(
            job(
                () -> {
                  result.complete(expected);
                  throw new IllegalStateException("MiniCluster is not yet running");
                }),
            progress::add);
    assertThat(ended).isSameAs(expected);
    assertThat(progress).isEmpty();
  }

  @Test
  void aFailureIsToldByItsCause() {
    result.completeExceptionally(new RuntimeException("outer", new RuntimeException("disk full")));
    assertThatThrownBy(() -> LocalFlink.await(job(Map::of), progress::add))
        .hasMessage("the job failed: disk full");
  }

  @Test
  void aPropertyOfThisJavaIsStrongerThanTheJobsSettings() {
    String property = "newstide.flink.heartbeat.timeout";
    JobFile job =
        JobFile.read(
            Path.of("jobs/demo.yaml"),
            Map.of("flink.properties.heartbeat.timeout", "40 s"),
            Map.of());
    System.setProperty(property, "70 s");
    try {
      assertThat(heartbeatTimeout(job)).isEqualTo(Duration.ofSeconds(70));
    } finally {
      System.clearProperty(property);
    }
    assertThat(heartbeatTimeout(job)).isEqualTo(Duration.ofSeconds(40));
  }

  private static Duration heartbeatTimeout(JobFile job) {
    return LocalFlink.environment(job, 1, Map.of())
        .getConfiguration()
        .get(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT);
  }
}
