package io.newstide.cli;

import io.newstide.dashboard.Dashboard;
import io.newstide.job.JobFile;
import io.newstide.local.Demo;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Everything at once, with a sample feed. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a Kafka broker and the job in this process and feeds them the sample, or your own articles.",
      "Stays up and replays the last days speeded up, printing each day's topics as its window closes; with --once processes everything, prints the table of all days and ends."
    })
final class DemoCommand implements Callable<Integer> {

  private static final int STOP_SECONDS = 20;

  @Option(
      names = "--port",
      defaultValue = "8080",
      paramLabel = "N",
      description = "Where the dashboard is (${DEFAULT-VALUE}); Flink's own page is one above.")
  private int port;

  @Option(names = "--once", description = "Processes to the end, prints the table, and ends.")
  private boolean once;

  @Option(
      names = "--articles",
      paramLabel = "FILE",
      description = "Your own articles as JSONL, also .gz, instead of the sample.")
  private Path articles;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Keeps Kafka's records and the job's state here, to go on from the next time; without it they are thrown away.")
  private Path data;

  @Override
  public Integer call() throws Exception {
    JobFile job =
        JobFile.read(
            Home.file("jobs/demo.yaml"),
            articles == null ? Demo.SAMPLE_SETTINGS : Map.of(),
            System.getenv());
    Path feed = articles == null ? Home.file("jobs/sample/articles.jsonl") : articles;
    if (!Files.isReadable(feed)) {
      throw new IllegalArgumentException("articles: " + feed + ": there is no such file");
    }
    Path folder = data == null ? Files.createTempDirectory("newstide-demo") : data;
    PrintStream say = System.err;
    Thread worker = Thread.currentThread();
    CountDownLatch closed = new CountDownLatch(1);
    if (!once) {
      // Ctrl-C ends the job and the broker in good order.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(worker, closed)));
    }
    try (Demo demo = Demo.start(job, feed, folder, say)) {
      if (once) {
        demo.once(System.out);
      } else {
        String token = token();
        String flink = "http://localhost:" + (port + 1);
        try (Dashboard dashboard =
            Dashboards.start(
                demo.job(), Optional.of(port), Optional.of(token), Optional.of(flink))) {
          // Behind the # it stays in the browser.
          say.printf("The dashboard is at %s/#token=%s%n", dashboard.url(), token);
          demo.replay(port + 1, System.out);
        }
        say.println("newstide: the demo was ended");
      }
    } finally {
      if (data == null) {
        delete(folder);
      }
      closed.countDown();
    }
    return 0;
  }

  /** Whoever can read the terminal may change the demo. */
  private static String token() {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  private static void stop(Thread worker, CountDownLatch closed) {
    worker.interrupt();
    try {
      closed.await(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
}
