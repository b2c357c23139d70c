package recount;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Counts the articles of {@code enriched.jsonl} again, the plain way, and compares every row of
 * {@code trends.jsonl}, whatever its kind. It shares no code with the job. From a shell, after
 * {@code bin/test}:
 *
 * <pre>
 * java -cp "target/test-classes:target/lib/*" recount.Recount DIR Asia/Shanghai PT10M 20 hour=PT1H 3h=PT3H/PT1H day=P1D today=P1D+PT1H week=P1W month=P1M visit=~PT6H
 * </pre>
 *
 * where 20 is {@code trends.ranked}.
 */
public final class Recount {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int EVIDENCE = 5;
  private static final int TERMS = 10;

  private final ZoneId zone;
  private final long slice;
  private final long origin;
  private final List<Article> articles = new ArrayList<>();

  private record Article(
      String id,
      String story,
      String source,
      long at,
      boolean day,
      String title,
      Map<String, Map<String, Double>> subjects,
      List<String> keywords,
      List<String> entities) {}

  private record Span(long start, long end) {}

  private record Window(String name, String size, String slide, String step, String gap) {}

  private static final List<String> KINDS =
      List.of("topic", "keyword", "person", "place", "organisation", "topic-place");

  private final int ranked;

  private Recount(ZoneId zone, Duration slice, int ranked) {
    this.ranked = ranked;
    this.zone = zone;
    this.slice = slice.toMillis();
    this.origin = LocalDate.EPOCH.atStartOfDay(zone).toInstant().toEpochMilli();
  }

  public static void main(String[] args) throws IOException {
    List<String> wrong =
        check(
            Path.of(args[0]),
            ZoneId.of(args[1]),
            Duration.parse(args[2]),
            Integer.parseInt(args[3]),
            Arrays.asList(args).subList(4, args.length));
    wrong.stream().limit(20).forEach(System.out::println);
    System.out.println(wrong.isEmpty() ? "all rows are right" : wrong.size() + " rows are wrong");
    System.exit(wrong.isEmpty() ? 0 : 1);
  }

  /**
   * Compares all rows.
   *
   * @param ranked how many of each kind but topics have a row
   * @param windows as NAME=SIZE, NAME=SIZE/SLIDE, NAME=SIZE+STEP, NAME=~GAP
   * @return what is wrong, a line for each row; empty if nothing is
   */
  public static List<String> check(
      Path dir, ZoneId zone, Duration slice, int ranked, List<String> windows) throws IOException {
    Recount recount = new Recount(zone, slice, ranked);
    try (BufferedReader lines = Files.newBufferedReader(dir.resolve("enriched.jsonl"))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        recount.add(JSON.readTree(line));
      }
    }
    // by window and kind: what of a row is compared, by id and span
    Map<String, Map<String, Map<String, String>>> rows = new HashMap<>();
    Set<String> topics = new TreeSet<>();
    try (BufferedReader lines = Files.newBufferedReader(dir.resolve("trends.jsonl"))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode row = JSON.readTree(line);
        Span span = new Span(row.get("windowStartMs").asLong(), row.get("windowEndMs").asLong());
        String kind = row.get("kind").asText();
        if (kind.equals("topic")) {
          topics.add(row.get("id").asText());
        }
        rows.computeIfAbsent(row.get("window").asText(), w -> new TreeMap<>())
            .computeIfAbsent(kind, k -> new HashMap<>())
            .put(row.get("id").asText() + " " + text(span), found(row));
      }
    }
    List<String> wrong = new ArrayList<>();
    if (topics.isEmpty()) {
      wrong.add("there are no rows");
    }
    for (String written : windows) {
      Window window = window(written);
      for (String kind : KINDS) {
        Map<String, String> found =
            rows.getOrDefault(window.name(), Map.of()).getOrDefault(kind, Map.of());
        Map<String, String> expected =
            window.gap().isEmpty()
                ? recount.fixed(window, kind, topics)
                : recount.sessions(window, kind);
        Set<String> keys = new TreeSet<>(found.keySet());
        keys.addAll(expected.keySet());
        for (String key : keys) {
          String is = found.getOrDefault(key, "no row");
          String should = expected.getOrDefault(key, "no row");
          if (!is.equals(should)) {
            wrong.add(
                "%s %s %s: expected %s, found %s".formatted(window.name(), kind, key, should, is));
          }
        }
      }
    }
    Set<String> unknown = new TreeSet<>(rows.keySet());
    windows.forEach(written -> unknown.remove(written.split("=", 2)[0]));
    unknown.forEach(name -> wrong.add("rows of a window nobody defined: " + name));
    return wrong;
  }

  private static String text(Span span) {
    return Instant.ofEpochMilli(span.start()) + "/" + Instant.ofEpochMilli(span.end());
  }

  private static Window window(String written) {
    String[] named = written.split("=", 2);
    if (named[1].startsWith("~")) {
      return new Window(named[0], "", "", "", named[1].substring(1));
    }
    String[] slide = named[1].split("/", 2);
    String[] step = named[1].split("\\+", 2);
    return new Window(
        named[0],
        slide.length == 2 ? slide[0] : step[0],
        slide.length == 2 ? slide[1] : "",
        step.length == 2 ? step[1] : "",
        "");
  }

  private void add(JsonNode row) {
    if (row.get("late").asBoolean()) {
      return;
    }
    Map<String, Map<String, Double>> subjects = new HashMap<>();
    KINDS.forEach(kind -> subjects.put(kind, new HashMap<>()));
    row.get("keywords").forEach(k -> put(subjects, "keyword", k, "term", "weight"));
    row.get("people").forEach(name -> put(subjects, "person", name, "name", "count"));
    row.get("places").forEach(name -> put(subjects, "place", name, "name", "count"));
    row.get("organisations").forEach(n -> put(subjects, "organisation", n, "name", "count"));
    row.get("topics")
        .forEach(
            topic -> {
              put(subjects, "topic", topic, "id", "score");
              for (String place : subjects.get("place").keySet()) {
                subjects
                    .get("topic-place")
                    .put(
                        encoded(topic.get("id").asText()) + "@" + encoded(place),
                        topic.get("score").asDouble());
              }
            });
    Set<String> entities = new TreeSet<>();
    for (String kind : List.of("person", "place", "organisation")) {
      subjects.get(kind).keySet().forEach(name -> entities.add(kind + "/" + name));
    }
    articles.add(
        new Article(
            row.get("id").asText(),
            row.get("storyId").asText(),
            row.get("source").asText(),
            Instant.parse(row.get("publishedAt").asText()).toEpochMilli(),
            row.get("datePrecision").asText().equals("day"),
            row.get("title").asText(),
            subjects,
            List.copyOf(subjects.get("keyword").keySet()),
            List.copyOf(entities)));
  }

  private static void put(
      Map<String, Map<String, Double>> subjects,
      String kind,
      JsonNode of,
      String id,
      String strength) {
    subjects.get(kind).putIfAbsent(of.get(id).asText(), of.get(strength).asDouble());
  }

  private static String encoded(String part) {
    return part.replace("%", "%25").replace("/", "%2F").replace("@", "%40");
  }

  private boolean wholeDays(Window window) {
    return !window.size().startsWith("PT") && window.step().isEmpty();
  }

  /** What the rows of a window should be whose spans are the same for all, by id and span. */
  private Map<String, String> fixed(Window window, String kind, Set<String> topics) {
    List<Article> counted =
        articles.stream().filter(article -> !article.day() || wholeDays(window)).toList();
    Map<Span, List<Article>> bySpan = new LinkedHashMap<>();
    spans(window, counted).forEach(span -> bySpan.put(span, new ArrayList<>()));
    Map<Long, List<Span>> holding = new HashMap<>();
    for (Article article : counted) {
      holding
          .computeIfAbsent(
              article.at(),
              at ->
                  near(window, at).stream()
                      .filter(span -> span.start() <= at && at < span.end())
                      .toList())
          .forEach(span -> bySpan.get(span).add(article));
    }
    Map<String, String> rows = new HashMap<>();
    bySpan.forEach(
        (span, all) -> {
          Span before = previous(window, span);
          List<Article> earlier =
              bySpan.containsKey(before) ? bySpan.get(before) : within(counted, before);
          Map<String, List<Article>> ids = bySubject(all, kind);
          if (kind.equals("topic")) {
            topics.forEach(topic -> ids.putIfAbsent(topic, List.of()));
          }
          rank(kind, span, all, ids, earlier, rows);
        });
    return rows;
  }

  /** The same for sessions: each subject has its own. */
  private Map<String, String> sessions(Window window, String kind) {
    long gap = Duration.parse(window.gap()).toMillis();
    List<Article> counted = articles.stream().filter(article -> !article.day()).toList();
    Map<Span, Map<String, List<Article>>> bySpan = new LinkedHashMap<>();
    bySubject(counted, kind)
        .forEach(
            (id, of) -> {
              List<Article> inOrder = new ArrayList<>(of);
              inOrder.sort(Comparator.comparing(Article::at));
              for (int from = 0; from < inOrder.size(); ) {
                int to = from + 1;
                while (to < inOrder.size()
                    && sliceOf(inOrder.get(to)).start() - sliceOf(inOrder.get(to - 1)).end()
                        < gap) {
                  to++;
                }
                Span span =
                    new Span(
                        sliceOf(inOrder.get(from)).start(),
                        sliceOf(inOrder.get(to - 1)).end() + gap);
                bySpan
                    .computeIfAbsent(span, s -> new HashMap<>())
                    .put(id, inOrder.subList(from, to));
                from = to;
              }
            });
    Map<String, String> rows = new HashMap<>();
    bySpan.forEach(
        (span, ids) ->
            rank(
                kind,
                span,
                within(counted, span),
                ids,
                within(counted, new Span(2 * span.start() - span.end(), span.start())),
                rows));
    return rows;
  }

  private void rank(
      String kind,
      Span span,
      List<Article> all,
      Map<String, List<Article>> ids,
      List<Article> earlier,
      Map<String, String> rows) {
    List<String> ranking = new ArrayList<>(ids.keySet());
    Map<String, Long> stories = new HashMap<>();
    ids.forEach((id, of) -> stories.put(id, stories(of)));
    ranking.sort(
        Comparator.comparing((String id) -> -stories.get(id)).thenComparing(Recount::byCodePoint));
    int most = kind.equals("topic") ? ranking.size() : Math.min(ranked, ranking.size());
    Map<String, List<Article>> before = bySubject(earlier, kind);
    for (int i = 0; i < most; i++) {
      String id = ranking.get(i);
      rows.put(
          id + " " + text(span),
          expected(all, ids.get(id), before.getOrDefault(id, List.of()).size(), kind, id, i + 1));
    }
  }

  private static Map<String, List<Article>> bySubject(List<Article> articles, String kind) {
    Map<String, List<Article>> bySubject = new HashMap<>();
    for (Article article : articles) {
      for (String id : article.subjects().get(kind).keySet()) {
        bySubject.computeIfAbsent(id, absent -> new ArrayList<>()).add(article);
      }
    }
    return bySubject;
  }

  private static List<Article> within(List<Article> articles, Span span) {
    return articles.stream().filter(a -> span.start() <= a.at() && a.at() < span.end()).toList();
  }

  private static long stories(List<Article> articles) {
    return articles.stream().map(Article::story).distinct().count();
  }

  private static String expected(
      List<Article> all, List<Article> of, int previous, String kind, String id, int rank) {
    long stories = stories(of);
    long totalStories = stories(all);
    return String.join(
        " ",
        "mentions=" + of.size(),
        "stories=" + stories,
        "sources=" + of.stream().map(Article::source).distinct().count(),
        // of a topic the titles that carry it are not in the enriched row
        kind.startsWith("topic")
            ? "title"
            : "title=" + of.stream().filter(a -> a.title().contains(id)).count(),
        "total=" + all.size() + "/" + totalStories,
        "share=" + (totalStories == 0 ? 0.0 : (double) stories / totalStories),
        "previous=" + previous,
        "rank=" + rank,
        "keywords=" + top(of.stream().flatMap(a -> a.keywords().stream()).toList()),
        "entities=" + topEntities(of),
        "evidence=" + evidence(of, kind, id));
  }

  private static String found(JsonNode row) {
    List<String> keywords = new ArrayList<>();
    row.get("topKeywords")
        .forEach(k -> keywords.add(k.get("term").asText() + ":" + k.get("count").asLong()));
    List<String> entities = new ArrayList<>();
    row.get("topEntities")
        .forEach(
            e ->
                entities.add(
                    "%s/%s:%d"
                        .formatted(
                            e.get("type").asText(),
                            e.get("name").asText(),
                            e.get("count").asLong())));
    List<String> evidence = new ArrayList<>();
    row.get("evidence").forEach(e -> evidence.add(e.get("id").asText()));
    return String.join(
        " ",
        "mentions=" + row.get("mentions").asLong(),
        "stories=" + row.get("uniqueStories").asLong(),
        "sources=" + row.get("sources").asLong(),
        row.get("kind").asText().startsWith("topic")
            ? "title"
            : "title=" + row.get("titleMentions").asLong(),
        "total=" + row.get("totalMentions").asLong() + "/" + row.get("totalStories").asLong(),
        "share=" + row.get("share").asDouble(),
        "previous=" + row.get("previous").asLong(),
        "rank=" + row.get("rank").asInt(),
        "keywords=" + keywords,
        "entities=" + entities,
        "evidence=" + evidence);
  }

  private static int byCodePoint(String left, String right) {
    return Arrays.compare(left.codePoints().toArray(), right.codePoints().toArray());
  }

  private static List<String> top(List<String> things) {
    Map<String, Long> counts = new HashMap<>();
    things.forEach(thing -> counts.merge(thing, 1L, Long::sum));
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry::getKey, Recount::byCodePoint))
        .limit(TERMS)
        .map(entry -> entry.getKey() + ":" + entry.getValue())
        .toList();
  }

  /** By count, then by name, then people before places before organisations. */
  private static List<String> topEntities(List<Article> articles) {
    Map<String, Long> counts = new HashMap<>();
    articles.stream()
        .flatMap(a -> a.entities().stream())
        .forEach(e -> counts.merge(e, 1L, Long::sum));
    List<String> kinds = List.of("person", "place", "organisation");
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(e -> e.getKey().split("/", 2)[1], Recount::byCodePoint)
                .thenComparing(e -> kinds.indexOf(e.getKey().split("/", 2)[0])))
        .limit(TERMS)
        .map(entry -> entry.getKey() + ":" + entry.getValue())
        .toList();
  }

  private static List<String> evidence(List<Article> articles, String kind, String id) {
    Set<String> stories = new HashSet<>();
    return articles.stream()
        .sorted(
            Comparator.comparing((Article a) -> -a.subjects().get(kind).get(id))
                .thenComparing(Article::at)
                .thenComparing(Article::id, Recount::byCodePoint))
        .filter(article -> stories.add(article.story()))
        .limit(EVIDENCE)
        .map(Article::id)
        .toList();
  }

  /** Every span of a window that touches the time from the first slice to the last. */
  private List<Span> spans(Window window, List<Article> counted) {
    if (counted.isEmpty()) {
      return List.of();
    }
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (Article article : counted) {
      Span in = sliceOf(article);
      first = Math.min(first, in.start());
      last = Math.max(last, in.end());
    }
    Set<Span> spans = new TreeSet<>(Comparator.comparing(Span::start).thenComparing(Span::end));
    for (long moment = first; moment < last; moment += slice) {
      for (Span span : near(window, moment)) {
        if (span.start() < last
            && span.end() > first
            && span.start() <= moment
            && moment < span.end()) {
          spans.add(span);
        }
      }
    }
    return List.copyOf(spans);
  }

  private Span sliceOf(Article article) {
    if (article.day()) {
      LocalDate day = Instant.ofEpochMilli(article.at()).atZone(zone).toLocalDate();
      return new Span(midnight(day), midnight(day.plusDays(1)));
    }
    long start = article.at() - Math.floorMod(article.at() - origin, slice);
    return new Span(start, start + slice);
  }

  private long midnight(LocalDate day) {
    return day.atStartOfDay(zone).toInstant().toEpochMilli();
  }

  /** All spans of a window that may hold a moment. */
  private List<Span> near(Window window, long moment) {
    List<Span> spans = new ArrayList<>();
    if (window.size().startsWith("PT")) {
      long size = Duration.parse(window.size()).toMillis();
      long slide = window.slide().isEmpty() ? size : Duration.parse(window.slide()).toMillis();
      long start = moment - Math.floorMod(moment - origin, slide);
      for (; start > moment - size; start -= slide) {
        spans.add(new Span(start, start + size));
      }
      return spans;
    }
    LocalDate day = Instant.ofEpochMilli(moment).atZone(zone).toLocalDate();
    Period size = Period.parse(window.size());
    LocalDate from =
        size.getMonths() > 0
            ? day.withDayOfMonth(1)
            : size.getDays() == 7
                ? day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                : day;
    Span whole = new Span(midnight(from), midnight(from.plus(size)));
    if (window.step().isEmpty()) {
      return List.of(whole);
    }
    long step = Duration.parse(window.step()).toMillis();
    for (long end = whole.start() + step; ; end += step) {
      spans.add(new Span(whole.start(), Math.min(end, whole.end())));
      if (end >= whole.end()) {
        return spans;
      }
    }
  }

  private Span previous(Window window, Span span) {
    if (window.size().startsWith("PT")) {
      long size = Duration.parse(window.size()).toMillis();
      return new Span(span.start() - size, span.end() - size);
    }
    LocalDate from = Instant.ofEpochMilli(span.start()).atZone(zone).toLocalDate();
    LocalDate before = from.minus(Period.parse(window.size()));
    boolean whole = span.end() == midnight(from.plus(Period.parse(window.size())));
    return new Span(
        midnight(before),
        whole
            ? midnight(from)
            : Math.min(midnight(before) + span.end() - span.start(), midnight(from)));
  }
}
