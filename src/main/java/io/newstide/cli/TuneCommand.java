package io.newstide.cli;

import io.newstide.feed.JsonLines;
import io.newstide.job.BurstsFile;
import io.newstide.job.BurstsFile.Burst;
import io.newstide.job.GridFile;
import io.newstide.job.JobFile;
import io.newstide.report.Lang;
import io.newstide.report.Tuning;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Windows and settings compared over past news. */
@Command(
    name = "tune",
    mixinStandardHelpOptions = true,
    description = {
      "Compares windows and settings over a file of past articles, each combination by the production operators: how late results are, what comes too late, how many windows are revised, how soon bursts are alerts.",
      "Prints a table and writes report.html (one file, charts included), table.csv and settings.yaml (to paste into the job file)."
    },
    footerHeading =
        "%nA grid file, every part of it optional; what it leaves out stays as the job has it:%n",
    footer = {
      "  windows: [PT1H, PT3H/PT1H, P1D, P1D+PT1H, ~PT6H]    # SIZE, SIZE/SLIDE, SIZE+STEP, ~GAP",
      "  time: {outOfOrderness: [PT10M, PT30M], allowedLateness: [PT6H, P1D, P3D]}",
      "  trends: {threshold: [2.5, 3.0, 3.5], minMentions: [3], baseline: [P28D], minHistory: [P7D]}",
      "",
      "A file of bursts:",
      "  - {name: 郑州暴雨, subject: flood-prevention, from: \"2021-07-20T08:51:00+08:00\"}",
      "  - {name: at the place, subject: topic-place/flood-prevention@河南, from: \"2021-07-20T08:51:00+08:00\", until: \"2021-07-27T00:00:00+08:00\"}"
    })
final class TuneCommand implements Callable<Integer> {

  @Mixin private JobOptions options;

  @Option(
      names = "--articles",
      required = true,
      paramLabel = "FILE",
      description = "Articles as JSONL, also .gz, in the order in which they came.")
  private Path articles;

  @Option(
      names = "--grid",
      required = true,
      paramLabel = "FILE",
      description = "The values to try, as YAML; see below.")
  private Path grid;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder for report.html, table.csv and settings.yaml.")
  private Path out;

  @Option(
      names = "--bursts",
      paramLabel = "FILE",
      description = "Bursts that should have been alerts, as YAML; see below.")
  private Optional<Path> bursts = Optional.empty();

  @Option(
      names = "--lang",
      defaultValue = "zh",
      paramLabel = "zh|en",
      description = "The language of the report (${DEFAULT-VALUE}).")
  private Lang lang;

  @Override
  public Integer call() throws Exception {
    JobFile job = options.read();
    GridFile tried = GridFile.read(grid, job);
    List<Burst> wanted = bursts.map(BurstsFile::read).orElse(List.of());
    // Before the run, which may take hours.
    Files.createDirectories(out);
    long lines = JsonLines.count(articles);
    long all = lines * Tuning.readings(tried);
    Tuning tuning;
    try (Progress progress = Progress.of("comparing", "article", all)) {
      tuning = Tuning.run(job, tried, articles, wanted, progress::to);
    }
    Files.writeString(out.resolve("report.html"), tuning.html(lang));
    Files.writeString(out.resolve("table.csv"), tuning.csv());
    Files.writeString(out.resolve("settings.yaml"), tuning.settings(out));
    tuning.lines().forEach(System.out::println);
    System.err.println(
        "newstide: * present, P on the Pareto front, > the smallest delay of all that lose at most 1%"
            + (tuning.hasRecommendation() ? "" : " (none does)"));
    for (int i = 0; i < wanted.size(); i++) {
      System.err.printf("newstide: lag %d: %s%n", i + 1, wanted.get(i).name());
    }
    System.err.printf("newstide: report.html, table.csv and settings.yaml are in %s%n", out);
    return 0;
  }
}
