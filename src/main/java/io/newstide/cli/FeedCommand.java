package io.newstide.cli;

import io.newstide.article.ArticleReader;
import io.newstide.article.RawRecord;
import io.newstide.feed.JsonLines;
import io.newstide.job.JobFile;
import io.newstide.kafka.ArticleFeeder;
import io.newstide.kafka.TopicName;
import io.newstide.local.EmbeddedJob;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Articles to Kafka. */
@Command(
    name = "feed",
    mixinStandardHelpOptions = true,
    description = {
      "Publishes articles to the articles topic of the job.",
      "A line that holds no article is sent as it is: the job rejects it, with its bytes, to rejected.v1."
    })
final class FeedCommand implements Callable<Integer> {

  private static final Path STANDARD_INPUT = Path.of("-");

  @Mixin private JobOptions options;

  @Option(
      names = "--dry-run",
      description = "Prints the lines instead of sending them; needs no Kafka.")
  private boolean dryRun;

  @Parameters(
      arity = "1..*",
      paramLabel = "SOURCE",
      description =
          "Article JSONL, also .gz; a newspaper page as .txt, which is split; a folder of such files; - for standard input.")
  private List<Path> sources;

  @Override
  public Integer call() throws Exception {
    JobFile job = options.read();
    ArticleReader reader = job.reader();
    List<Path> files = files();
    if (dryRun) {
      for (Path file : files) {
        print(file, reader);
      }
      return 0;
    }
    EmbeddedJob.prepareTopics(job, line -> System.err.println("newstide: " + line));
    String topic = TopicName.ARTICLES.in(job.cluster().prefix());
    try (ArticleFeeder feeder = ArticleFeeder.open(job.cluster(), job.settings().name(), reader)) {
      for (Path file : files) {
        boolean known = !file.equals(STANDARD_INPUT);
        try (Progress progress =
                Progress.of(file.toString(), "article", known ? JsonLines.count(file) : -1);
            JsonLines lines = JsonLines.open(file, reader)) {
          long sent = feeder.sendAll(stamped(lines, reader), progress::to);
          System.err.printf(
              "newstide: %s: sent %,d record%s to %s%n", file, sent, sent == 1 ? "" : "s", topic);
        }
      }
    }
    return 0;
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path source : sources) {
      if (!source.equals(STANDARD_INPUT) && !Files.exists(source)) {
        throw new IllegalArgumentException(source + ": there is no such file or folder");
      }
      if (!Files.isDirectory(source)) {
        files.add(source);
        continue;
      }
      try (Stream<Path> inside = Files.list(source)) {
        List<Path> articles =
            inside
                .filter(file -> file.toString().matches(".*\\.(jsonl|jsonl\\.gz|txt)"))
                .sorted()
                .toList();
        if (articles.isEmpty()) {
          throw new IllegalArgumentException(
              source + ": the folder holds no .jsonl, .jsonl.gz or .txt file");
        }
        files.addAll(articles);
      }
    }
    return files;
  }

  /** Records arrive when they say so, else now. */
  private static Iterator<RawRecord> stamped(JsonLines lines, ArticleReader reader) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return lines.hasNext();
      }

      @Override
      public RawRecord next() {
        RawRecord line = lines.next();
        long arrival =
            JsonLines.arrivedAt(line, reader)
                .map(java.time.Instant::toEpochMilli)
                .orElseGet(System::currentTimeMillis);
        return new RawRecord(line.topic(), line.partition(), line.offset(), arrival, line.value());
      }
    };
  }

  private static void print(Path file, ArticleReader reader) throws IOException {
    OutputStream out = System.out;
    try (JsonLines lines = JsonLines.open(file, reader)) {
      while (lines.hasNext()) {
        out.write(lines.next().value());
        out.write('\n');
      }
    }
    out.flush();
  }
}
