package io.newstide.cli;

import static io.newstide.cli.Ran.run;
import static io.newstide.cli.Ran.runWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.newstide.job.JobFile;
import io.newstide.kafka.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code bin/newstide} as people call it: what depends on how it starts and ends in a process of
 * its own, the rest in this one.
 */
class CommandsIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private Ran process(String... arguments) throws IOException, InterruptedException {
    return processWith("", arguments);
  }

  private Ran processWith(String input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(Path.of("bin/newstide").toAbsolutePath().toString()));
    command.addAll(Arrays.asList(arguments));
    Path in = Files.writeString(Files.createTempFile(folder, "in", ""), input);
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    // Whatever the terminal's locale, text is UTF-8.
    builder.environment().put("LC_ALL", "POSIX");
    Process process = builder.start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(String.join(" ", command)).isTrue();
    return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  @Test
  void tellsItsVersionAndItsCommands() throws Exception {
    assertThat(process("--version").out()).matches("newstide \\d+\\.\\d+\\.\\d+\\R");
    assertThat(run("--help").out())
        .contains(
            "demo", "init", "run", "feed", "analyze", "backtest", "evaluate", "windows", "schema");
    Ran schema = process("schema", "trend");
    assertThat(schema.out()).isEqualTo(Schemas.read("trend"));
    assertThat(schema.err()).isEmpty();
  }

  @Test
  void wrongUsageIsTwoAndFailureIsOneWithOneLine() throws Exception {
    Ran usage = process("backtest", "--jop", "x");
    assertThat(usage.code()).isEqualTo(2);
    assertThat(usage.err()).contains("see 'newstide backtest --help'");
    assertThat(run().code()).isEqualTo(2);

    Ran failure = process("backtest", "--job", "none.yaml", "--articles", "a", "--out", "o");
    assertThat(failure.code()).isEqualTo(1);
    assertThat(failure.err().lines()).hasSize(1);
    assertThat(failure.err()).startsWith("newstide: none.yaml: there is no such job file");
    assertThat(failure.out()).isEmpty();
  }

  @Test
  void storiesAreMeasuredAgainstAGoldSet() throws Exception {
    String body = "澜江市水务局宣布，老城片区供水管网改造工程提前23天完工，惠及白塔、桐山两个街道的居民，下一步将为每个小区装上智能水表，力争把漏损率降下来。";
    String row =
        "{\"id\":\"%s\",\"title\":\"老城水管换新\",\"body\":\"%s\",\"publishedAt\":\"2026-07-04T10:00:00Z\",\"cluster\":\"%s\",\"variant\":\"%s\"}%n";
    String gold =
        row.formatted("a", body, "1", "orig")
            + row.formatted("b", "本报讯（记者 苏晴）" + body, "1", "wire")
            + row.formatted("c", body.replace("23天", "32天"), "2", "neg-changed-figures");

    Ran table = runWith(gold, "evaluate", "duplicates", "--gold", "-");
    assertThat(table.code()).as(table.err()).isZero();
    assertThat(table.out())
        .startsWith("3 articles, 1 pairs of copies, 1 found, 1 of them right\n")
        .contains("precision 1.0000   recall 1.0000   F1 1.0000")
        .containsPattern("neg-changed-figures +2 +0 +0.0000");

    JsonNode json =
        JSON.readTree(runWith(gold, "evaluate", "duplicates", "--gold", "-", "--json").out());
    assertThat(json.get("f1").asDouble()).isEqualTo(1);
    assertThat(json.at("/pairs/gold").asInt()).isEqualTo(1);
    assertThat(json.at("/variants/wire/recall").asDouble()).isEqualTo(1);
    assertThat(json.at("/negatives/neg-changed-figures/falseRate").asDouble()).isZero();

    Ran none = runWith("{\"title\":\"题\"}\n", "evaluate", "duplicates", "--gold", "-");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err())
        .startsWith("newstide: -:1: cluster: an article of a gold set says which others");
    assertThat(run("evaluate").code()).isEqualTo(2);
  }

  @Test
  void aWrongTopicIsRefusedAtStart() throws Exception {
    Path topics = Files.createDirectory(folder.resolve("topics"));
    Files.writeString(topics.resolve("t.yaml"), "id: t\nname: T\nquery: '防汛 OR (暴雨'\n");
    Path job = folder.resolve("job.yaml");
    Files.writeString(job, "name: t\nwindows:\n  - {name: hour, size: PT1H}\n");

    Ran ran = run("run", "--job", job.toString());

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .isEqualTo(
            "newstide: %s:3: query: column 10: it breaks off at the end: a word or a closing ) is missing; the query is: 防汛 OR (暴雨%n"
                .formatted(topics.resolve("t.yaml")));
  }

  @Test
  void aKafkaThatIsNotThereIsNamed() throws Exception {
    Ran ran =
        process(
            "feed",
            "--job",
            "jobs/demo.yaml",
            "--set",
            "kafka.bootstrapServers=127.0.0.1:1",
            "jobs/sample/articles.jsonl");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err().lines()).hasSize(1);
    assertThat(ran.err()).contains("127.0.0.1:1");
  }

  @Test
  void initWritesADeploymentThatCanBeReadAndOverwritesNothing() throws Exception {
    Path target = folder.resolve("My City");
    Ran ran = run("init", target.toString());

    assertThat(ran.code()).isZero();
    assertThat(ran.out().lines()).contains(target.resolve("job.yaml").toString());
    JobFile job = JobFile.read(target.resolve("job.yaml"), Map.of(), Map.of());
    assertThat(job.settings().name()).isEqualTo("mycity");
    assertThat(job.topics()).hasSizeGreaterThanOrEqualTo(10);
    assertThat(target.resolve("compose.yaml"))
        .content()
        .contains("- deployment/job.yaml", "./:/opt/newstide/deployment:ro")
        .doesNotContain("jobs/demo.yaml", "context: ..", "./prometheus", "- demo");
    assertThat(target.resolve("lexicon.txt")).exists();

    Ran again = run("init", target.toString());
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("is there already; nothing was written");
  }

  @Test
  void analyzeKeepsTheOrderAndPutsRejectionsOnStandardError() throws Exception {
    Ran ran =
        processWith(
            """
            {"id": "1", "title": "澜江防汛演练", "body": "副市长梁若兰到青溪镇检查。", "publishedAt": "2026-07-04"}
            broken
            {"id": "2", "title": "机器人𠮷进医院", "body": "🤖在杭州市上岗。", "publishedAt": "2026-07-04"}
            """,
            "analyze",
            "--mentions");

    assertThat(ran.code()).isZero();
    List<JsonNode> rows = new ArrayList<>();
    for (String line : ran.out().lines().toList()) {
      rows.add(JSON.readTree(line));
    }
    assertThat(rows).extracting(row -> row.get("id").asText()).containsExactly("1", "2");
    assertThat(rows.get(0).get("topics").get(0).get("id").asText()).isEqualTo("flood-prevention");
    // offsets count code points: the robot before 杭州市 is one, though two UTF-16 units
    JsonNode place = rows.get(1).get("mentions").get(0);
    assertThat(place.get("text").asText()).isEqualTo("杭州市");
    assertThat(place.get("field").asText()).isEqualTo("body");
    assertThat(place.get("start").asInt()).isEqualTo(2);
    assertThat(place.get("end").asInt()).isEqualTo(5);
    JsonNode rejection = JSON.readTree(ran.err());
    assertThat(rejection.get("reason").asText()).isEqualTo("not-json");
    assertThat(rejection.get("offset").asInt()).isEqualTo(2);
  }

  @Test
  void feedSaysHowItIsUsed() throws Exception {
    Ran nothing = run("feed", "--job", "jobs/demo.yaml");
    assertThat(nothing.code()).isEqualTo(2);
    assertThat(nothing.err()).startsWith("newstide: there is nothing to feed: give a SOURCE");
    Ran every = run("feed", "--job", "jobs/demo.yaml", "--every", "PT1M", "a.jsonl");
    assertThat(every.code()).isEqualTo(1);
    assertThat(every.err()).isEqualTo("newstide: a.jsonl: there is no such file or folder\n");
    Ran watched = run("feed", "--job", "jobs/demo.yaml", "--watch", "-");
    assertThat(watched.code()).isEqualTo(2);
    Ran scheme = run("feed", "--job", "jobs/demo.yaml", "http://");
    assertThat(scheme.code()).isEqualTo(2);
    assertThat(scheme.err()).contains("http://: url: this is no address");
  }

  @Test
  void feedDryRunPrintsTheLines() throws Exception {
    Ran ran = runWith("{\"title\": \"防汛\"}\n", "feed", "--job", "jobs/demo.yaml", "--dry-run", "-");
    assertThat(ran.out()).isEqualTo("{\"title\": \"防汛\"}\n");
  }

  @Test
  void feedTakesNewspaperPagesAndFoldersOfThem() throws Exception {
    Path pages = Files.createDirectory(folder.resolve("pages"));
    Files.copy(Path.of("src/test/resources/pages/01-single-newlines.txt"), pages.resolve("a1.txt"));
    Files.writeString(pages.resolve("b.jsonl"), "{\"title\": \"防汛\"}\n");

    Ran ran = run("feed", "--job", "jobs/demo.yaml", "--dry-run", pages.toString());

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out().lines().map(CommandsIT::title))
        .containsExactly("流动图书车开进白塔街道六个小区", "夜间公交延长至零点三十分", "老旧小区加装电梯突破一千部", "望江公园儿童戏水区下月开放", "防汛");
  }

  @Test
  void splitPrintsArticlesAndWritesWhatIsLeft() throws Exception {
    Path left = folder.resolve("left.jsonl");
    Ran ran =
        run(
            "split",
            "src/test/resources/pages/03-narrow-indented.txt",
            "--leftovers",
            left.toString());

    assertThat(ran.code()).isZero();
    assertThat(ran.err()).isEmpty();
    JsonNode flood = JSON.readTree(ran.out().lines().findFirst().orElseThrow());
    assertThat(flood.get("title").asText()).isEqualTo("石门水库完成汛前泄洪闸检修");
    assertThat(flood.get("kicker").asText()).isEqualTo("未雨绸缪迎汛期");
    assertThat(flood.get("author").asText()).isEqualTo("林舟");
    assertThat(flood.get("section").asText()).isEqualTo("城事");
    assertThat(flood.get("publishedAt").asText()).isEqualTo("2026-05-17");
    assertThat(flood.get("eventDate").asText()).isEqualTo("2026-05-13/2026-05-15");
    assertThat(Files.readString(left))
        .isEqualTo(
            """
            {"line":1,"text":"2026年5月17日  星期日  A03版 城事  责任编辑：高远  版式：白露","kind":"masthead"}
            {"line":57,"text":"▲石门水库泄洪闸检修现场。 林舟/摄","kind":"caption"}
            """);
  }

  @Test
  void splitWithoutLeftoversOrDateSaysSo() throws Exception {
    Path page = Files.writeString(folder.resolve("p.txt"), "水库检修完成\n本报讯（记者 林舟）昨日，水库检修。\n");
    Path left = Files.writeString(folder.resolve("left.jsonl"), "old\n");

    Ran ran = run("split", page.toString(), "--leftovers", left.toString());

    assertThat(ran.code()).isZero();
    assertThat(ran.err())
        .isEqualTo(
            "newstide: %s: no date on the page, the articles are undated; give it with --date%n"
                .formatted(page));
    assertThat(left).isEmptyFile();
    assertThat(run("split", page.toString(), "--date", "17.5.2026").code()).isEqualTo(2);
    Ran missing = run("split", folder.resolve("none.txt").toString());
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.err())
        .isEqualTo(
            "newstide: page: %s: there is no such file%n".formatted(folder.resolve("none.txt")));
  }

  @Test
  void evaluatePagesPrintsATableOrJson() throws Exception {
    Path gold =
        Files.writeString(
            folder.resolve("gold.jsonl"),
            """
        {"text": "水库检修完成\\n本报讯（记者 林舟）昨日，水库检修。\\n图为水库。", "date": "2026-05-17", "stories": [{"title": "水库检修全部完成", "body": "本报讯（记者 林舟）昨日，水库检修。"}], "leftovers": [{"text": "图为水库。", "kind": "caption"}]}
        """);

    Ran json = run("evaluate", "pages", "--gold", gold.toString(), "--json", "--wrong");

    assertThat(json.code()).as(json.err()).isZero();
    JsonNode scores = JSON.readTree(json.out());
    assertThat(scores.get("pages").asInt()).isEqualTo(1);
    assertThat(scores.get("headlines").get("f1").asDouble()).isZero();
    assertThat(scores.get("bodyLines").get("f1").asDouble()).isEqualTo(1);
    assertThat(scores.get("leftovers").get("precision").asDouble()).isEqualTo(1);
    assertThat(json.err())
        .isEqualTo(
            "gold.jsonl:1: headline '水库检修全部完成': not among [水库检修完成]" + System.lineSeparator());
    Ran table = run("evaluate", "pages", "--gold", gold.toString());
    assertThat(table.out().lines().map(line -> line.strip().split("\\s+", -1)[0]))
        .containsExactly("precision", "headlines", "bodyLines", "exactBodies", "leftovers");
    assertThat(run("evaluate").code()).isEqualTo(2);

    Files.writeString(gold, "{\"stories\": []}\n");
    Ran bad = run("evaluate", "pages", "--gold", gold.toString());
    assertThat(bad.code()).isEqualTo(1);
    assertThat(bad.err())
        .isEqualTo(
            "newstide: gold: %s:1: page: missing; the page's file, or its text%n".formatted(gold));
  }

  private static String title(String line) {
    try {
      return JSON.readTree(line).get("title").asText();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void demoOncePrintsEveryTopicDayByDay() throws Exception {
    Path data = folder.resolve("state");
    Ran ran = process("demo", "--once", "--data", data.toString());

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("防汛", "机器人", "绿色绩效");
    // 142 articles, two of them too late, five records rejected
    assertThat(ran.out()).contains("enriched     142", "late           2", "rejected       5");
    String raceDay = line(ran.out(), "2026-06-06");
    assertThat(raceDay.split("\\s+", -1)[6])
        .as("robotics on the day of the race")
        .isNotEqualTo("·");

    Ran again = process("demo", "--once", "--data", data.toString());
    assertThat(again.out()).as("nothing is processed twice").isEqualTo(ran.out());
  }

  @Test
  void tunePrintsATableAndWritesItsFiles() throws Exception {
    Path grid = Files.writeString(folder.resolve("grid.yaml"), "windows: [P1D]\ntime: {}\n");
    Path out = folder.resolve("tuned");
    String[] call = {
      "tune",
      "--job",
      "jobs/demo.yaml",
      "--articles",
      "jobs/sample/articles.jsonl",
      "--grid",
      grid.toString(),
      "--out",
      out.toString()
    };
    Ran ran = run((Object[]) call);
    assertThat(ran.code()).as(ran.err()).isZero();
    // The job's seven windows, which the grid's is one of; two of 142 articles are too late.
    assertThat(ran.out().lines())
        .hasSize(8)
        .allMatch(l -> l.contains("1.41%") || l.contains("ooo"));
    assertThat(ran.err())
        .contains("(none does)", "report.html, table.csv and settings.yaml are in");
    assertThat(Files.readString(out.resolve("report.html"))).contains("<html lang=\"zh-CN\">");
    assertThat(Files.readAllLines(out.resolve("table.csv"))).hasSize(8);
    assertThat(JobFile.read(out.resolve("settings.yaml"), Map.of(), Map.of()).topics())
        .hasSizeGreaterThanOrEqualTo(10);

    Files.writeString(grid, "windows: [P1D]\ntime: {lateness: [P1D]}\n");
    Ran wrong = run((Object[]) call);
    assertThat(wrong.code()).isEqualTo(1);
    assertThat(wrong.err())
        .isEqualTo(
            "newstide: %s:2: time.lateness: there is no such setting; Here one of outOfOrderness, allowedLateness can be set%n"
                .formatted(grid));
  }

  private static String line(String table, String day) {
    return table.lines().filter(line -> line.startsWith(day)).findFirst().orElseThrow();
  }

  @Test
  void benchAnalysisGivesTheFiguresOfEveryContenderAndTheRatio() throws Exception {
    Ran ran = process("bench", "analysis", "--json", "--seconds", "1");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    JsonNode row = JSON.readTree(ran.out());
    List<String> contenders = new ArrayList<>();
    row.get("contenders").fieldNames().forEachRemaining(contenders::add);
    assertThat(contenders)
        .containsExactly("usualWay", "newstide", "hanlpSegment", "words", "names", "topics");
    JsonNode usualWay = row.get("contenders").get("usualWay");
    for (JsonNode contender : row.get("contenders")) {
      // All read the same texts.
      assertThat(contender.get("characters")).isEqualTo(usualWay.get("characters"));
      assertThat(contender.get("charactersPerCpuSecond").asDouble())
          .isCloseTo(
              contender.get("characters").asDouble() / contender.get("cpuSeconds").asDouble(),
              within(1.0));
      assertThat(contender.get("bestCharactersPerCpuSecond").asLong())
          .isGreaterThanOrEqualTo(contender.get("charactersPerCpuSecond").asLong());
      assertThat(contender.get("bytesPerCharacter").asDouble()).isPositive();
    }
    assertThat(row.get("ratio").asDouble())
        .isCloseTo(
            row.get("contenders").get("newstide").get("charactersPerCpuSecond").asDouble()
                / usualWay.get("charactersPerCpuSecond").asDouble(),
            within(0.01));

    Ran wrong = run("bench", "analysis", "--seconds", "0");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("--seconds is 0, but must be at least 1");
    assertThat(run("bench").code()).isEqualTo(2);
  }
}
