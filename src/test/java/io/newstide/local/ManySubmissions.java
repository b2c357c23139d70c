package io.newstide.local;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import javax.management.ObjectName;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.client.program.PackagedProgram;
import org.apache.flink.client.program.PackagedProgramUtils;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.util.InstantiationUtil;

/**
 * A process that is a Flink session cluster, with nothing but Flink on its class path: the job jar
 * is submitted to it again and again, read with some articles, and cancelled. Prints a line for
 * each submission: its number, how many of the jar's class loaders were there while it ran, how
 * many are there after it, how many classes are loaded then, and the metaspace they take in bytes.
 *
 * <p>Arguments: the jar, how often, and those of the job. In the job's arguments {@code %d} is the
 * number of the submission.
 */
final class ManySubmissions {

  private static final String USER_CODE = "org.apache.flink.util.ChildFirstClassLoader";
  private static final Duration DEADLINE = Duration.ofMinutes(5);

  /** How long what the job has begun may take to end. */
  private static final Duration LEAVE = Duration.ofSeconds(30);

  private ManySubmissions() {}

  public static void main(String[] args) throws Exception {
    var jar = new File(args[0]);
    var settings = new Configuration();
    settings.setString("heartbeat.interval", "500 ms");
    settings.setString("taskmanager.memory.network.max", "128m");
    settings.setString("taskmanager.memory.managed.size", "64m");
    settings.setString("rest.bind-port", "0");
    var cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(1)
                .build());
    try (cluster) {
      cluster.start();
      for (var i = 1; i <= Integer.parseInt(args[1]); i++) {
        var number = i;
        var arguments =
            Arrays.stream(args)
                .skip(2)
                .map(argument -> argument.replace("%d", Integer.toString(number)))
                .toArray(String[]::new);
        var job = submit(cluster, jar, arguments, settings);
        awaitArticles(cluster, job);
        var during = userCodeLoaders();
        cluster.cancelJob(job).get();
        cluster.requestJobResult(job).get();
        var after = userCodeLoaders();
        var end = System.nanoTime() + LEAVE.toNanos();
        while (after > 1 && System.nanoTime() < end) {
          // Threads of Kafka's clients end a little later than the job.
          after = userCodeLoaders();
        }
        if (after > 1) {
          tellThreads();
        }
        System.out.printf(
            "%d %d %d %d %d%n",
            i,
            during,
            after,
            ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
            metaspace());
      }
    }
  }

  /**
   * In a thread of its own, as the client is a process of its own or a thread of Flink's server.
   */
  private static JobID submit(
      MiniCluster cluster, File jar, String[] arguments, Configuration settings) throws Exception {
    var task =
        new FutureTask<JobID>(
            () -> {
              try (var program =
                  PackagedProgram.newBuilder()
                      .setJarFile(jar)
                      .setConfiguration(settings)
                      .setArguments(arguments)
                      .build()) {
                JobGraph graph = PackagedProgramUtils.createJobGraph(program, settings, 1, false);
                return cluster.submitJob(graph).get().getJobID();
              }
            });
    var client = new Thread(task, "client");
    client.start();
    return task.get();
  }

  private static void awaitArticles(MiniCluster cluster, JobID job) throws Exception {
    var end = System.nanoTime() + DEADLINE.toNanos();
    while (System.nanoTime() < end) {
      var graph = cluster.getExecutionGraph(job).get();
      if (graph.getState().isTerminalState() || graph.getState() == JobStatus.FAILING) {
        throw new IllegalStateException(
            String.valueOf(graph.getFailureInfo().getExceptionAsString()));
      }
      var read = graph.getAccumulatorsSerialized().get("articles-read");
      if (read != null
          && read.deserializeValue(ManySubmissions.class.getClassLoader()).getUnchecked()
              instanceof Long articles
          && articles > 100) {
        return;
      }
      LockSupport.parkNanos(100_000_000);
    }
    throw new IllegalStateException("no articles were read within " + DEADLINE);
  }

  /** Threads that may hold a class loader: for whoever reads the log of a test that failed. */
  private static void tellThreads() {
    Thread.getAllStackTraces()
        .forEach(
            (thread, stack) ->
                System.err.printf(
                    "%s, context %s, at %s%n",
                    thread, thread.getContextClassLoader(), stack.length > 0 ? stack[0] : "-"));
  }

  /** How many there are after a collection of garbage. */
  private static long userCodeLoaders() throws Exception {
    // The JDK's serialisation (ObjectStreamClass.Caches) queues classes whose descriptors were
    // collected, and lets go of them when it next reads an object: on a cluster any message.
    InstantiationUtil.clone(new ArrayList<>(List.of(1)));
    var histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    List<Long> found = new ArrayList<>();
    for (var line : histogram.split("\\R", -1)) {
      // number, instances, bytes, class, perhaps its module
      var columns = line.strip().split("\\s+", -1);
      if (columns.length >= 4 && columns[3].equals(USER_CODE)) {
        found.add(Long.parseLong(columns[1]));
      }
    }
    return found.stream().mapToLong(Long::longValue).sum();
  }

  private static long metaspace() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getName().equals("Metaspace"))
        .mapToLong(pool -> pool.getUsage().getUsed())
        .sum();
  }
}
