package io.newstide.cli;

import io.newstide.feed.JsonLines;
import io.newstide.job.JobFile;
import io.newstide.kafka.TopicName;
import io.newstide.local.Backtest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The production graph over a file. */
@Command(
    name = "backtest",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the job over a file of articles, in the file's order, without Kafka.",
      "Writes enriched, trends, slices, alerts, emerging, late and rejected as .jsonl, sorted by key; of topics that are upserted the last row of each key."
    })
final class BacktestCommand implements Callable<Integer> {

  @Mixin private JobOptions options;

  @Option(
      names = "--articles",
      required = true,
      paramLabel = "FILE",
      description = "Articles as JSONL, also .gz.")
  private Path articles;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder for the results.")
  private Path out;

  @Option(
      names = "--window",
      paramLabel = "NAME=SIZE[/SLIDE]",
      description = "A window beside the job's, as in 6h=PT6H/PT1H. May be repeated.")
  private Map<String, String> windows = new LinkedHashMap<>();

  @Option(
      names = "--parallelism",
      defaultValue = "1",
      paramLabel = "N",
      description = "On how many subtasks (${DEFAULT-VALUE}).")
  private int parallelism;

  @Option(names = "--all-revisions", description = "Every row, not only the last of each key.")
  private boolean allRevisions;

  @Override
  public Integer call() throws Exception {
    JobFile job = options.read().withWindows(windows);
    long lines = JsonLines.count(articles);
    Map<TopicName, Integer> written;
    try (Progress progress = Progress.of("back-test", "article", lines)) {
      written = Backtest.run(job, articles, out, parallelism, allRevisions, progress::to);
      progress.to(lines);
    }
    List<String> files = new ArrayList<>();
    written.forEach((topic, rows) -> files.add("%s %,d".formatted(topic.fileName(), rows)));
    System.err.printf(
        "read %,d line%s; rows in %s: %s%n",
        lines, lines == 1 ? "" : "s", out, String.join(", ", files));
    lateNotice(written.getOrDefault(TopicName.LATE, 0), lines).ifPresent(System.err::println);
    return 0;
  }

  /**
   * What to do where more than a tenth of the articles were late, which a file of past articles
   * hardly ever means.
   */
  static Optional<String> lateNotice(long late, long lines) {
    return 10 * late <= lines
        ? Optional.empty()
        : Optional.of(
            "%,d of %,d were too late to be counted: the file is read in its own order. Sort it by publishedAt, the oldest first, or raise time.allowedLateness."
                .formatted(late, lines));
  }
}
