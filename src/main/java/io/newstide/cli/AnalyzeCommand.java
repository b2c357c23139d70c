package io.newstide.cli;

import io.newstide.article.ArticleReader;
import io.newstide.article.Incoming;
import io.newstide.feed.JsonLines;
import io.newstide.job.JobFile;
import io.newstide.job.Understanding;
import io.newstide.kafka.EnrichedJson;
import io.newstide.kafka.RejectionJson;
import io.newstide.topic.Enriched;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The analysis alone. */
@Command(
    name = "analyze",
    mixinStandardHelpOptions = true,
    description = {
      "Reads articles as JSONL and prints them enriched, in their order; needs neither Kafka nor Flink.",
      "A line that holds no article goes to standard error as a rejection row."
    })
final class AnalyzeCommand implements Callable<Integer> {

  @Option(
      names = "--job",
      paramLabel = "FILE",
      description = "The job file whose language and topics are used (the demo's).")
  private Path job;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Sets a value of the job file. May be repeated.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(names = "--mentions", description = "Adds where each name stands.")
  private boolean mentions;

  @Parameters(
      arity = "0..1",
      defaultValue = "-",
      paramLabel = "FILE",
      description = "Articles, also .gz; - or nothing for standard input.")
  private Path articles;

  @Override
  public Integer call() throws Exception {
    JobFile settings =
        JobFile.read(job == null ? Home.file("jobs/demo.yaml") : job, set, System.getenv());
    ArticleReader reader = settings.reader();
    boolean known = !articles.toString().equals("-");
    // Before the models are loaded: a missing file is told at once.
    long count = known ? JsonLines.count(articles) : -1;
    Understanding understanding = Understanding.of(settings.understanding());
    OutputStream out = new BufferedOutputStream(System.out, 1 << 16);
    try (JsonLines lines = JsonLines.open(articles, reader);
        Progress progress = Progress.of("analyse", "article", count)) {
      for (long read = 1; lines.hasNext(); read++) {
        write(reader.read(lines.next()), understanding, out);
        if (!known) {
          // Whoever writes line by line reads line by line.
          out.flush();
        }
        progress.to(read);
      }
    }
    out.flush();
    return 0;
  }

  private void write(Incoming incoming, Understanding understanding, OutputStream out)
      throws IOException {
    if (incoming instanceof Incoming.Accepted accepted) {
      Enriched enriched = understanding.enrich(accepted.article(), Duration.ZERO);
      out.write(
          mentions ? EnrichedJson.withMentions(enriched) : EnrichedJson.row(enriched).value());
      out.write('\n');
    } else if (incoming instanceof Incoming.Rejected rejected) {
      System.err.write(RejectionJson.row(rejected.rejection()).value());
      System.err.println();
    }
  }
}
