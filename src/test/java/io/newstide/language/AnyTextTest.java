package io.newstide.language;

import static io.newstide.language.Articles.article;
import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.language.words.Normaliser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any string gives an answer that keeps the promises of the records. */
class AnyTextTest {

  private static final String[] PIECES = {
    "澜江", "经开区", "管委会", "主任", "孔磊", "记者", "（", "）", "本报讯", "摄", "新华社", "电", "。", "\n", " ", "　",
    "，", "2026年", "１２３", "3.14", "GDP", "ｂａｄ", "iPhone", "😀", "\ud83d", "\ude00", "\u0000",
    "\u200b", "…", "——", "·", "的", "是", "了", "北京市", "清华大学", "習近平", "銀行", "\r\n", "\t", "é", "ß",
    "İ", "한국", "日本語カナ", "\uffff", "〇", "㐀", "没有", "水库", "暴雨", "“", "”", "\"", "\\", "(", ")", ":",
    "!", "?", "《", "》"
  };

  private static HanlpAnalyser analyser;

  @BeforeAll
  static void readTheShippedLexicon() throws IOException {
    analyser =
        HanlpAnalyser.create(
            LanguageSettings.defaults()
                .withLexicon("jobs/lexicon.txt", Files.readString(Path.of("jobs/lexicon.txt"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\n\n",
        "江",
        "a",
        "😀",
        "😀😃😄",
        "\ud83d",
        "\ude00\ud83d",
        "The river rose to 26.84 m.",
        "（记者 ",
        "摄",
        "）（",
        "经开区",
        "1",
        "\u0000\u0001",
        "本报讯（",
        "新华社电"
      })
  void aShortText(String text) {
    assertKeepsPromises(text, analyser.analyse(article(text, text)));
  }

  @Test
  void randomText() {
    var seed = Long.getLong("newstide.seed", new Random().nextLong());
    var random = new Random(seed);
    for (var round = 0; round < 3_000; round++) {
      var text = new StringBuilder();
      for (var i = random.nextInt(60); i > 0; i--) {
        text.append(
            random.nextInt(8) == 0
                ? String.valueOf((char) random.nextInt(0x10000))
                : PIECES[random.nextInt(PIECES.length)]);
      }
      try {
        assertKeepsPromises(text.toString(), analyser.analyse(article("题", text.toString())));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ", round " + round + ", text " + text, e);
      }
    }
  }

  @Test
  void fiveMillionCharacters() {
    var kinds =
        List.of(
            "长".repeat(1_250_000),
            "（".repeat(1_250_000),
            "7".repeat(1_250_000),
            "澜江市水利局局长陈伯川说，暴雨还将持续。".repeat(62_500));
    for (var kind : kinds) {
      var analysis = analyser.analyse(article("题", kind));
      assertThat(analysis.passages().get(1).text()).hasSize(kind.length());
    }
    assertThat(analyser.analyse(article("题", kinds.get(3))).people())
        .containsExactly(new Person("陈伯川", "水利局局长", 62_500));
  }

  @Test
  void theSameFromAnyThread() throws InterruptedException, ExecutionException {
    var text = article("北京经开区管委会主任孔磊调研机器人企业", "本报讯（记者 苏晴）" + "孔磊来到清华大学，了解人形机器人。".repeat(20));
    var expected = analyser.analyse(text);
    var threads = Executors.newFixedThreadPool(4);
    try {
      var tasks = new ArrayList<Callable<Analysis>>();
      for (var i = 0; i < 64; i++) {
        tasks.add(() -> analyser.analyse(text));
      }
      for (Future<Analysis> analysis : threads.invokeAll(tasks)) {
        assertThat(analysis.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void assertKeepsPromises(String text, Analysis analysis) {
    for (var passage : analysis.passages()) {
      var original = passage.field() == Field.BODY ? text : null;
      if (original != null) {
        assertThat(passage.text()).isEqualTo(Normaliser.normalise(original));
      }
      var at = 0;
      for (var term : passage.terms()) {
        assertThat(term.start()).isGreaterThanOrEqualTo(at);
        assertThat(term.end()).isGreaterThan(term.start());
        assertThat(passage.text().substring(at, term.start())).isBlank();
        assertThat(term.word()).isEqualTo(passage.text().substring(term.start(), term.end()));
        assertThat(term.word()).doesNotContain("\n");
        assertThat(term.tag()).isNotEmpty();
        at = term.end();
      }
      assertThat(passage.text().substring(at)).isBlank();
    }
    var last = new EnumMap<Field, Integer>(Field.class);
    for (var mention : analysis.mentions()) {
      var passage =
          analysis.passages().stream()
              .filter(p -> p.field() == mention.field())
              .findFirst()
              .orElseThrow();
      assertThat(mention.start()).isGreaterThanOrEqualTo(last.getOrDefault(mention.field(), 0));
      assertThat(mention.end()).isGreaterThan(mention.start());
      assertThat(mention.end()).isLessThanOrEqualTo(passage.text().length());
      assertThat(mention.name()).isNotBlank();
      last.put(mention.field(), mention.end());
    }
    assertThat(analysis.keywords()).hasSizeLessThanOrEqualTo(10);
    for (var keyword : analysis.keywords()) {
      assertThat(keyword.weight()).isGreaterThan(0).isLessThanOrEqualTo(1);
      assertThat(keyword.term()).isNotBlank();
    }
    assertThat(analysis.keywords()).extracting(Keyword::term).doesNotHaveDuplicates();
  }
}
