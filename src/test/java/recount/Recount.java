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
 * Counts the articles of {@code enriched.jsonl} again, the plain way, and compares every topic row
 * of {@code trends.jsonl}. It shares no code with the job. From a shell, after {@code bin/test}:
 *
 * <pre>
 * java -cp "target/test-classes:target/lib/*" recount.Recount DIR Asia/Shanghai PT10M hour=PT1H 3h=PT3H/PT1H day=P1D today=P1D+PT1H week=P1W month=P1M
 * </pre>
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
      Map<String, Double> topics,
      List<String> keywords,
      List<String> entities) {}

  private record Span(long start, long end) {}

  private record Window(String name, String size, String slide, String step) {}

  private Recount(ZoneId zone, Duration slice) {
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
            Arrays.asList(args).subList(3, args.length));
    wrong.stream().limit(20).forEach(System.out::println);
    System.out.println(wrong.isEmpty() ? "all rows are right" : wrong.size() + " rows are wrong");
    System.exit(wrong.isEmpty() ? 0 : 1);
  }

  /**
   * Compares all rows.
   *
   * @param windows as NAME=SIZE, NAME=SIZE/SLIDE, NAME=SIZE+STEP
   * @return what is wrong, a line for each row; empty if nothing is
   */
  public static List<String> check(Path dir, ZoneId zone, Duration slice, List<String> windows)
      throws IOException {
    Recount recount = new Recount(zone, slice);
    try (BufferedReader lines = Files.newBufferedReader(dir.resolve("enriched.jsonl"))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        recount.add(JSON.readTree(line));
      }
    }
    Map<String, Map<String, Map<Span, JsonNode>>> rows = new HashMap<>();
    try (BufferedReader lines = Files.newBufferedReader(dir.resolve("trends.jsonl"))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode row = JSON.readTree(line);
        Span span = new Span(row.get("windowStartMs").asLong(), row.get("windowEndMs").asLong());
        rows.computeIfAbsent(row.get("window").asText(), w -> new TreeMap<>())
            .computeIfAbsent(row.get("id").asText(), t -> new HashMap<>())
            .put(span, row);
      }
    }
    Set<String> topics = new TreeSet<>();
    rows.values().forEach(byTopic -> topics.addAll(byTopic.keySet()));
    List<String> wrong = new ArrayList<>();
    if (topics.isEmpty()) {
      wrong.add("there are no rows");
    }
    for (String written : windows) {
      recount.compare(
          window(written), topics, rows.getOrDefault(written.split("=", 2)[0], Map.of()), wrong);
    }
    Set<String> unknown = new TreeSet<>(rows.keySet());
    windows.forEach(written -> unknown.remove(written.split("=", 2)[0]));
    unknown.forEach(name -> wrong.add("rows of a window nobody defined: " + name));
    return wrong;
  }

  private static Window window(String written) {
    String[] named = written.split("=", 2);
    String[] slide = named[1].split("/", 2);
    String[] step = named[1].split("\\+", 2);
    return new Window(
        named[0],
        slide.length == 2 ? slide[0] : step[0],
        slide.length == 2 ? slide[1] : "",
        step.length == 2 ? step[1] : "");
  }

  private void add(JsonNode row) {
    if (row.get("late").asBoolean()) {
      return;
    }
    Map<String, Double> topics = new HashMap<>();
    row.get("topics").forEach(t -> topics.put(t.get("id").asText(), t.get("score").asDouble()));
    Set<String> entities = new TreeSet<>();
    row.get("people").forEach(name -> entities.add("person/" + name.get("name").asText()));
    row.get("places").forEach(name -> entities.add("place/" + name.get("name").asText()));
    row.get("organisations").forEach(n -> entities.add("organisation/" + n.get("name").asText()));
    Set<String> keywords = new TreeSet<>();
    row.get("keywords").forEach(keyword -> keywords.add(keyword.get("term").asText()));
    articles.add(
        new Article(
            row.get("id").asText(),
            row.get("storyId").asText(),
            row.get("source").asText(),
            Instant.parse(row.get("publishedAt").asText()).toEpochMilli(),
            row.get("datePrecision").asText().equals("day"),
            topics,
            List.copyOf(keywords),
            List.copyOf(entities)));
  }

  private boolean wholeDays(Window window) {
    return !window.size().startsWith("PT") && window.step().isEmpty();
  }

  private void compare(
      Window window,
      Set<String> topics,
      Map<String, Map<Span, JsonNode>> rows,
      List<String> wrong) {
    List<Article> counted =
        articles.stream().filter(article -> !article.day() || wholeDays(window)).toList();
    Map<Span, List<Article>> bySpan = new LinkedHashMap<>();
    spans(window, counted).forEach(span -> bySpan.put(span, new ArrayList<>()));
    Map<Long, List<Span>> startsBy = new HashMap<>();
    for (Article article : counted) {
      List<Span> holding =
          startsBy.computeIfAbsent(
              article.at(),
              at ->
                  near(window, at).stream()
                      .filter(span -> span.start() <= at && at < span.end())
                      .toList());
      holding.forEach(span -> bySpan.get(span).add(article));
    }
    Map<Span, List<Article>> none = Map.of();
    for (Map.Entry<Span, List<Article>> entry : bySpan.entrySet()) {
      Span span = entry.getKey();
      Span before = previous(window, span);
      List<Article> earlier =
          bySpan.containsKey(before)
              ? bySpan.get(before)
              : none.getOrDefault(before, within(counted, before));
      Map<String, Long> stories = new TreeMap<>();
      for (String topic : topics) {
        stories.put(topic, stories(carrying(entry.getValue(), topic)));
      }
      List<String> ranking = new ArrayList<>(topics);
      ranking.sort(Comparator.comparing((String topic) -> -stories.get(topic)));
      for (String topic : topics) {
        JsonNode row = rows.getOrDefault(topic, Map.of()).remove(span);
        String expected =
            expected(entry.getValue(), carrying(earlier, topic).size(), topic, ranking);
        String found = row == null ? "no row" : found(row);
        if (!found.equals(expected)) {
          wrong.add(
              "%s %s %s: expected %s, found %s"
                  .formatted(
                      topic, window.name(), Instant.ofEpochMilli(span.start()), expected, found));
        }
      }
    }
    rows.forEach(
        (topic, rest) ->
            rest.keySet()
                .forEach(
                    span ->
                        wrong.add(
                            "%s %s %s: a row too many"
                                .formatted(
                                    topic, window.name(), Instant.ofEpochMilli(span.start())))));
  }

  private static List<Article> within(List<Article> articles, Span span) {
    return articles.stream().filter(a -> span.start() <= a.at() && a.at() < span.end()).toList();
  }

  private static List<Article> carrying(List<Article> articles, String topic) {
    return articles.stream().filter(article -> article.topics().containsKey(topic)).toList();
  }

  private static long stories(List<Article> articles) {
    return articles.stream().map(Article::story).distinct().count();
  }

  private static String expected(
      List<Article> all, int previous, String topic, List<String> ranking) {
    List<Article> of = carrying(all, topic);
    long stories = stories(of);
    long totalStories = stories(all);
    return String.join(
        " ",
        "mentions=" + of.size(),
        "stories=" + stories,
        "sources=" + of.stream().map(Article::source).distinct().count(),
        "total=" + all.size() + "/" + totalStories,
        "share=" + (totalStories == 0 ? 0.0 : (double) stories / totalStories),
        "previous=" + previous,
        "rank=" + (ranking.indexOf(topic) + 1),
        "keywords=" + top(of.stream().flatMap(a -> a.keywords().stream()).toList()),
        "entities=" + topEntities(of),
        "evidence=" + evidence(of, topic));
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

  private static List<String> evidence(List<Article> articles, String topic) {
    Set<String> stories = new HashSet<>();
    return articles.stream()
        .sorted(
            Comparator.comparing((Article a) -> -a.topics().get(topic))
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
