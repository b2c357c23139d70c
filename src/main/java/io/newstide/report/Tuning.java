package io.newstide.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.newstide.job.BurstsFile.Burst;
import io.newstide.job.GridFile;
import io.newstide.job.JobFile;
import io.newstide.job.SettingsYaml;
import io.newstide.job.Tried;
import io.newstide.job.UnderstoodArticles;
import io.newstide.local.TuningRun;
import io.newstide.window.WindowDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * What windows and settings would have made of past news, side by side: each combination of
 * settings is a run of the production operators over the same articles. Articles are understood
 * once, and all windows of the grid are in each run: a window is a view over the same slices, so
 * its rows are the same whatever other windows there are; those of the job are in the run of the
 * present settings alone. Immutable.
 */
public final class Tuning {

  private static final long WEEK = Duration.ofDays(7).toMillis();

  /** So many of the articles that came too late are remembered, to be shown. */
  private static final int SHOWN_LATE = 1000;

  private final JobFile job;
  private final TuneTable table;
  private final Map<Tried, Outcome> outcomes;
  private final int articles;
  private final String file;

  private Tuning(
      JobFile job, TuneTable table, Map<Tried, Outcome> outcomes, int articles, String file) {
    this.job = job;
    this.table = table;
    this.outcomes = outcomes;
    this.articles = articles;
    this.file = file;
  }

  /**
   * What settings made of the articles.
   *
   * @param sources what of each source came too late
   * @param tooLate the first of those articles, by id
   * @param episodes the alerts
   */
  record Outcome(
      Map<String, RunRows.Share> sources, Map<String, JsonNode> tooLate, List<Episode> episodes) {
    Outcome {
      episodes = List.copyOf(episodes);
    }
  }

  /**
   * Goes over a grid.
   *
   * @param job the deployment
   * @param grid what is tried
   * @param articles JSONL, also .gz
   * @param bursts the bursts that should have been alerts
   * @param progress told now and then how many articles have been read, over all runs; there are
   *     {@link #readings} times as many as lines
   * @throws IllegalArgumentException if the file holds no article
   */
  public static Tuning run(
      JobFile job, GridFile grid, Path articles, List<Burst> bursts, LongConsumer progress)
      throws Exception {
    Path scratch = Files.createTempDirectory("newstide-tune");
    try {
      Path understood = scratch.resolve("understood");
      EventClock clock = new EventClock(job.slicing(), job.settings().time().idleness());
      long[] done = {0};
      UnderstoodArticles.write(
          job,
          articles,
          understood,
          clock::add,
          read -> {
            done[0] = read;
            progress.accept(read);
          });
      long lines = done[0];
      if (clock.articles() == 0) {
        throw new IllegalArgumentException(
            "articles: %s: holds no article that can be read".formatted(articles));
      }
      List<WindowDefinition> windows = new ArrayList<>(job.windows());
      grid.windows().stream().filter(window -> !windows.contains(window)).forEach(windows::add);
      Tried present = Tried.of(job);
      List<TuneRow> rows = new ArrayList<>();
      Map<Tried, Outcome> outcomes = new LinkedHashMap<>();
      for (Tried tried : grid.settings()) {
        long before = lines * (1 + outcomes.size());
        List<WindowDefinition> wanted = tried.equals(present) ? windows : grid.windows();
        RunRows measured = new RunRows(job.slicing());
        long state =
            TuningRun.run(
                job.with(tried).withOnly(wanted),
                articles,
                understood,
                scratch.resolve("run"),
                read -> progress.accept(before + read),
                measured::take);
        EventClock.Passing passing = clock.with(tried.outOfOrderness());
        List<OptionalLong> lags =
            bursts.stream().map(burst -> lag(burst, measured.episodes(), passing)).toList();
        for (WindowDefinition window : wanted) {
          rows.add(
              new TuneRow(
                  window,
                  tried,
                  tried.equals(present) && job.windows().contains(window),
                  measured.delay(window, passing),
                  measured.lost(),
                  measured.revised(window),
                  measured.episodes().size(),
                  perWeek(measured.episodes().size(), clock.length()),
                  lags,
                  measured.rows(window),
                  state));
        }
        outcomes.put(
            tried,
            new Outcome(new TreeMap<>(measured.sources()), shown(measured), measured.episodes()));
      }
      progress.accept(lines * readings(grid));
      return new Tuning(
          job,
          new TuneTable(rows, present, bursts),
          outcomes,
          clock.articles(),
          articles.getFileName().toString());
    } finally {
      try (Stream<Path> files = Files.walk(scratch)) {
        for (Path left : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(left);
        }
      }
    }
  }

  /** How many times the articles are read over. */
  public static int readings(GridFile grid) {
    return 1 + grid.settings().size();
  }

  private static double perWeek(int count, long length) {
    return length == 0 ? 0 : (double) count * WEEK / length;
  }

  /**
   * How long after its beginning a burst was an alert, by the clock, so that waiting for articles
   * out of order counts: 0 if it was one already. The first that was open between the beginning and
   * the end of the burst.
   */
  private static OptionalLong lag(Burst burst, List<Episode> episodes, EventClock.Passing passing) {
    String subject = burst.subject().kind().label() + "/" + burst.subject().id();
    long from = burst.from().toEpochMilli();
    long until = burst.until().map(end -> end.toEpochMilli()).orElse(Long.MAX_VALUE);
    return episodes.stream()
        .filter(
            one -> one.subject().equals(subject) && one.closed() > from && one.opened() <= until)
        .mapToLong(one -> Math.max(0, passing.of(one.opened()) - from))
        .min();
  }

  private static Map<String, JsonNode> shown(RunRows measured) {
    Map<String, JsonNode> shown = new LinkedHashMap<>();
    measured
        .tooLate()
        .forEach(
            (id, row) -> {
              if (shown.size() < SHOWN_LATE) {
                shown.put(id, ((ObjectNode) row).retain("title", "source", "publishedAt", "url"));
              }
            });
    return shown;
  }

  TuneTable table() {
    return table;
  }

  Map<Tried, Outcome> outcomes() {
    return outcomes;
  }

  JobFile job() {
    return job;
  }

  /** How many articles were read, rejected records not counted. */
  int articles() {
    return articles;
  }

  /** The name of the file they came from. */
  String file() {
    return file;
  }

  /** The table as lines for a terminal. */
  public List<String> lines() {
    return table.lines();
  }

  /** The table for a spreadsheet. */
  public String csv() {
    return table.csv();
  }

  /** The report as one HTML file that needs nothing else. */
  public String html(Lang lang) {
    return HtmlPage.of(new TuneText(this, lang).report());
  }

  /** Whether there is a row that loses at most 1%. */
  public boolean hasRecommendation() {
    return table.recommended().isPresent();
  }

  /**
   * The settings to paste: those of the recommended row, its window beside the job's own; the
   * present ones if there is none. A job file by itself.
   *
   * @param folder where the text will stand
   */
  public String settings(Path folder) {
    return "# newstide tune: "
        + why()
        + ".\n# Paste time, windows and trends over those of the job file. What stands below them lets this file be\n"
        + "# tried by itself: newstide backtest --job settings.yaml ...\n"
        + SettingsYaml.of(chosen(), folder);
  }

  /** The same without what only a file of its own needs. */
  String settings() {
    return "# " + why() + "\n" + SettingsYaml.of(chosen());
  }

  private JobFile chosen() {
    Optional<TuneRow> best = table.recommended();
    if (best.isEmpty()) {
      return job;
    }
    List<WindowDefinition> windows = new ArrayList<>(job.windows());
    if (!windows.contains(best.get().window())) {
      windows.add(best.get().window());
    }
    return job.with(best.get().tried()).withOnly(windows);
  }

  private String why() {
    return table
        .recommended()
        .map(
            row ->
                "%s, outOfOrderness %s, allowedLateness %s, threshold %s: the smallest delay (95%% of articles within %s) of all that lose at most 1%% (%s)"
                    .formatted(
                        row.window(),
                        row.tried().outOfOrderness(),
                        row.tried().allowedLateness(),
                        row.tried().threshold(),
                        Lengths.brief(row.delay().orElseThrow().p95()),
                        Lengths.percent(row.lost().value())))
        .orElse("nothing that was tried loses at most 1% of the articles: the present settings");
  }
}
