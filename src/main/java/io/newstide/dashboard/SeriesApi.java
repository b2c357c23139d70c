package io.newstide.dashboard;

import io.newstide.dashboard.web.Asked;
import io.newstide.dashboard.web.Reply;
import io.newstide.window.Expectation;
import io.newstide.window.Firing;
import io.newstide.window.Span;
import io.newstide.window.SubjectKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Curves and rankings: what {@code trends.v1} says. */
final class SeriesApi {

  /** The most subjects of one answer. */
  private static final int MOST_SUBJECTS = 200;

  /** The most points of one answer. */
  private static final int MOST_POINTS = 100_000;

  private static final Set<String> SERIES = Set.of("kind", "id", "window", "from", "to");
  private static final String ALL = "all";

  private final TrendStore trends;
  private final Workbench workbench;

  SeriesApi(TrendStore trends, Workbench workbench) {
    this.trends = trends;
    this.workbench = workbench;
  }

  static SubjectKind kind(Asked asked) {
    String label = asked.text("kind").orElse("topic");
    return Rows.kind(label)
        .filter(kind -> kind != SubjectKind.TOTAL)
        .orElseThrow(
            () ->
                new Asked.BadRequest(
                    "kind: '%s' is none of %s"
                        .formatted(
                            label,
                            Arrays.stream(SubjectKind.values())
                                .filter(kind -> kind != SubjectKind.TOTAL && kind.counted())
                                .map(SubjectKind::label)
                                .collect(Collectors.joining(", ")))));
  }

  private List<List<TrendPoint>> points(Asked asked) {
    SubjectKind kind = kind(asked);
    String window = asked.required("window");
    long from = asked.moment("from", Long.MIN_VALUE);
    long to = asked.moment("to", Long.MAX_VALUE);
    List<String> ids = asked.all("id");
    if (ids.isEmpty()) {
      if (kind != SubjectKind.TOPIC) {
        throw new Asked.BadRequest("id: must be given for subjects that are no topics");
      }
      ids = topics(window, to);
    } else if (ids.size() > MOST_SUBJECTS) {
      throw new Asked.BadRequest("id: more than %d subjects".formatted(MOST_SUBJECTS));
    }
    List<List<TrendPoint>> all = new ArrayList<>();
    int points = 0;
    for (String id : ids) {
      List<TrendPoint> of = trends.series(kind, id, window, from, to);
      points += of.size();
      if (points > MOST_POINTS) {
        throw new Asked.BadRequest(
            "more than %,d points: ask for a shorter time".formatted(MOST_POINTS));
      }
      if (!of.isEmpty()) {
        all.add(of);
      }
    }
    return all;
  }

  /** All topics, or as many as an answer may have: first those that lead in the latest span. */
  private List<String> topics(String window, long to) {
    Set<String> all = trends.subjects(Set.of(SubjectKind.TOPIC)).keySet();
    if (all.size() <= MOST_SUBJECTS) {
      return List.copyOf(all);
    }
    Stream<String> leading =
        trends.latestEnd(window, SubjectKind.TOPIC, to).stream()
            .flatMap(end -> trends.ranks(window, SubjectKind.TOPIC, end).stream())
            .map(TrendPoint::id);
    return Stream.concat(leading, all.stream()).distinct().limit(MOST_SUBJECTS).sorted().toList();
  }

  /** {@code GET series}: each subject's rows as columns, in the order of their ends. */
  Reply series(Asked asked) {
    Set<String> known = new HashSet<>(SERIES);
    known.add("expected");
    asked.know(known);
    boolean everywhere = asked.text("expected").map(SeriesApi::isAll).orElse(false);
    if (everywhere && asked.all("id").size() != 1) {
      throw new Asked.BadRequest("expected: all is offered for one subject, name its id");
    }
    List<Map<String, Object>> series = new ArrayList<>();
    for (List<TrendPoint> of : points(asked)) {
      series.add(columns(of, everywhere ? missing(of) : Map.of()));
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("window", asked.required("window"));
    answer.put("series", series);
    return Reply.json(answer);
  }

  private static boolean isAll(String given) {
    if (!given.equals(ALL)) {
      throw new Asked.BadRequest("expected: '%s' is not all".formatted(given));
    }
    return true;
  }

  /** What was to be expected where the job does not say it, as it counted no story there. */
  private Map<Span, Expectation> missing(List<TrendPoint> of) {
    List<Span> spans =
        of.stream()
            .filter(point -> Double.isNaN(point.expected()) && point.uniqueStories() == 0)
            .map(TrendPoint::span)
            .toList();
    if (spans.isEmpty() || of.get(0).kind() != SubjectKind.TOPIC) {
      return Map.of();
    }
    long longest =
        of.stream().mapToLong(point -> point.span().end() - point.span().start()).max().orElse(0);
    return workbench.expected(of.get(0).id(), Duration.ofMillis(longest), spans);
  }

  private static Map<String, Object> columns(List<TrendPoint> of, Map<Span, Expectation> missing) {
    Map<String, Object> columns = new LinkedHashMap<>();
    TrendPoint last = of.get(of.size() - 1);
    columns.put("kind", last.kind().label());
    columns.put("id", last.id());
    columns.put("name", last.name());
    columns.put("start", of.stream().mapToLong(point -> point.span().start()).toArray());
    columns.put("end", of.stream().mapToLong(point -> point.span().end()).toArray());
    columns.put("mentions", of.stream().mapToInt(TrendPoint::mentions).toArray());
    columns.put("uniqueStories", of.stream().mapToInt(TrendPoint::uniqueStories).toArray());
    columns.put("sources", of.stream().mapToInt(TrendPoint::sources).toArray());
    columns.put("totalStories", of.stream().mapToInt(TrendPoint::totalStories).toArray());
    columns.put("rank", of.stream().map(SeriesApi::rank).toList());
    List<Double> expected = new ArrayList<>(of.size());
    List<Integer> low = new ArrayList<>(of.size());
    List<Integer> high = new ArrayList<>(of.size());
    for (TrendPoint point : of) {
      Optional<Expectation> other = Optional.ofNullable(missing.get(point.span()));
      expected.add(rounded(other.map(Expectation::mean).orElse(point.expected())));
      low.add(known(other.map(e -> (int) e.low()).orElse(point.expectedLow())));
      high.add(known(other.map(e -> (int) e.high()).orElse(point.expectedHigh())));
    }
    columns.put("expected", expected);
    columns.put("expectedLow", low);
    columns.put("expectedHigh", high);
    columns.put("score", of.stream().map(point -> rounded(point.score())).toList());
    columns.put("firing", of.stream().map(point -> point.firing().name()).toList());
    columns.put("revision", of.stream().mapToInt(TrendPoint::revision).toArray());
    return columns;
  }

  /** To three decimals; null for what is not known. */
  static Double rounded(double number) {
    return Double.isFinite(number) ? Math.round(number * 1000) / 1000.0 : null;
  }

  private static Integer known(int number) {
    return number < 0 ? null : number;
  }

  /** {@code GET series.csv}: the same as a table. */
  Reply csv(Asked asked) {
    asked.know(SERIES);
    StringBuilder csv =
        new StringBuilder(
            "kind,id,name,window,windowStart,windowEnd,firing,revision,mentions,uniqueStories,sources,"
                + "titleMentions,totalMentions,totalStories,share,previous,expected,expectedLow,"
                + "expectedHigh,score,direction,rank\r\n");
    for (List<TrendPoint> of : points(asked)) {
      for (TrendPoint point : of) {
        csv.append(
            String.join(
                ",",
                point.kind().label(),
                Csv.cell(point.id()),
                Csv.cell(point.name()),
                Csv.cell(point.window()),
                instant(point.span().start()),
                instant(point.span().end()),
                point.firing().name(),
                Integer.toString(point.revision()),
                Integer.toString(point.mentions()),
                Integer.toString(point.uniqueStories()),
                Integer.toString(point.sources()),
                Integer.toString(point.titleMentions()),
                Integer.toString(point.totalMentions()),
                Integer.toString(point.totalStories()),
                String.format(Locale.ROOT, "%.6f", point.share()),
                Integer.toString(point.previous()),
                text(rounded(point.expected())),
                text(known(point.expectedLow())),
                text(known(point.expectedHigh())),
                text(rounded(point.score())),
                point.direction().name(),
                text(rank(point))));
        csv.append("\r\n");
      }
    }
    return Reply.csv(
        "newstide-%s-%s.csv"
            .formatted(
                kind(asked).label(), asked.required("window").replaceAll("[^A-Za-z0-9._-]", "_")),
        csv.toString());
  }

  private static Integer rank(TrendPoint point) {
    return point.isRanked() ? point.rank() : null;
  }

  private static String text(Object or) {
    return or == null ? "" : or.toString();
  }

  private static String instant(long moment) {
    return Instant.ofEpochMilli(moment).toString();
  }

  /** {@code GET ranks}: the subjects of one kind in one span of a window, the first first. */
  Reply ranks(Asked asked) {
    asked.know(Set.of("kind", "window", "end", "limit", "history"));
    SubjectKind kind = kind(asked);
    String window = asked.required("window");
    int history = asked.number("history", 0, 0, 100);
    int limit = asked.number("limit", 20, 1, 1_000);
    long upTo = asked.moment("end", Long.MAX_VALUE);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("window", window);
    answer.put("kind", kind.label());
    List<Map<String, Object>> rows = new ArrayList<>();
    trends
        .latestEnd(window, kind, upTo)
        .ifPresent(
            end -> {
              List<TrendPoint> ranks = trends.ranks(window, kind, end);
              if (!ranks.isEmpty()) {
                answer.put("start", ranks.get(0).span().start());
                answer.put("end", end);
              }
              for (TrendPoint point : ranks.subList(0, Math.min(limit, ranks.size()))) {
                rows.add(row(point, history));
              }
            });
    answer.put("rows", rows);
    return Reply.json(answer);
  }

  private Map<String, Object> row(TrendPoint point, int history) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("rank", rank(point));
    row.put("kind", point.kind().label());
    row.put("id", point.id());
    row.put("name", point.name());
    row.put("mentions", point.mentions());
    row.put("uniqueStories", point.uniqueStories());
    row.put("sources", point.sources());
    row.put("share", rounded(point.share()));
    row.put("previous", point.previous());
    row.put("direction", point.direction().name());
    row.put("expected", rounded(point.expected()));
    row.put("score", rounded(point.score()));
    row.put("firing", point.firing().name());
    if (history > 0) {
      long size = point.span().end() - point.span().start();
      List<TrendPoint> before =
          trends.series(
              point.kind(),
              point.id(),
              point.window(),
              point.span().end() - (history + 1) * size,
              point.span().end());
      row.put(
          "history",
          before.stream()
              .filter(earlier -> earlier.firing() != Firing.EARLY)
              .map(earlier -> new long[] {earlier.span().end(), earlier.uniqueStories()})
              .toList());
    }
    return row;
  }
}
