package io.newstide.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.newstide.job.JobFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bin/newstide} as people call it, in a process of its own. */
class CommandsIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private record Ran(int code, String out, String err) {}

  private Ran run(String... arguments) throws IOException, InterruptedException {
    return runWith("", arguments);
  }

  private Ran runWith(String input, String... arguments) throws IOException, InterruptedException {
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
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).as(String.join(" ", command)).isTrue();
    return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"demo", "init", "run", "feed", "analyze", "backtest", "windows", "schema"})
  void everyCommandExplainsItself(String command) throws Exception {
    Ran ran = run(command, "--help");
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).startsWith("Usage: newstide " + command);
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void tellsItsVersionAndItsCommands() throws Exception {
    assertThat(run("--version").out()).matches("newstide \\d+\\.\\d+\\.\\d+\\R");
    assertThat(run("--help").out())
        .contains("demo", "init", "run", "feed", "analyze", "backtest", "windows", "schema");
  }

  @Test
  void wrongUsageIsTwoAndFailureIsOneWithOneLine() throws Exception {
    Ran usage = run("backtest", "--jop", "x");
    assertThat(usage.code()).isEqualTo(2);
    assertThat(usage.err()).contains("see 'newstide backtest --help'");
    assertThat(run().code()).isEqualTo(2);

    Ran failure = run("backtest", "--job", "none.yaml", "--articles", "a", "--out", "o");
    assertThat(failure.code()).isEqualTo(1);
    assertThat(failure.err().lines()).hasSize(1);
    assertThat(failure.err()).startsWith("newstide: none.yaml: there is no such job file");
    assertThat(failure.out()).isEmpty();
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
        run(
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
    assertThat(target.resolve("compose.yaml")).exists();
    assertThat(target.resolve("lexicon.txt")).exists();

    Ran again = run("init", target.toString());
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("is there already; nothing was written");
  }

  @Test
  void analyzeKeepsTheOrderAndPutsRejectionsOnStandardError() throws Exception {
    Ran ran =
        runWith(
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
  void feedDryRunPrintsTheLines() throws Exception {
    Ran ran = runWith("{\"title\": \"防汛\"}\n", "feed", "--job", "jobs/demo.yaml", "--dry-run", "-");
    assertThat(ran.out()).isEqualTo("{\"title\": \"防汛\"}\n");
  }

  @Test
  void demoOncePrintsEveryTopicDayByDay() throws Exception {
    Path data = folder.resolve("state");
    Ran ran = run("demo", "--once", "--data", data.toString());

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("防汛", "机器人", "绿色绩效");
    // 142 articles, two of them too late, five records rejected
    assertThat(ran.out()).contains("enriched     142", "late           2", "rejected       5");
    String raceDay = line(ran.out(), "2026-06-06");
    assertThat(raceDay.split("\\s+", -1)[6])
        .as("robotics on the day of the race")
        .isNotEqualTo("·");

    Ran again = run("demo", "--once", "--data", data.toString());
    assertThat(again.out()).as("nothing is processed twice").isEqualTo(ran.out());
  }

  private static String line(String table, String day) {
    return table.lines().filter(line -> line.startsWith(day)).findFirst().orElseThrow();
  }

  @Test
  void schemasAreListedAndPrinted() throws Exception {
    for (String name : run("schema").out().lines().toList()) {
      assertThat(JSON.readTree(run("schema", name).out()).get("$schema").asText())
          .contains("2020-12");
    }
    assertThat(run("schema", "nix").code()).isEqualTo(2);
    assertThat(run("schema", "trend").out().getBytes(StandardCharsets.UTF_8)).isNotEmpty();
  }
}
