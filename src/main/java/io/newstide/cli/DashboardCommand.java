package io.newstide.cli;

import io.newstide.dashboard.Dashboard;
import io.newstide.job.JobFile;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The page over the output topics. */
@Command(
    name = "dashboard",
    mixinStandardHelpOptions = true,
    description = {
      "Serves a page over the output topics of a deployment: curves, alerts, emerging subjects, articles, the window workbench.",
      "It reads only and keeps nothing: start it beside a running job, stop it when you like. It listens where the job file's dashboard settings say, this computer alone unless told otherwise; a token (dashboard.token, or NEWSTIDE_DASHBOARD_TOKEN) lets its page change the running job."
    })
final class DashboardCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Mixin private JobOptions options;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Where it listens (dashboard.port of the job file, else 8080).")
  private Optional<Integer> port = Optional.empty();

  @Override
  public Integer call() throws Exception {
    JobFile job = options.read();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  asked.countDown();
                  try {
                    closed.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
    try (Dashboard dashboard = Dashboards.start(job, port, Optional.empty(), Optional.empty())) {
      System.err.printf(
          "newstide: the dashboard of '%s' is at %s%n", job.settings().name(), dashboard.url());
      if (job.settings().dashboard().token().isEmpty()) {
        System.err.println(
            "newstide: it only shows; with dashboard.token (NEWSTIDE_DASHBOARD_TOKEN) it can also change the job");
      }
      try (Progress bar = Progress.of("reading rows", "part", 1000)) {
        long patience = System.nanoTime() + PATIENCE.toNanos();
        boolean said = false;
        while (dashboard.progress() < 1 && !asked.await(200, TimeUnit.MILLISECONDS)) {
          bar.to(Math.round(dashboard.progress() * 1000));
          if (!said && dashboard.progress() == 0 && System.nanoTime() > patience) {
            said = true;
            System.err.printf(
                "newstide: waiting for Kafka at %s and its topics; `kafka.bootstrapServers` and `kafka.prefix` of the job file say where%n",
                job.cluster());
          }
        }
      }
      asked.await();
    } finally {
      closed.countDown();
    }
    return 0;
  }
}
