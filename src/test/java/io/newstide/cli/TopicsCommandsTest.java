package io.newstide.cli;

import static io.newstide.cli.Ran.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code evaluate topics}, {@code topics explain}, {@code bench topics}. */
class TopicsCommandsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private Path write(String name, String... lines) throws IOException {
    return Files.write(folder.resolve(name), List.of(lines));
  }

  private Path job() throws IOException {
    write(
        "topics.yaml",
        "id: flood",
        "name: 防汛",
        "query: '防汛^3 OR 暴雨^2 NOT 汛期招聘'",
        "threshold: 2",
        "---",
        "id: robots",
        "name: 机器人",
        "query: 机器人^3",
        "threshold: 2");
    return write(
        "job.yaml",
        "name: t",
        "kafka: {bootstrapServers: localhost:9}",
        "windows: [{name: day, size: P1D}]",
        "topics: topics.yaml");
  }

  private Path gold() throws IOException {
    return write(
        "gold.jsonl",
        Stream.of(
                "{'id': 'a', 'title': '全市防汛演练', 'topics': ['flood']}",
                "{'id': 'b', 'title': '机器人马拉松开跑', 'topics': [{'id': 'robots', 'score': 3.1}]}",
                "{'id': 'c', 'title': '暴雨中的机器人', 'labels': []}",
                "{'id': 'd', 'title': '水库开闸', 'topics': ['flood', 'reservoirs']}",
                "{'id': 'e', 'title': '防汛机器人上岗', 'topics': ['robots'], 'labelled': ['robots']}")
            .map(line -> line.replace('\'', '"'))
            .toArray(String[]::new));
  }

  @Test
  void evaluateCountsWhatWasLookedForOnly() throws IOException {
    Ran ran = run("evaluate", "topics", "--gold", gold(), "--job", job(), "--json");

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err())
        .isEqualTo(
            "newstide: not counted, because the job has no such topics: reservoirs"
                + System.lineSeparator());
    JsonNode row = JSON.readTree(ran.out());
    assertThat(row.get("articles").asInt()).isEqualTo(5);
    // flood: a right, c wrongly taken, d missed, e not looked for
    assertThat(row.get("topics").get("flood"))
        .isEqualTo(
            JSON.readTree(
                "{\"precision\":0.5,\"recall\":0.5,\"f1\":0.5,\"gold\":2,\"found\":2,\"right\":1}"));
    // robots: b and e right, c wrongly taken
    JsonNode robots = row.get("topics").get("robots");
    assertThat(robots.get("precision").asDouble()).isEqualTo(2 / 3.0);
    assertThat(robots.get("recall").asDouble()).isEqualTo(1);
    assertThat(robots.get("f1").asDouble()).isEqualTo(0.8);
    assertThat(row.get("overall").get("right").asInt()).isEqualTo(3);
    assertThat(row.get("overall").get("f1").asDouble()).isEqualTo(2.0 * 3 / (4 + 5));
  }

  @Test
  void evaluateTellsTheErrorsWithScoresAndWhy() throws IOException {
    Ran ran = run("evaluate", "topics", "--gold", gold(), "--job", job(), "--errors");

    assertThat(ran.code()).as(ran.err()).isZero();
    // 暴雨 in the title: 2 * 2.5 * 5 / (5 + 4 * 0.625)
    assertThat(ran.out().lines().toList())
        .containsExactly(
            "                                 precision    recall        F1    gold   found   right",
            "flood                               0.5000    0.5000    0.5000       2       2       1",
            "robots                              0.6667    1.0000    0.8000       2       3       2",
            "overall                             0.6000    0.7500    0.6667       4       5       3",
            "",
            "flood missed: score 0.000, threshold 2.0: d 水库开闸",
            "  not found: any of 防汛, 暴雨",
            "flood wrongly taken: score 3.333, threshold 2.0: c 暴雨中的机器人",
            "  whole article: 暴雨 3.33 (1×)",
            "robots wrongly taken: score 5.000, threshold 2.0: c 暴雨中的机器人",
            "  whole article: 机器人 5.00 (1×)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"title\": \"a\"}                          | :1: labels: a list of topic ids is missing; [] if the article carries none",
        "{\"topics\": []}                            | :1: missing-field: title: an article has a title",
        "{\"title\": \"a\", \"topics\": [\" \"]}     | :1: topics: a topic's id is wanted, found \" \"",
        "{\"title\": \"a\", \"topics\": [\"x\"]}     | : none of the job's topics is labelled in it; the job has flood, robots, the gold has x",
      })
  void evaluateRefusesAGoldSetThatIsNone(String line, String why) throws IOException {
    Path gold = write("gold.jsonl", line);
    Ran ran = run("evaluate", "topics", "--gold", gold, "--job", job());
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).isEqualTo("newstide: " + gold + why + System.lineSeparator());
  }

  @Test
  void explainSaysWhyAnArticleCarriesATopic() throws IOException {
    Path article = write("a.json", "{", "  \"id\": \"a\",", "  \"title\": \"全市防汛演练\"", "}");
    Ran ran = run("topics", "explain", "--job", job(), "flood", article);

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out().lines().toList())
        .containsExactly(
            "a  全市防汛演练",
            "carries the topic flood 防汛: score 5.000, threshold 2",
            "found:",
            "  防汛^3  title 2-4 …全市[防汛]演练…",
            "the whole article: 5.000, L = 0, n = 0.5 + 0.5 · 100 (the least) / 400 = 0.625",
            "  防汛  3 · 2.5 · f / (f + 4 · n) = 5.000 with f = 5.000 of 1 mention");
  }

  @Test
  void explainReadsStandardInputAndSaysWhyAnArticleDoesNotCarryATopic() throws IOException {
    Ran ran =
        Ran.runWith(
            "{\"id\":\"a\",\"title\":\"防汛与汛期招聘\"}\n{\"id\":\"b\",\"title\":\"要闻\"}",
            "topics",
            "explain",
            "flood",
            "-",
            "--job",
            job(),
            "--json");

    assertThat(ran.code()).as(ran.err()).isZero();
    List<String> rows = ran.out().lines().toList();
    assertThat(rows).hasSize(2);
    JsonNode first = JSON.readTree(rows.get(0));
    assertThat(first.get("carried").asBoolean()).isFalse();
    assertThat(first.get("matches").asBoolean()).isFalse();
    assertThat(first.get("obstacles").get(0).asText())
        .isEqualTo("found, but excluded by NOT: 汛期招聘");
    assertThat(first.get("found").get(0).get("places").get(0))
        .isEqualTo(
            JSON.readTree(
                "{\"field\":\"title\",\"start\":0,\"end\":2,\"text\":\"防汛\",\"before\":\"\",\"after\":\"与汛期招聘\"}"));
    assertThat(JSON.readTree(rows.get(1)).get("found")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "flod   | {\"title\":\"x\"} | topic 'flod': there is none; did you mean flood?",
        "zzzzzz | {\"title\":\"x\"} | topic 'zzzzzz': there is none; there are flood, robots",
        "flood  | {\"title\":\"x\"  | a.json:1: this is not JSON: Unexpected end-of-input: expected close marker for Object",
        "flood  | {\"body\":\"x\"}  | a.json: article 1: missing-field: title: an article has a title",
        "flood  | ``                | a.json: there is no article in it",
      })
  void explainRefuses(String id, String article, String why) throws IOException {
    Path file = Files.writeString(folder.resolve("a.json"), article);
    Ran ran = run("topics", "explain", id, file, "--job", job());
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err().strip()).startsWith("newstide: ").endsWith(why);
  }

  @Test
  void explainRefusesAFileThatIsNotThere() throws IOException {
    Ran ran = run("topics", "explain", "flood", folder.resolve("none.json"), "--job", job());
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("none.json: there is no such file");
    assertThat(run("topics").code()).isEqualTo(2);
    assertThat(run("topics", "explain", "flood").code()).isEqualTo(2);
  }

  @Test
  void benchTopicsGivesTheFiguresOfFewAndMany() throws IOException {
    Path articles = write("articles.jsonl", "{\"title\":\"全市防汛演练\",\"body\":\"各区连夜检查泵站和河道。\"}");
    System.setProperty("newstide.home", Path.of("").toAbsolutePath().toString());
    Ran ran =
        run(
            "bench",
            "topics",
            "--articles",
            articles,
            "--topics",
            "500",
            "--seconds",
            "1",
            "--json");

    assertThat(ran.code()).as(ran.err()).isZero();
    JsonNode row = JSON.readTree(ran.out());
    assertThat(row.get("topics").asInt()).isEqualTo(500);
    double few = row.at("/contenders/few/cpuMicrosecondsPerArticle").asDouble();
    double many = row.at("/contenders/many/cpuMicrosecondsPerArticle").asDouble();
    assertThat(few).isPositive();
    assertThat(row.get("ratio").asDouble())
        .isCloseTo(many / few, org.assertj.core.data.Percentage.withPercentage(3));
    assertThat(row.at("/contenders/matchingMany/bytesPerArticle").asLong()).isPositive();
    assertThat(run("bench", "topics", "--topics", "3").code()).isEqualTo(2);
  }
}
