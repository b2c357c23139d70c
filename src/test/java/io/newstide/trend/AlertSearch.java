package io.newstide.trend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The search behind the default settings, over the development data; {@code docs/alerts-tuning.md}
 * says what came out of it. It takes minutes and is run by hand:
 *
 * <pre>
 *   mvn test -Dtest=AlertSearch        # writes target/alert-search.md and target/alert-history.md
 * </pre>
 */
class AlertSearch {

  private static final String FLOOD = "flood-prevention";

  private static final Point DEFAULTS =
      new Point(
          BaselineSettings.of(
              PastNews.ZONE, PastNews.SLICE, Duration.ofDays(28), Duration.ofDays(7)),
          AlertSettings.of(3, 3),
          "defaults");

  private static final List<Double> CLUSTERING = List.of(1.15, 1.3, 1.45, 1.6, 1.8);

  /** A point of the search. */
  private record Point(BaselineSettings baseline, AlertSettings alerts, String name) {}

  /** What came out at a point. */
  private record Found(
      String zhengzhou,
      String topic,
      int others,
      String robots,
      int rain,
      String evening,
      int wrong) {

    /** What is not as it must be, a letter each; empty if all is. */
    String misses() {
      return (zhengzhou.compareTo("07-20 18:16") <= 0 ? "" : "z")
          + (robots.equals("04-19 11:00") ? "" : "r")
          + (rain == 0 ? "" : "s")
          + (evening.contains("2023-08-0") ? "" : "f")
          + (wrong == 0 ? "" : "o");
    }

    String row() {
      return "%s | %s | %d | %s | %d | %s | %d"
          .formatted(zhengzhou, topic, others, robots, rain, evening, wrong);
    }
  }

  private final PastNews summer = PastNews.read("hot-zhengzhou2021.jsonl.gz");
  private final PastNews spring = PastNews.read("hot-robot2025.jsonl.gz");
  private final PastNews evenings = PastNews.read("cctv-2022-2024.jsonl.gz");

  private static BaselineSettings baseline(
      double unseen, double habit, double clustering, double swing, int lagHours) {
    return new BaselineSettings(
        PastNews.ZONE,
        PastNews.SLICE,
        Duration.ofDays(28),
        Duration.ofDays(7),
        Duration.ofHours(lagHours),
        unseen,
        habit,
        clustering,
        swing,
        Duration.ZERO);
  }

  private static AlertSettings alerts(double threshold, int windows, double hold) {
    AlertSettings defaults = AlertSettings.of(3, threshold);
    return new AlertSettings(
        3,
        threshold,
        defaults.windows().subList(0, windows),
        hold,
        defaults.quiet(),
        defaults.growth(),
        defaults.settles());
  }

  private static List<Point> otherwise() {
    List<Point> points = new ArrayList<>();
    points.add(DEFAULTS);
    for (double swing : new double[] {0, 0.1, 0.4, 0.8}) {
      points.add(new Point(baseline(1, 10, 1.3, swing, 72), alerts(3, 4, 0.5), "swing " + swing));
    }
    for (int lag : new int[] {24, 48, 96}) {
      points.add(
          new Point(baseline(1, 10, 1.3, 0.2, lag), alerts(3, 4, 0.5), "lag %d h".formatted(lag)));
    }
    for (double habit : new double[] {3, 30, 1e9}) {
      points.add(new Point(baseline(1, habit, 1.3, 0.2, 72), alerts(3, 4, 0.5), "habit " + habit));
    }
    for (int windows : new int[] {1, 2, 3}) {
      points.add(
          new Point(
              baseline(1, 10, 1.3, 0.2, 72),
              alerts(3, windows, 0.5),
              "only the shortest %d of the windows".formatted(windows)));
    }
    for (double hold : new double[] {0.25, 0.75, 1}) {
      points.add(new Point(baseline(1, 10, 1.3, 0.2, 72), alerts(3, 4, hold), "hold " + hold));
    }
    return points;
  }

  private Found at(Point point) {
    List<AlertEvent> flood = opened(summer, FLOOD, point);
    List<AlertEvent> rain = opened(spring, FLOOD, point);
    List<AlertEvent> evening = opened(evenings, FLOOD, point);
    return new Found(
        first(flood, "2021-07-20", ""),
        first(flood, "2021-07-20", FLOOD),
        (int)
            flood.stream()
                .filter(e -> e.id().equals(FLOOD) && !PastNews.at(e).startsWith("2021-07-2"))
                .count(),
        first(opened(spring, "robotics", point), "2025-04", "robotics"),
        rain.size(),
        evening.stream().filter(e -> e.id().equals(FLOOD)).map(PastNews::at).toList().toString(),
        (int)
            evening.stream()
                .filter(e -> !PastNews.at(e).matches("20(23-0[5-9]|24-0[4-8]).*"))
                .count());
  }

  private static List<AlertEvent> opened(PastNews news, String topic, Point point) {
    return news.alerts(topic, point.baseline(), point.alerts()).stream()
        .filter(event -> event.state() == AlertEvent.State.OPEN)
        .toList();
  }

  /** When the first alert of a month or day was opened, of one subject or of any. */
  private static String first(List<AlertEvent> opened, String from, String id) {
    return opened.stream()
        .filter(e -> id.isEmpty() || e.id().equals(id))
        .map(PastNews::at)
        .filter(at -> at.compareTo(from) >= 0)
        .findFirst()
        .map(at -> at.substring(5))
        .orElse("never");
  }

  @Test
  void search() throws IOException {
    List<String> rows = new ArrayList<>();
    rows.add(
        "| lag | threshold | unseen |%s"
            .formatted(
                CLUSTERING.stream()
                    .map(c -> " clustering %.2f |".formatted(c))
                    .collect(Collectors.joining())));
    rows.add("|---|---|---|" + "---|".repeat(CLUSTERING.size()));
    for (int lag : new int[] {48, 72, 96}) {
      for (double threshold : new double[] {2.5, 2.75, 3, 3.25}) {
        for (double unseen : new double[] {0.5, 1, 1.5, 2, 3}) {
          StringBuilder row = new StringBuilder();
          for (double clustering : CLUSTERING) {
            String misses =
                at(new Point(
                        baseline(unseen, 10, clustering, 0.2, lag), alerts(threshold, 4, 0.5), ""))
                    .misses();
            row.append(" %s |".formatted(misses.isEmpty() ? "**all**" : misses));
          }
          rows.add("| %d h | %.2f | %.1f |%s".formatted(lag, threshold, unseen, row));
        }
      }
    }
    rows.add("");
    rows.add(
        "| settings | Zhengzhou, topic or place | Zhengzhou, topic | other topic episodes of that summer"
            + " | robots | flood episodes of spring 2025 | flood, evening news 2022 to 2024 | episodes"
            + " there out of the flood season |");
    rows.add("|---|---|---|---|---|---|---|---|");
    for (Point point : otherwise()) {
      Found found = at(point);
      String misses = found.misses();
      rows.add(
          "| %s%s | %s |"
              .formatted(point.name(), misses.isEmpty() ? "" : " (" + misses + ")", found.row()));
    }
    Files.write(Path.of("target/alert-search.md"), rows);

    assertThat(at(DEFAULTS).misses()).isEmpty();
  }

  /** The same events, seen by a job that was started only some days before them. */
  @Test
  void history() throws IOException {
    List<String> rows = new ArrayList<>();
    rows.add("| minHistory | days before | Zhengzhou, topic or place | robots |");
    rows.add("|---|---|---|---|");
    for (int minHistory : new int[] {7, 3}) {
      for (int days : new int[] {19, 14, 10, 8, 6, 4}) {
        Point point =
            new Point(
                BaselineSettings.of(
                    PastNews.ZONE,
                    PastNews.SLICE,
                    Duration.ofDays(28),
                    Duration.ofDays(minHistory)),
                AlertSettings.of(3, 3),
                "");
        List<AlertEvent> flood =
            opened(since(summer, LocalDate.of(2021, 7, 20).minusDays(days)), FLOOD, point);
        List<AlertEvent> robots =
            opened(since(spring, LocalDate.of(2025, 4, 19).minusDays(days)), "robotics", point);
        rows.add(
            "| P%dD | %d | %s | %s |"
                .formatted(
                    minHistory,
                    days,
                    first(flood, "2021-07-20", ""),
                    first(robots, "2025-04", "")));
        if (days >= 8) {
          assertThat(first(robots, "2025-04", "")).isEqualTo("04-19 11:00");
        }
      }
    }
    Files.write(Path.of("target/alert-history.md"), rows);
  }

  private static PastNews since(PastNews news, LocalDate day) {
    return news.from(day.atStartOfDay(PastNews.ZONE).toInstant());
  }
}
