package io.newstide.language.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * HanLP with data of the operator's own: it decides once in a process where its data is, so each
 * case is a process of its own, with a small stand-in in the text forms of HanLP's data.
 */
class HanlpDataTest {

  private static final String CORE = "data/dictionary/CoreNatureDictionary.txt";
  private static final String PAIRS = "data/dictionary/CoreNatureDictionary.ngram.txt";
  private static final String STOP_WORDS = "data/dictionary/stopwords.txt";
  private static final String TAGS = "data/dictionary/CoreNatureDictionary.tr.txt";
  private static final String CHAR_TYPES = "data/dictionary/other/CharType.bin";

  private static final String WORDS =
      """
      始##始\tbegin\t1000
      末##末\tend\t1000
      未##人\tnr\t100
      未##地\tns\t100
      未##团\tnt\t100
      未##时\tt\t100
      未##数\tm\t100
      未##串\tx\t100
      未##专\tnx\t100
      澜\tn\t1
      江\tn\t1
      澜江市\tns\t50
      防汛演练场\tn\t50
      开\tv\t20
      """;

  @TempDir private Path root;

  private record Ran(int code, String out, String err) {}

  @BeforeEach
  void standIn() throws IOException {
    Files.createDirectories(root.resolve("data/dictionary/other"));
    Files.writeString(root.resolve(CORE), WORDS);
    Files.writeString(root.resolve(PAIRS), "始##始@未##地 20\n未##地@防汛演练场 9\n");
    var labels = List.of("begin", "end", "m", "n", "nr", "ns", "nt", "nx", "t", "v", "w", "x");
    var matrix = new StringBuilder(" ," + String.join(",", labels) + "\n");
    for (var label : labels) {
      matrix.append(label).append(",1".repeat(labels.size())).append('\n');
    }
    Files.writeString(root.resolve(TAGS), matrix);
    Files.writeString(root.resolve(STOP_WORDS), "的\n了\n");
    // from, to, type: everything is Chinese (7) but digits (9), which HanLP writes as three fields
    var types = new byte[] {0, 0, 0, '/', 7, 0, '0', 0, '9', 9, 0, ':', -1, -1, 7};
    Files.write(root.resolve(CHAR_TYPES), types);
  }

  private static Ran run(List<String> options, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    var arguments = new ArrayList<String>();
    arguments.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    arguments.addAll(List.of("-XX:+UseSerialGC", "-Xmx256m", "-Dfile.encoding=UTF-8"));
    arguments.addAll(options);
    arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
    arguments.addAll(List.of(command));
    var err = Files.createTempFile("hanlp", ".err");
    var out = Files.createTempFile("hanlp", ".out");
    try {
      var builder =
          new ProcessBuilder(arguments).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().remove("HANLP_ROOT");
      builder.environment().putAll(environment);
      var process = builder.start();
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(err);
      Files.delete(out);
    }
  }

  private static Ran cut(List<String> options, Map<String, String> environment)
      throws IOException, InterruptedException {
    return run(options, environment, Cut.class.getName(), "澜江市防汛演练场开12");
  }

  private List<String> property() {
    return List.of("-DHANLP_ROOT=" + root);
  }

  /** What the process does: cuts its argument, or says why it cannot. */
  static final class Cut {
    private Cut() {}

    public static void main(String[] args) {
      var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      try {
        var text = args[0].toCharArray();
        var words = new Words();
        new LatticeSegmenter().segment(text, 0, text.length, words);
        for (var i = 0; i < words.size(); i++) {
          out.print(new String(text, words.start(i), words.end(i) - words.start(i)));
          out.print('/' + words.tag(i) + ' ');
        }
      } catch (IllegalStateException e) {
        out.print(e.getMessage());
      }
    }
  }

  @Test
  void withoutItTheJarsOwnDictionariesAreRead() throws Exception {
    assertThat(cut(List.of(), Map.of()).out()).doesNotContain("防汛演练场").contains("防汛/");
  }

  @Test
  void theFoldersDictionariesAreRead() throws Exception {
    var expected = "澜江市/ns 防汛演练场/n 开/v 12/m ";
    assertThat(cut(property(), Map.of()).out()).isEqualTo(expected);
    assertThat(root.resolve(CORE + ".bin")).as("HanLP's own cache").exists();
    assertThat(cut(List.of(), Map.of("HANLP_ROOT", root + "/")).out())
        .as("from the environment, and from the cache")
        .isEqualTo(expected);
  }

  /** The portable jar asks for the short ones; who mounts the full data means the full data. */
  @Test
  void theFullDictionariesGoBeforeTheShortOnes() throws Exception {
    var mini = root.resolve(CORE.replace(".txt", ".mini.txt"));
    var miniPairs = root.resolve(PAIRS.replace(".txt", ".mini.txt"));
    Files.writeString(mini, WORDS.replace("防汛演练场", "防汛演练"));
    Files.writeString(miniPairs, "始##始@未##地 20\n");
    assertThat(cut(property(), Map.of()).out()).startsWith("澜江市/ns 防汛演练场/n");

    Files.delete(root.resolve(PAIRS));
    Files.delete(root.resolve(PAIRS + ".table.bin"));
    assertThat(cut(property(), Map.of()).out())
        .as("without the word pairs of the full one")
        .startsWith("澜江市/ns 防汛演练/n");
  }

  @ParameterizedTest
  @ValueSource(strings = {CORE, PAIRS, TAGS, STOP_WORDS})
  void aMissingFileIsNamed(String file) throws Exception {
    Files.delete(root.resolve(file));
    assertThat(cut(property(), Map.of()).out())
        .isEqualTo(
            "HANLP_ROOT=%s: %s is missing; it is to name the folder that holds 'data' of HanLP's data package"
                .formatted(root, root.resolve(file)));
  }

  @Test
  void whoNamesTheDataFolderItselfIsToldSo() throws Exception {
    assertThat(cut(List.of("-DHANLP_ROOT=" + root.resolve("data")), Map.of()).out())
        .endsWith("is missing; it is to name the folder that holds 'data', " + root);
  }

  @Test
  void dictionariesThatAreNotHanlpsAreRefused() throws Exception {
    Files.writeString(root.resolve(CORE), WORDS.replace("未##数", "数"));
    assertThat(cut(property(), Map.of()).out())
        .isEqualTo(
            "HANLP_ROOT=%s: %s is no core dictionary of HanLP: it lacks one of 始##始 末##末 未##人 未##地 未##团 未##时 未##数 未##串"
                .formatted(root, root.resolve(CORE)));
    Files.delete(root.resolve(CORE + ".bin"));
    Files.writeString(root.resolve(CORE), WORDS.replace("50", "fifty"));
    assertThat(cut(property(), Map.of()).out())
        .startsWith("HANLP_ROOT=" + root + ": HanLP cannot read its dictionaries: ")
        .contains("fifty");
  }

  @Test
  void aCommandRefusesItInOneLineAndTheAnalysisWorksWithIt() throws Exception {
    var articles = root.resolve("articles.jsonl");
    Files.writeString(
        articles,
        "{\"id\": \"1\", \"title\": \"澜江市防汛演练场\", \"body\": \"澜江市开防汛演练场。\", \"publishedAt\": \"2026-07-04\"}\n");
    var command =
        new String[] {
          "io.newstide.cli.Newstide", "analyze", "--job", "jobs/demo.yaml", articles.toString()
        };
    var ran = run(property(), Map.of(), command);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("防汛演练场");

    Files.delete(root.resolve(TAGS));
    var refused = run(property(), Map.of(), command);
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err())
        .startsWith("newstide: HANLP_ROOT=" + root + ": " + root.resolve(TAGS) + " is missing")
        .hasLineCount(1);
  }
}
