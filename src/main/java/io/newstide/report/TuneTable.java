package io.newstide.report;

import io.newstide.job.BurstsFile.Burst;
import io.newstide.job.Tried;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * All rows of a comparison, the present settings first. Immutable.
 *
 * @param rows the rows
 * @param present the settings of the job
 * @param bursts the bursts whose lags the rows have
 */
record TuneTable(List<TuneRow> rows, Tried present, List<Burst> bursts) {

  TuneTable {
    rows = List.copyOf(rows);
    bursts = List.copyOf(bursts);
  }

  /** Whether no other row is better in something and nowhere worse. */
  boolean onFront(TuneRow row) {
    return row.delay().isPresent() && rows.stream().noneMatch(other -> other.dominates(row));
  }

  /**
   * The row with the smallest delay (95%, then half) of those that lose at most 1%; of equal ones
   * that which misses fewer bursts, finds them sooner, changes less of the job, raises fewer
   * alerts. Empty where all lose more, or none has a delay.
   */
  Optional<TuneRow> recommended() {
    return rows.stream()
        .filter(row -> row.delay().isPresent() && row.losesLittle())
        .min(
            Comparator.comparingLong((TuneRow row) -> row.delay().get().p95())
                .thenComparingLong(row -> row.delay().get().p50())
                .thenComparingLong(TuneRow::missed)
                .thenComparingInt(row -> row.tried().differences(present))
                .thenComparingDouble(TuneRow::meanLag)
                .thenComparingDouble(TuneRow::alertsPerWeek)
                .thenComparingLong(TuneRow::rows));
  }

  /** As a table for a spreadsheet; durations in seconds, shares from 0 to 1. */
  String csv() {
    StringBuilder csv = new StringBuilder();
    StringJoiner head = new StringJoiner(",");
    List.of(
            "window",
            "shape",
            "outOfOrderness",
            "allowedLateness",
            "baseline",
            "minHistory",
            "minMentions",
            "threshold",
            "present",
            "pareto",
            "recommended",
            "delayP50Seconds",
            "delayP95Seconds",
            "articles",
            "tooLate",
            "tooLateShare",
            "windows",
            "revised",
            "revisedShare",
            "alerts",
            "alertsPerWeek",
            "rows",
            "stateBytes")
        .forEach(head::add);
    bursts.forEach(burst -> head.add(cell("lagSeconds " + SafeText.line(burst.name()))));
    csv.append(head).append('\n');
    Optional<TuneRow> best = recommended();
    for (TuneRow row : rows) {
      StringJoiner line = new StringJoiner(",");
      line.add(cell(row.window().name())).add(row.window().shape());
      line.add(row.tried().outOfOrderness().toString());
      line.add(row.tried().allowedLateness().toString());
      line.add(row.tried().baseline().toString()).add(row.tried().minHistory().toString());
      line.add(Integer.toString(row.tried().minMentions()));
      line.add(Double.toString(row.tried().threshold()));
      line.add(Boolean.toString(row.present())).add(Boolean.toString(onFront(row)));
      line.add(Boolean.toString(best.filter(row::equals).isPresent()));
      line.add(row.delay().map(delay -> Long.toString(delay.p50() / 1000)).orElse(""));
      line.add(row.delay().map(delay -> Long.toString(delay.p95() / 1000)).orElse(""));
      line.add(Long.toString(row.lost().all())).add(Long.toString(row.lost().part()));
      line.add(decimal(row.lost().value()));
      line.add(Long.toString(row.revised().all())).add(Long.toString(row.revised().part()));
      line.add(decimal(row.revised().value()));
      line.add(Integer.toString(row.alerts())).add(decimal(row.alertsPerWeek()));
      line.add(Long.toString(row.rows())).add(Long.toString(row.state()));
      row.lags()
          .forEach(lag -> line.add(lag.isPresent() ? Long.toString(lag.getAsLong() / 1000) : ""));
      csv.append(line).append('\n');
    }
    return csv.toString();
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  /** Quoted where it must be; what comes from a file of bursts stands behind a word of our own. */
  private static String cell(String text) {
    return text.matches(".*[\",].*") ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
  }

  /** As lines for a terminal. */
  List<String> lines() {
    List<List<String>> cells = new ArrayList<>();
    List<String> head =
        new ArrayList<>(List.of("", "window", "ooo", "lateness", "threshold", "p50", "p95"));
    head.addAll(List.of("too late", "revised", "alerts/wk", "rows", "state"));
    for (int i = 0; i < bursts.size(); i++) {
      head.add("lag " + (i + 1));
    }
    cells.add(head);
    Optional<TuneRow> best = recommended();
    for (TuneRow row : rows) {
      List<String> line = new ArrayList<>();
      line.add(
          (row.present() ? "*" : " ")
              + (onFront(row) ? "P" : " ")
              + (best.filter(row::equals).isPresent() ? ">" : " "));
      line.add(row.window().shape());
      line.add(Lengths.iso(row.tried().outOfOrderness()));
      line.add(Lengths.iso(row.tried().allowedLateness()));
      line.add(others(row.tried()));
      line.add(row.delay().map(delay -> Lengths.brief(delay.p50())).orElse("-"));
      line.add(row.delay().map(delay -> Lengths.brief(delay.p95())).orElse("-"));
      line.add(Lengths.percent(row.lost().value()));
      line.add(Lengths.percent(row.revised().value()));
      line.add(String.format(Locale.ROOT, "%.2f", row.alertsPerWeek()));
      line.add(Long.toString(row.rows()));
      line.add(Lengths.bytes(row.state()));
      row.lags()
          .forEach(lag -> line.add(lag.isPresent() ? Lengths.brief(lag.getAsLong()) : "missed"));
      cells.add(line);
    }
    int[] widths = new int[head.size()];
    cells.forEach(
        line -> {
          for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], line.get(i).length());
          }
        });
    List<String> lines = new ArrayList<>();
    for (List<String> line : cells) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String space = " ".repeat(widths[i] - line.get(i).length());
        text.append(i < 2 ? line.get(i) + space : space + line.get(i)).append("  ");
      }
      lines.add(text.toString().stripTrailing());
    }
    return lines;
  }

  /** The threshold, and what else of the trends is not as the job has it. */
  String others(Tried tried) {
    StringBuilder text = new StringBuilder(Double.toString(tried.threshold()));
    if (tried.minMentions() != present.minMentions()) {
      text.append(", minMentions ").append(tried.minMentions());
    }
    if (!tried.baseline().equals(present.baseline())) {
      text.append(", baseline ").append(Lengths.iso(tried.baseline()));
    }
    if (!tried.minHistory().equals(present.minHistory())) {
      text.append(", minHistory ").append(Lengths.iso(tried.minHistory()));
    }
    return text.toString();
  }
}
