package io.newstide.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.sun.net.httpserver.HttpServer;
import io.newstide.cli.Newstide;
import io.newstide.cluster.Child;
import io.newstide.feed.NewsSource;
import io.newstide.feed.SourceReader;
import io.newstide.feed.web.WebReader;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The worked examples of {@code docs/extending.md}: what stands there is applied to a copy of the
 * sources, and what comes of it is compiled and run in processes of its own.
 */
class ExtendingIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Markdown PAGE = Markdown.read(Path.of("docs/extending.md"));
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final String SAMPLE = "jobs/sample/articles.jsonl";

  @TempDir private static Path folder;

  @BeforeAll
  static void applyCompileAndBacktest() throws Exception {
    compile(applied());
    Path job = folder.resolve("job.yaml");
    Path topics = Files.createDirectory(folder.resolve("topics"));
    try (Stream<Path> shipped = Files.list(Path.of("jobs/topics"))) {
      for (Path topic : (Iterable<Path>) shipped::iterator) {
        Files.copy(topic, topics.resolve(topic.getFileName()));
      }
    }
    Files.writeString(topics.resolve("entrance-exam.yaml"), blocks("yaml topic").get(0).text());
    Files.copy(Path.of("jobs/lexicon.txt"), folder.resolve("lexicon.txt"));
    Files.writeString(
        job,
        """
        name: extended
        time: {zone: Asia/Shanghai}
        windows:
          - {name: week, size: P1W}
          - {name: edition, size: P1D@20:00}
        language: {lexicon: lexicon.txt}
        trends: {ranked: 100}
        """);
    run(
        Newstide.class,
        "backtest",
        "--job",
        job.toString(),
        "--articles",
        SAMPLE,
        "--out",
        folder.resolve("out").toString());
  }

  private static List<Markdown.Block> blocks(String kind) {
    return PAGE.blocks().stream().filter(block -> block.kind().startsWith(kind)).toList();
  }

  /** The files that the page makes or changes, by their paths, as they are then. */
  private static Map<Path, String> applied() throws IOException {
    Map<Path, String> files = new LinkedHashMap<>();
    for (Markdown.Block block : blocks("java ")) {
      files.put(Path.of(block.kind().substring("java ".length())), block.text());
    }
    for (Markdown.Block block : blocks("diff ")) {
      Path file = Path.of(block.kind().substring("diff ".length()));
      String text = files.containsKey(file) ? files.get(file) : Files.readString(file);
      for (String hunk : block.text().split("(?m)^@@\n", -1)) {
        String before = lines(hunk, '+');
        assertThat(text.split(Pattern.quote(before), -1))
            .as("%s: this stands once in %s:%n%s", block.where(), file, before)
            .hasSize(2);
        text = text.replace(before, lines(hunk, '-'));
      }
      files.put(file, text);
    }
    assertThat(files).hasSizeGreaterThanOrEqualTo(9);
    return files;
  }

  /** The lines of a change but for those that begin with a sign. */
  private static String lines(String hunk, char without) {
    return hunk.lines()
        .filter(line -> line.charAt(0) != without)
        .map(line -> line.substring(1) + "\n")
        .collect(Collectors.joining());
  }

  /** Compiles all of the project, not only what has changed: nothing else may be broken by it. */
  private static void compile(Map<Path, String> changed) throws IOException {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> all = Files.walk(Path.of("src/main/java"))) {
      all.filter(file -> file.toString().endsWith(".java") && !changed.containsKey(file))
          .forEach(sources::add);
    }
    for (var file : changed.entrySet()) {
      boolean source = file.getKey().toString().endsWith(".java");
      Path to =
          source
              ? folder.resolve(file.getKey())
              : classes.resolve(Path.of("src/main/resources").relativize(file.getKey()));
      Files.createDirectories(to.getParent());
      Files.writeString(to, file.getValue());
      if (source) {
        sources.add(to);
      }
    }
    var compiler = ToolProvider.getSystemJavaCompiler();
    var said = new StringWriter();
    try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      boolean compiled =
          compiler
              .getTask(
                  said,
                  files,
                  null,
                  List.of(
                      "-d",
                      classes.toString(),
                      "-cp",
                      System.getProperty("java.class.path"),
                      "-proc:none",
                      "-parameters"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(compiled).as(said.toString()).isTrue();
    }
  }

  /** Runs a class with what was compiled; its output. */
  private static String run(Class<?> main, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(main.getName());
    command.addAll(List.of(arguments));
    String classPath =
        folder.resolve("classes") + File.pathSeparator + System.getProperty("java.class.path");
    try (Child child =
        Child.java(
            main.getName(),
            Files.createTempFile(folder, "run", ".log"),
            Map.of(),
            Child.options("1g", classPath),
            command.toArray(String[]::new))) {
      assertThat(child.await()).as(child.output()).isZero();
      return child.output();
    }
  }

  private static List<JsonNode> rows(String topic) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("out").resolve(topic + ".jsonl"))) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }

  /** The mentions of a window's rows by what they are of and when they end; zeros left out. */
  private static Map<String, Long> mentions(String kind, String window) throws IOException {
    Map<String, Long> mentions = new TreeMap<>();
    for (JsonNode row : rows("trends")) {
      if (row.get("kind").asText().equals(kind)
          && row.get("window").asText().equals(window)
          && row.get("mentions").asLong() > 0) {
        mentions.put(
            row.get("id").asText() + " " + row.get("windowEnd").asText(),
            row.get("mentions").asLong());
      }
    }
    return mentions;
  }

  private static List<JsonNode> inTime(Predicate<JsonNode> which) throws IOException {
    return rows("enriched").stream()
        .filter(row -> !row.get("late").asBoolean())
        .filter(which)
        .toList();
  }

  private static ZonedDateTime published(JsonNode row) {
    return Instant.parse(row.get("publishedAt").asText()).atZone(ZONE);
  }

  @Test
  void theTopicIsInWhatItIsAboutAndInNothingThatMentionsIt() throws Exception {
    List<String> carrying = new ArrayList<>();
    for (JsonNode row : rows("enriched")) {
      if (row.get("topics").findValuesAsText("id").contains("entrance-exam")) {
        carrying.add(row.get("id").asText());
      }
    }
    assertThat(carrying).containsExactlyInAnyOrder("lj-city-07", "lj-copy-10");
    // Both in the week from the first of June; the one is the other's copy.
    JsonNode week =
        rows("trends").stream()
            .filter(row -> row.get("id").asText().equals("entrance-exam"))
            .filter(row -> row.get("window").asText().equals("week"))
            .filter(row -> row.get("windowStart").asText().equals("2026-05-31T16:00:00Z"))
            .findFirst()
            .orElseThrow();
    assertThat(week.get("mentions").asInt()).isEqualTo(2);
    assertThat(week.get("uniqueStories").asInt()).isEqualTo(1);
    assertThat(week.get("name").asText()).isEqualTo("高考");
  }

  @Test
  void theWindowHoldsWhatWasPublishedBetweenTwoClosings() throws Exception {
    Map<String, Long> expected = new TreeMap<>();
    for (JsonNode row : inTime(row -> row.get("datePrecision").asText().equals("instant"))) {
      ZonedDateTime at = published(row);
      LocalDate edition = at.getHour() < 20 ? at.toLocalDate() : at.toLocalDate().plusDays(1);
      Instant end = edition.atTime(20, 0).atZone(ZONE).toInstant();
      for (String topic : row.get("topics").findValuesAsText("id")) {
        expected.merge(topic + " " + end, 1L, Long::sum);
      }
    }
    assertThat(mentions("topic", "edition")).isEqualTo(expected);
    assertThat(expected).hasSizeGreaterThan(50);
  }

  @Test
  void theKindOfSubjectIsCountedByTheSectionsOfTheArticles() throws Exception {
    Map<String, String> sections = new HashMap<>();
    try (Stream<String> lines = Files.lines(Path.of(SAMPLE))) {
      for (String line : (Iterable<String>) lines.filter(one -> one.endsWith("}"))::iterator) {
        JsonNode article = JSON.readTree(line);
        sections.put(article.path("id").asText(), article.path("section").asText(""));
      }
    }
    Map<String, Long> expected = new TreeMap<>();
    for (JsonNode row : inTime(row -> !sections.get(row.get("id").asText()).isEmpty())) {
      LocalDate day = published(row).toLocalDate();
      Instant end = day.plusDays(8 - day.getDayOfWeek().getValue()).atStartOfDay(ZONE).toInstant();
      expected.merge(sections.get(row.get("id").asText()) + " " + end, 1L, Long::sum);
    }
    assertThat(mentions("section", "week")).isEqualTo(expected);
    assertThat(expected).hasSizeGreaterThan(30);

    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Files.readString(folder.resolve("classes/schemas/trend.json")));
    assertThat(rows("trends").stream().filter(row -> !schema.validate(row).isEmpty()).limit(1))
        .isEmpty();
  }

  @Test
  void theSourceGivesWhatIsNewOnceAndOldestFirst() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String post =
        """
        {"id": %d, "date_gmt": "2026-07-0%dT03:20:00", "guid": {"rendered": "https://example.org/?p=%d"},
         "link": "https://example.org/%d", "title": {"rendered": "水位 &#8220;回落&#8221; %d"},
         "content": {"rendered": "<p>第一段。</p><p>第二段。</p><script>x()</script>"}}
        """;
    byte[] posts =
        ("[" + post.formatted(8, 2, 8, 8, 8) + "," + post.formatted(7, 1, 7, 7, 7) + "]")
            .getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/wp-json/wp/v2/posts",
        exchange -> {
          exchange.sendResponseHeaders(200, posts.length);
          exchange.getResponseBody().write(posts);
          exchange.close();
        });
    server.start();
    try {
      String out =
          run(
              LooksTwice.class,
              "http://127.0.0.1:%d/wp-json/wp/v2/posts".formatted(server.getAddress().getPort()));
      assertThat(out.lines())
          .containsExactly(
              "{\"id\":\"https://example.org/?p=7\",\"source\":\"晚报\",\"title\":\"水位 “回落” 7\",\"body\":\"第一段。\\n第二段。\",\"publishedAt\":\"2026-07-01T03:20:00Z\",\"arrivedAt\":\"2026-07-05T00:00:00Z\",\"url\":\"https://example.org/7\"}",
              "{\"id\":\"https://example.org/?p=8\",\"source\":\"晚报\",\"title\":\"水位 “回落” 8\",\"body\":\"第一段。\\n第二段。\",\"publishedAt\":\"2026-07-02T03:20:00Z\",\"arrivedAt\":\"2026-07-05T00:00:00Z\",\"url\":\"https://example.org/8\"}",
              "the second look");
    } finally {
      server.stop(0);
    }
  }

  /** Looks at a source, makes the notes it is given, and looks again. */
  static final class LooksTwice {

    private LooksTwice() {}

    public static void main(String[] arguments) throws Exception {
      NewsSource source = new NewsSource("晚报", arguments[0], Duration.ofMinutes(5));
      SourceReader reader = WebReader.readers(ZONE, InstantSource.system()).apply(source);
      Map<String, byte[]> notes = new HashMap<>();
      print(reader.look(notes, Instant.parse("2026-07-05T00:00:00Z")), notes);
      System.out.write("the second look\n".getBytes(StandardCharsets.UTF_8));
      print(reader.look(notes, Instant.parse("2026-07-05T00:05:00Z")), notes);
    }

    private static void print(SourceReader.Look look, Map<String, byte[]> notes)
        throws IOException {
      while (look.parts().hasNext()) {
        SourceReader.Part part = look.parts().next();
        for (var article : part.articles()) {
          System.out.write(article.value());
          System.out.write('\n');
        }
        part.notes().forEach((name, note) -> notes.put(name, note.orElseThrow()));
      }
    }
  }
}
