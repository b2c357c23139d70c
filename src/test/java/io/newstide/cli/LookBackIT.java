package io.newstide.cli;

import static io.newstide.cli.Ran.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.newstide.article.Article;
import io.newstide.article.DatePrecision;
import io.newstide.article.Incoming;
import io.newstide.article.RawRecord;
import io.newstide.cluster.Await;
import io.newstide.feed.JsonLines;
import io.newstide.job.DemoJob;
import io.newstide.job.JobFile;
import io.newstide.kafka.ArticleFeeder;
import io.newstide.kafka.Row;
import io.newstide.kafka.RowReader;
import io.newstide.kafka.TopicName;
import io.newstide.local.Backtest;
import io.newstide.local.EmbeddedBroker;
import io.newstide.local.EmbeddedJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code topics apply --look-back} against a real broker and the real job: a topic that comes late
 * and looks back ends with the rows of one that was there from the start.
 */
class LookBackIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SAMPLE = Path.of("jobs/sample/articles.jsonl");
  private static final String TOPIC = "flood-prevention";
  private static final Duration DEADLINE = Duration.ofMinutes(5);

  /** Alerts at what is hardly one, so that the few articles of the sample give some. */
  private static final Map<String, String> EASILY_ALARMED =
      Map.of("trends.threshold", "1", "trends.minMentions", "2");

  /** The topic comes when the flood has begun. */
  private static final Instant APPLIED = Instant.parse("2026-07-10T00:00:00Z");

  /** What depends on how often and when a row was written; a rank needs the others. */
  private static final List<String> INCIDENTAL = List.of("revision", "firing", "rank");

  @TempDir private static Path folder;
  private static EmbeddedBroker broker;
  private static Path fewWindows;

  @BeforeAll
  static void startBroker() throws IOException {
    fewWindows = DemoJob.write(folder.resolve("few"), DemoJob.FEW_WINDOWS);
    broker = EmbeddedBroker.start(folder.resolve("kafka"));
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  private static Ran apply(Path file, String name, String lookBack) {
    return run(
        "topics",
        "apply",
        file.toString(),
        "--look-back",
        lookBack,
        "--timeout",
        "PT2M",
        "--job",
        fewWindows.toString(),
        "--set",
        "kafka.bootstrapServers=" + broker.bootstrapServers(),
        "--set",
        "kafka.prefix=" + name,
        "--set",
        "name=" + name,
        "--set",
        "topics=" + folder.resolve("others").toAbsolutePath() + "/*.yaml");
  }

  /**
   * The demo's job without the topic; one subtask reads in the file's order, as a back-test does.
   */
  private static JobFile job(String name) throws IOException {
    Path others = folder.resolve("others");
    if (Files.notExists(others)) {
      Files.createDirectory(others);
      try (Stream<Path> topics = Files.list(Path.of("jobs/topics"))) {
        for (Path topic : topics.toList()) {
          if (!topic.getFileName().toString().equals(TOPIC + ".yaml")) {
            Files.copy(topic, others.resolve(topic.getFileName()));
          }
        }
      }
    }
    Map<String, String> settings = new TreeMap<>(EASILY_ALARMED);
    settings.put("kafka.bootstrapServers", broker.bootstrapServers());
    settings.put("kafka.prefix", name);
    settings.put("name", name);
    settings.put("topics", others.toAbsolutePath() + "/*.yaml");
    return JobFile.read(fewWindows, settings, Map.of());
  }

  /**
   * The sample in the order in which it was published, without what is dated to the day. What is
   * expected of a window is that of what was known when the row was written: in looking back also
   * what came late, and what is dated to days that had not ended then. Without either it is the
   * same.
   */
  private static Path news(JobFile job) throws IOException {
    List<Article> articles = new ArrayList<>();
    Map<String, String> lines = new HashMap<>();
    for (RawRecord record : JsonLines.all(SAMPLE, job.reader())) {
      if (job.reader().read(record) instanceof Incoming.Accepted accepted
          && accepted.article().dateReliable()
          && accepted.article().datePrecision() == DatePrecision.INSTANT
          && lines.putIfAbsent(
                  accepted.article().id(), new String(record.value(), StandardCharsets.UTF_8))
              == null) {
        articles.add(accepted.article());
      }
    }
    articles.sort(Comparator.comparing(Article::publishedAt));
    return Files.write(
        folder.resolve("news.jsonl"),
        articles.stream().map(article -> lines.get(article.id())).toList());
  }

  private static void await(BooleanSupplier condition, Supplier<String> missing) {
    Await.until(missing, DEADLINE, condition::getAsBoolean);
  }

  /** When the newest article with a date was published. */
  private static long newest(Path out) throws IOException {
    long newest = Long.MIN_VALUE;
    for (String line : Files.readAllLines(out.resolve("enriched.jsonl"))) {
      JsonNode row = JSON.readTree(line);
      if (row.get("dateReliable").asBoolean()) {
        newest = Math.max(newest, Instant.parse(row.get("publishedAt").asText()).toEpochMilli());
      }
    }
    return newest;
  }

  private static JsonNode json(byte[] row) {
    try {
      return JSON.readTree(row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode withoutIncidental(JsonNode row) {
    return ((ObjectNode) row).remove(INCIDENTAL);
  }

  private static void upsert(Map<String, JsonNode> last, List<Row> rows) {
    for (Row row : rows) {
      if (row.value() == null) {
        last.remove(row.key());
      } else {
        last.put(row.key(), withoutIncidental(json(row.value())));
      }
    }
  }

  private static boolean isTheTopic(JsonNode row) {
    return row.get("id").asText().equals(TOPIC)
        || (row.get("kind").asText().equals("topic-place")
            && row.get("id").asText().startsWith(TOPIC + "@"));
  }

  /** What a back-test wrote of the topic that had ended at a moment, by key. */
  private static Map<String, JsonNode> expected(Path out, TopicName topic, long reached)
      throws IOException {
    String[] key =
        topic == TopicName.TRENDS
            ? new String[] {"kind", "id", "window", "windowStart", "windowEnd"}
            : new String[] {"kind", "id", "sliceStart", "sliceEnd"};
    Map<String, JsonNode> rows = new TreeMap<>();
    for (String line : Files.readAllLines(out.resolve(topic.fileName() + ".jsonl"))) {
      JsonNode row = JSON.readTree(line);
      long end = Instant.parse(row.get(key[key.length - 1]).asText()).toEpochMilli();
      if (isTheTopic(row) && end <= reached) {
        List<String> parts = new ArrayList<>();
        for (String part : key) {
          parts.add(row.get(part).asText());
        }
        rows.put(String.join("/", parts), withoutIncidental(row));
      }
    }
    return rows;
  }

  private static List<String> differences(
      Map<String, JsonNode> found, Map<String, JsonNode> expected) {
    Set<String> keys = new TreeSet<>(found.keySet());
    keys.addAll(expected.keySet());
    return keys.stream()
        .filter(key -> !Objects.equals(found.get(key), expected.get(key)))
        .limit(3)
        .map(key -> "found %s, expected %s".formatted(found.get(key), expected.get(key)))
        .toList();
  }

  @Test
  void aTopicThatLooksBackEndsWithTheRowsOfOneThatWasThereFromTheStart() throws Exception {
    JobFile job = job("back");
    Path news = news(job);
    Path out = folder.resolve("backtest");
    Backtest.run(JobFile.read(fewWindows, EASILY_ALARMED, Map.of()), news, out, 1, false, r -> {});
    EmbeddedJob.prepareTopics(job, line -> {});
    List<RawRecord> records = JsonLines.all(news, job.reader());
    int before = 0;
    while (!published(job, records.get(before)).isAfter(APPLIED)) {
      before++;
    }
    int first = before;
    Map<String, JsonNode> trends = new TreeMap<>();
    Map<String, JsonNode> slices = new TreeMap<>();
    Set<String> enriched = new HashSet<>();
    List<JsonNode> alerts = new ArrayList<>();
    String counted;
    try (ArticleFeeder feeder = ArticleFeeder.open(job.cluster(), "back", job.reader());
        RowReader articles = new RowReader(job.cluster(), TopicName.ENRICHED);
        RowReader trendRows = new RowReader(job.cluster(), TopicName.TRENDS);
        RowReader sliceRows = new RowReader(job.cluster(), TopicName.SLICES);
        RowReader alertRows = new RowReader(job.cluster(), TopicName.ALERTS)) {
      feeder.sendAll(records.subList(0, first).iterator(), sent -> {});
      try (EmbeddedJob one = EmbeddedJob.start(job, folder.resolve("data"), false, Map.of())) {
        await(
            () -> {
              articles.poll(Duration.ofMillis(200)).forEach(row -> enriched.add(row.key()));
              upsert(slices, sliceRows.poll(Duration.ofMillis(200)));
              return enriched.size() == first && slices.size() > first;
            },
            () -> "all articles, but " + enriched.size());
        assertThat(slices.values()).noneMatch(LookBackIT::isTheTopic);

        assertThat(one.resumedFrom()).isEmpty();
        Ran ran = apply(Path.of("jobs/topics/flood-prevention.yaml"), "back", "P70D");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
            .containsPattern("flood-prevention: accepted, version \\w+, in effect from checkpoint")
            .containsPattern(
                // 70 days before lj-city-17 of 2026-07-09, 15:10, behind which nothing is.
                "flood-prevention: looked back to 2026-04-30 15:10 Asia/Shanghai: 23 of 94 articles carry it, counted with checkpoint \\d+");
        counted = ran.out().replaceAll("(?s).*: ([\\d,]+ of [\\d,]+ articles) carry it.*", "$1");
        // Rows are there without a further article.
        await(
            () -> {
              upsert(trends, trendRows.poll(Duration.ofMillis(200)));
              return trends.values().stream()
                  .anyMatch(
                      row ->
                          isTheTopic(row)
                              && row.get("window").asText().equals("month")
                              && row.get("windowStart").asText().startsWith("2026-05-31T16"));
            },
            () -> "rows of June");
      }
      try (EmbeddedJob other = EmbeddedJob.start(job, folder.resolve("data"), false, Map.of())) {
        assertThat(other.resumedFrom()).isPresent();
        Ran again = apply(Path.of("jobs/topics/flood-prevention.yaml"), "back", "P70D");
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.out()).contains(counted + " carry it");

        feeder.sendAll(records.subList(first, records.size()).iterator(), sent -> {});
        long reached = newest(out) - job.settings().time().outOfOrderness().toMillis();
        Map<String, JsonNode> rows = expected(out, TopicName.TRENDS, reached);
        // Of windows that were final it has no rows at places.
        rows.values().removeIf(row -> !row.get("kind").asText().equals("topic"));
        assertThat(rows).hasSizeGreaterThan(500);
        Map<String, JsonNode> facts = expected(out, TopicName.SLICES, reached);
        assertThat(facts).isNotEmpty();
        List<String> wrong = new ArrayList<>();
        await(
            () -> {
              upsert(trends, trendRows.poll(Duration.ofMillis(200)));
              upsert(slices, sliceRows.poll(Duration.ofMillis(200)));
              trends.keySet().retainAll(rows.keySet());
              slices.values().removeIf(row -> !isTheTopic(row) || end(row) > reached);
              wrong.clear();
              wrong.addAll(differences(trends, rows));
              wrong.addAll(differences(slices, facts));
              return wrong.isEmpty();
            },
            () -> "the rows of a back-test: " + wrong);
        alertRows.toEnd().forEach(row -> alerts.add(json(row.value())));
      }
    }
    // No alert is opened in the past, where one that was there from the start has opened some.
    List<JsonNode> fromTheStart = new ArrayList<>();
    for (String line : Files.readAllLines(out.resolve("alerts.jsonl"))) {
      fromTheStart.add(JSON.readTree(line));
    }
    assertThat(fromTheStart).anyMatch(LookBackIT::opensInThePast);
    assertThat(alerts).noneMatch(LookBackIT::opensInThePast);
  }

  private static boolean opensInThePast(JsonNode alert) {
    return isTheTopic(alert)
        && alert.get("state").asText().equals("OPEN")
        && Instant.parse(alert.get("at").asText()).isBefore(APPLIED);
  }

  private static Instant published(JobFile job, RawRecord record) {
    return ((Incoming.Accepted) job.reader().read(record)).article().publishedAt();
  }

  private static long end(JsonNode slice) {
    return Instant.parse(slice.get("sliceEnd").asText()).toEpochMilli();
  }

  @Test
  void whatCannotBeLookedBackOnIsSaid() throws Exception {
    JobFile job = job("empty");
    EmbeddedJob.prepareTopics(job, line -> {});
    Path topic = folder.resolve("comets.yaml");
    Files.writeString(topic, "id: comets\nname: 彗星\nquery: 彗星^3\nthreshold: 2\n");
    Ran backwards = apply(topic, "empty", "-P1D");
    assertThat(backwards.code()).isEqualTo(2);
    assertThat(backwards.err()).contains("--look-back is a time before now, as in P7D, not PT-24H");
    Ran unreadable = apply(topic, "empty", "week");
    assertThat(unreadable.code()).isEqualTo(2);
    assertThat(unreadable.err()).contains("--look-back").contains("week");
    try (EmbeddedJob idle = EmbeddedJob.start(job, folder.resolve("none"), false, Map.of())) {
      Ran ran = apply(topic, "empty", "P7D");
      assertThat(ran.code()).as(ran.err()).isZero();
      assertThat(ran.out()).contains("looked back: the job has read no article yet");
      assertThat(idle.resumedFrom()).isEmpty();
    }
  }
}
