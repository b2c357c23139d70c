package io.newstide.cli;

import static io.newstide.cli.Ran.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.newstide.language.names.NamesModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code train names}, {@code evaluate names}, {@code evaluate keywords}. */
class NamesCommandsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private Path write(String name, String... lines) throws IOException {
    return Files.write(folder.resolve(name), List.of(lines));
  }

  private Path corpus() throws IOException {
    var lines = new ArrayList<String>();
    lines.add("# who goes where");
    for (var person : List.of("孔磊", "周启明", "梁若兰", "陈伯川")) {
      for (var place : List.of("青溪镇", "望江区", "云台县")) {
        lines.add("市长[" + person + "|person]到[" + place + "|place]检查防汛。");
      }
    }
    return write("corpus.txt", lines.toArray(String[]::new));
  }

  @Test
  void trainingTellsF1OfEachEpochAndWritesAModelThatIsTheSameEachTime() throws IOException {
    var dev = write("dev.txt", "市长苏晴到石桥村检查防汛。\t2,4,PER 5,8,LOC");
    var model = folder.resolve("tiny.model");
    var ran =
        run(
            "train",
            "names",
            "--corpus",
            corpus(),
            "--dev",
            dev,
            "--model",
            model,
            "--epochs",
            3,
            "--least-count",
            1);

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).isEmpty();
    var lines = ran.err().lines().toList();
    assertThat(lines.get(0))
        .isEqualTo(
            "12 sentences to learn from, 0 articles without marks, 1 sentences to measure with");
    for (var epoch = 1; epoch <= 3; epoch++) {
      assertThat(lines.get(2 * epoch - 1))
          .matches("epoch  " + epoch + ": a wrong path was best in \\d+ sentences");
      assertThat(lines.get(2 * epoch))
          .matches(
              "  F1  person [01]\\.\\d{4}  place [01]\\.\\d{4}  organisation 0\\.0000  overall [01]\\.\\d{4}");
    }
    assertThat(lines.get(7))
        .isEqualTo("%s: %,d features, %,d bytes".formatted(model, size(model), Files.size(model)));
    assertThat(lines).hasSize(8);
    try (var in = Files.newInputStream(model)) {
      assertThat(NamesModel.read(in).name()).isEqualTo("tiny");
    }

    var again = folder.resolve("again.model");
    run(
        "train",
        "names",
        "--corpus",
        corpus(),
        "--model",
        again,
        "--epochs",
        3,
        "--least-count",
        1,
        "--name",
        "tiny");
    assertThat(again).hasSameBinaryContentAs(model);
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  private static int size(Path model) throws IOException {
    try (var in = Files.newInputStream(model)) {
      return NamesModel.read(in).size();
    }
  }

  @Test
  void unlabelledArticlesAreCountedAndWhatIsNoneIsToldOf() throws IOException {
    var articles =
        write("articles.jsonl", "{\"title\": \"防汛\", \"body\": \"市长到镇里检查防汛。\"}", "broken");
    var ran =
        run(
            "train",
            "names",
            "--corpus",
            corpus(),
            "--unlabelled",
            articles,
            "--model",
            folder.resolve("m"),
            "--epochs",
            1);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err())
        .contains("1 lines hold no article and are passed over", "1 articles without marks");
  }

  @Test
  void aBrokenCorpusIsAFailureWithFileAndLineAndLeavesNoModel() throws IOException {
    var broken = write("broken.txt", "[北京市|place]晴。", "[北京市]晴。");
    var model = folder.resolve("m.model");
    var ran = run("train", "names", "--corpus", broken, "--model", model);
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .isEqualToIgnoringNewLines("newstide: " + broken + ":2: '[北京市]晴。' is not '[name|type]'");
    assertThat(model).doesNotExist();

    var dev = run("train", "names", "--corpus", corpus(), "--dev", broken, "--model", model);
    assertThat(dev.err()).startsWith("newstide: " + broken + ":2: ");
    var none = run("train", "names", "--corpus", folder.resolve("none"), "--model", model);
    assertThat(none.err())
        .isEqualToIgnoringNewLines(
            "newstide: " + folder.resolve("none") + ": there is no such file");
    var empty = run("train", "names", "--corpus", write("e.txt", "# nothing"), "--model", model);
    assertThat(empty.code()).isEqualTo(1);
    assertThat(empty.err()).contains("e.txt: the corpus holds no sentence to learn from");
    var nowhere = folder.resolve("nowhere/m.model");
    assertThat(run("train", "names", "--corpus", corpus(), "--model", nowhere).err())
        .isEqualToIgnoringNewLines(
            "newstide: --model: there is no folder " + folder.resolve("nowhere"));
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train                                      | what to train is missing: names",
        "train names --model m                      | --corpus",
        "train names --corpus c                     | --model",
        "train names --corpus c --model m --epochs 0 | --epochs is 0, but must be at least 1",
        "train names --corpus c --model m --features 0 | --features is 0, but must be at least 1",
        "train names --corpus c --model m --seed x  | --seed",
        "evaluate                                   | what to measure is missing",
        "evaluate names                             | --gold",
        "evaluate names --gold g --at 5             | --at",
        "evaluate keywords                          | --gold",
        "evaluate keywords --gold g --at 0          | --at is 0, but must be from 1 to 100",
      })
  void wrongUsageIsTwo(String command, String message) {
    var ran = run((Object[]) command.split(" ", -1));
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).startsWith("newstide: ").contains(message, "--help'");
    assertThat(ran.out()).isEmpty();
  }

  /** Gold that is wrong on purpose, so that no figure is 1. */
  @Test
  void sentencesAreMeasuredNameForName() throws IOException {
    var gold =
        write(
            "gold.txt",
            "[广东省|place]省长[王伟中|person]到[清华大学|organisation]考察。",
            "他们在[上海|organisation]开会。");
    var ran = run("evaluate", "names", "--gold", gold, "--json");
    assertThat(ran.code()).as(ran.err()).isZero();
    var json = JSON.readTree(ran.out());
    assertThat(json.get("model").asText()).isEqualTo("names-1");
    assertFigures(json.get("person"), 1, 1, 1);
    assertFigures(json.get("place"), 1, 2, 1);
    assertFigures(json.get("organisation"), 2, 1, 1);
    assertFigures(json.get("overall"), 4, 4, 3);
    assertThat(json.get("place").get("precision").asDouble()).isEqualTo(0.5);
    assertThat(json.get("organisation").get("recall").asDouble()).isEqualTo(0.5);
    assertThat(json.get("place").get("f1").asDouble()).isEqualTo(2.0 / 3, within(1e-9));
    assertThat(json.get("overall").get("f1").asDouble()).isEqualTo(0.75);

    assertThat(run("evaluate", "names", "--gold", gold).out().lines())
        .containsExactly(
            "               precision    recall        F1      gold     found     right",
            "person            1.0000    1.0000    1.0000         1         1         1",
            "place             0.5000    1.0000    0.6667         1         2         1",
            "organisation      1.0000    0.5000    0.6667         2         1         1",
            "overall           0.7500    0.7500    0.7500         4         4         3");
  }

  private static void assertFigures(JsonNode figures, int gold, int found, int right) {
    assertThat(figures.get("gold").asInt()).isEqualTo(gold);
    assertThat(figures.get("found").asInt()).isEqualTo(found);
    assertThat(figures.get("right").asInt()).isEqualTo(right);
  }

  /** Distinct names of each article; spaces, width and script make no difference. */
  @Test
  void articlesAreMeasuredByTheirDistinctNames() throws IOException {
    var line =
        "{\"title\": \"清华大学来访\", \"body\": \"本报讯（记者 苏晴）清华大学校长到上海。上海市民欢迎清华大学。\","
            + " \"people\": [], \"places\": [{\"name\": \"上海\"}, \"廣東\"], \"organisations\": [\"清華 大學\"]}\n";
    var gold = folder.resolve("gold.jsonl.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(gold))) {
      out.write(("\n" + line).getBytes(StandardCharsets.UTF_8));
    }
    var ran = run("evaluate", "names", "--gold", gold, "--json");
    assertThat(ran.code()).as(ran.err()).isZero();
    var json = JSON.readTree(ran.out());
    assertFigures(json.get("person"), 0, 0, 0);
    assertFigures(json.get("place"), 2, 1, 1);
    assertFigures(json.get("organisation"), 1, 1, 1);
  }

  @Test
  void aModelOfOnesOwnIsMeasured() throws IOException {
    var model = folder.resolve("own.model");
    run(
        "train",
        "names",
        "--corpus",
        corpus(),
        "--model",
        model,
        "--epochs",
        6,
        "--least-count",
        1);
    var ran = run("evaluate", "names", "--gold", corpus(), "--model", model, "--json");
    assertThat(ran.code()).as(ran.err()).isZero();
    var json = JSON.readTree(ran.out());
    assertThat(json.get("model").asText()).isEqualTo("own");
    assertFigures(json.get("overall"), 24, 24, 24);
  }

  @Test
  void whatCannotBeMeasuredIsAFailureThatSaysWhere() throws IOException {
    var none = folder.resolve("none.txt");
    assertThat(run("evaluate", "names", "--gold", none))
        .isEqualTo(failure(none + ": there is no such file"));
    var gold = write("gold.txt", "[北京|place]晴。");
    assertThat(run("evaluate", "names", "--gold", gold, "--model", none))
        .isEqualTo(failure(none + ": there is no such file"));
    assertThat(run("evaluate", "names", "--gold", gold, "--model", gold))
        .isEqualTo(failure(gold + ": this is no names model"));
    var broken = write("broken.txt", "晴。", "北京\t0,9,LOC");
    assertThat(run("evaluate", "names", "--gold", broken))
        .isEqualTo(
            failure(broken + ":2: '0,9,LOC' does not lie within the sentence's 2 characters"));
    var rows = write("rows.jsonl", "{\"people\": [], \"places\": [], \"organisations\": []}", "{}");
    assertThat(run("evaluate", "names", "--gold", rows))
        .isEqualTo(failure(rows + ":2: people: a list of names is missing"));
    var cut = write("cut.jsonl", "{\"people\": [");
    var ran = run("evaluate", "names", "--gold", cut);
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).startsWith("newstide: " + cut + ":1: this is not JSON: ").hasLineCount(1);
  }

  private static Ran failure(String message) {
    return new Ran(1, "", "newstide: " + message + System.lineSeparator());
  }

  @Test
  void keywordsAreRightWhereTheTitleHasThem() throws IOException {
    var articles =
        write(
            "articles.jsonl",
            "{\"title\": \"水库开闸\", \"body\": \"水库今日开闸。水库的水位下降。市民在水库边散步。\"}",
            "{\"title\": \"别的\", \"body\": \"水库今日开闸。水库的水位下降。市民在水库边散步。\"}",
            "{\"title\": \"没有正文\"}");
    var ran = run("evaluate", "keywords", "--gold", articles, "--at", 1, "--json");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(JSON.readTree(ran.out()))
        .isEqualTo(
            JSON.readTree(
                "{\"ranker\": \"tf-idf\", \"articles\": 2, \"at\": 1, \"right\": 1, \"precision\": 0.5}"));
    assertThat(
            run("evaluate", "keywords", "--gold", articles, "--at", 1, "--ranker", "text-rank")
                .out())
        .isEqualToIgnoringNewLines("precision at 1: 0.5000 (2 articles)");

    var wrong = run("evaluate", "keywords", "--gold", articles, "--ranker", "bm25");
    assertThat(wrong.code()).isNotZero();
    assertThat(wrong.err()).contains("unknown ranker 'bm25', known: tf-idf, text-rank");
    var none = folder.resolve("none.jsonl");
    assertThat(run("evaluate", "keywords", "--gold", none))
        .isEqualTo(failure("articles: " + none + ": there is no such file"));
    assertThat(run("evaluate", "keywords", "--gold", write("empty.jsonl")).out())
        .isEqualToIgnoringNewLines("precision at 5: 0.0000 (0 articles)");
  }
}
