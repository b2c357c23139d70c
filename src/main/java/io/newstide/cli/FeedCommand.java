package io.newstide.cli;

import io.newstide.article.ArticleReader;
import io.newstide.article.RawRecord;
import io.newstide.feed.FilesReader;
import io.newstide.feed.JsonLines;
import io.newstide.feed.NewsSource;
import io.newstide.feed.Poller;
import io.newstide.feed.SourceException;
import io.newstide.feed.SourceReader;
import io.newstide.feed.web.WebReader;
import io.newstide.job.JobFile;
import io.newstide.kafka.ArticleFeeder;
import io.newstide.kafka.FeedLedgers;
import io.newstide.kafka.TopicName;
import io.newstide.local.EmbeddedJob;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Articles to Kafka. */
@Command(
    name = "feed",
    mixinStandardHelpOptions = true,
    description = {
      "Publishes articles to the articles topic of the job, each once: what was sent is remembered in Kafka together with what was sent, so it may be stopped or killed at any moment.",
      "Without SOURCE the sources of the job file are asked, each at its interval, until it is stopped.",
      "A line that holds no article is sent as it is: the job rejects it, with its bytes, to rejected.v1."
    })
final class FeedCommand implements Callable<Integer> {

  private static final String STANDARD_INPUT = "-";
  private static final Duration EVERY_ON_THE_WEB = Duration.ofMinutes(5);
  private static final Duration EVERY_ON_DISK = Duration.ofSeconds(1);

  @Spec private CommandSpec spec;

  @Mixin private JobOptions options;

  @Option(
      names = "--watch",
      description =
          "Goes on until it is stopped: takes up files that are new or have grown, asks addresses again.")
  private boolean watch;

  @Option(
      names = "--every",
      paramLabel = "DURATION",
      description =
          "How often with --watch (PT1S for files and folders, PT5M for addresses). The job file says it for its own sources.")
  private String every;

  @Option(
      names = "--again",
      description = "Forgets what of the SOURCEs was sent before, and sends it again.")
  private boolean again;

  @Option(
      names = "--dry-run",
      description =
          "Prints the articles as JSONL instead of sending them, those sent before too; needs no Kafka.")
  private boolean dryRun;

  @Option(
      names = "--status",
      description =
          "Prints how each source fares: state, interval, last success, counts, last error, next due. Asks Kafka, not the sources.")
  private boolean status;

  @Parameters(
      arity = "0..*",
      paramLabel = "SOURCE",
      description =
          "Article JSONL, also .gz; a newspaper page as .txt, which is split; a folder of such files; the address of an RSS, Atom or JSON Feed; the name of a source of the job file; - for standard input. Read once unless --watch is given.")
  private List<String> given = List.of();

  @Override
  public Integer call() throws Exception {
    JobFile job = options.read();
    if (status) {
      return printStatus(job);
    }
    List<NewsSource> sources = sources(job);
    checkUse(sources);
    if (dryRun) {
      print(sources, job);
      return 0;
    }
    EmbeddedJob.prepareTopics(job, FeedCommand::say);
    try (Poller poller = poller(job)) {
      if (again) {
        sources.forEach(poller::forget);
      }
      if (given.isEmpty() || watch) {
        Runtime.getRuntime().addShutdownHook(new Thread(poller::close));
        say(
            "feeding %d source%s into %s; stop with Ctrl-C"
                .formatted(sources.size(), sources.size() == 1 ? "" : "s", topic(job)));
        poller.run(sources);
        return 0;
      }
      return sendOnce(sources, job, poller);
    }
  }

  private static void say(String line) {
    System.err.println("newstide: " + line);
  }

  private static String topic(JobFile job) {
    return TopicName.ARTICLES.in(job.cluster().prefix());
  }

  private void checkUse(List<NewsSource> sources) {
    if (sources.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "there is nothing to feed: give a SOURCE, or name sources in the job file, as in"
              + " sources: [{name: etown, url: \"https://example.org/rss\"}]");
    }
    boolean standardInput = given.contains(STANDARD_INPUT);
    if (standardInput && (watch || again)) {
      throw new ParameterException(
          spec.commandLine(), "standard input is read to its end, once: no --watch, no --again");
    }
    if (every != null && (!watch || given.isEmpty())) {
      throw new ParameterException(
          spec.commandLine(), "--every goes with --watch and a SOURCE; the job file has its own");
    }
    if (again && given.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--again needs a SOURCE");
    }
  }

  private int printStatus(JobFile job) {
    EmbeddedJob.prepareTopics(job, FeedCommand::say);
    System.out.print(
        new SourceTable(
            job.sources(),
            FeedLedgers.notes(job.cluster()),
            job.settings().time().zone(),
            Instant.now()));
    return 0;
  }

  private List<NewsSource> sources(JobFile job) {
    if (given.isEmpty()) {
      return job.sources();
    }
    List<NewsSource> sources = new ArrayList<>();
    for (String source : given) {
      sources.add(source(source, job));
    }
    return sources;
  }

  private NewsSource source(String written, JobFile job) {
    boolean web = NewsSource.isWeb(written);
    Optional<NewsSource> known =
        web || !Files.exists(Path.of(written))
            ? job.sources().stream()
                .filter(
                    source -> Stream.of(source.name(), source.address()).anyMatch(written::equals))
                .findFirst()
            : Optional.empty();
    if (known.isPresent()) {
      return known.get();
    }
    boolean standardInput = written.equals(STANDARD_INPUT);
    if (!web && !standardInput && !Files.exists(Path.of(written))) {
      throw new IllegalArgumentException(written + ": there is no such file or folder");
    }
    // By its whole path: a file is the same one from wherever it is named.
    String address =
        web || standardInput ? written : Path.of(written).toAbsolutePath().normalize().toString();
    try {
      return new NewsSource(address, address, every(web));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), written + ": " + e.getMessage(), e);
    }
  }

  private Duration every(boolean web) {
    if (every == null) {
      return web ? EVERY_ON_THE_WEB : EVERY_ON_DISK;
    }
    try {
      return Duration.parse(every);
    } catch (DateTimeParseException e) {
      throw new ParameterException(
          spec.commandLine(), "--every: '%s' is no duration, as in PT10M".formatted(every), e);
    }
  }

  private Function<NewsSource, SourceReader> readers(JobFile job) {
    ArticleReader reader = job.reader();
    Function<NewsSource, SourceReader> web =
        WebReader.readers(job.settings().time().zone(), InstantSource.system());
    boolean watched = given.isEmpty() || watch;
    return source -> source.isWeb() ? web.apply(source) : new FilesReader(source, reader, watched);
  }

  private Poller poller(JobFile job) {
    return new Poller(
        new FeedLedgers(job.cluster(), job.settings().name(), job.reader()),
        readers(job),
        InstantSource.system(),
        RandomGenerator.getDefault(),
        FeedCommand::say);
  }

  private int sendOnce(List<NewsSource> sources, JobFile job, Poller poller) throws IOException {
    int code = 0;
    for (NewsSource source : sources) {
      try {
        long sent =
            source.address().equals(STANDARD_INPUT)
                ? sendStandardInput(job)
                : sendOnce(source, poller);
        say(
            "%s: sent %,d record%s to %s%s"
                .formatted(
                    source,
                    sent,
                    sent == 1 ? "" : "s",
                    topic(job),
                    sent == 0 ? "; it has nothing that was not sent before (--again)" : ""));
      } catch (SourceException e) {
        say(trouble(source, e));
        code = 1;
      }
    }
    return code;
  }

  private static String trouble(NewsSource source, SourceException e) {
    return source.isWeb() ? source + ": " + e.getMessage() : e.getMessage();
  }

  private static long sendOnce(NewsSource source, Poller poller) {
    boolean file = !source.isWeb() && Files.isRegularFile(source.path());
    try (Progress progress =
        Progress.of(source.name(), "article", file ? JsonLines.count(source.path()) : -1)) {
      return poller.once(source, progress::to);
    }
  }

  private static long sendStandardInput(JobFile job) {
    ArticleReader reader = job.reader();
    try (ArticleFeeder feeder =
            ArticleFeeder.openBeside(job.cluster(), job.settings().name(), reader);
        Progress progress = Progress.of(STANDARD_INPUT, "article", -1);
        JsonLines lines = JsonLines.open(Path.of(STANDARD_INPUT), reader)) {
      return feeder.sendAll(stamped(lines, reader), progress::to);
    }
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
                .map(Instant::toEpochMilli)
                .orElseGet(System::currentTimeMillis);
        return new RawRecord(line.topic(), line.partition(), line.offset(), arrival, line.value());
      }
    };
  }

  private void print(List<NewsSource> sources, JobFile job) throws IOException {
    OutputStream out = new BufferedOutputStream(System.out, 1 << 16);
    Function<NewsSource, SourceReader> readers = readers(job);
    try {
      for (NewsSource source : sources) {
        if (source.address().equals(STANDARD_INPUT)) {
          try (JsonLines lines = JsonLines.open(Path.of(STANDARD_INPUT), job.reader())) {
            while (lines.hasNext()) {
              print(lines.next(), out);
            }
          }
          continue;
        }
        try {
          SourceReader.Look look = readers.apply(source).look(Map.of(), Instant.now());
          while (look.parts().hasNext()) {
            for (RawRecord article : look.parts().next().articles()) {
              print(article, out);
            }
          }
          if (!look.remark().isEmpty()) {
            say(source + ": " + look.remark());
          }
        } catch (SourceException e) {
          throw new IllegalStateException(trouble(source, e), e);
        }
      }
    } finally {
      out.flush();
    }
  }

  private static void print(RawRecord article, OutputStream out) throws IOException {
    out.write(article.value());
    out.write('\n');
  }
}
