package io.newstide.language;

import static io.newstide.language.Articles.article;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.newstide.article.Article;
import io.newstide.language.names.Gazetteer;
import io.newstide.language.names.NamesModel;
import io.newstide.language.names.NamesTagger;
import io.newstide.language.words.LatticeSegmenter;
import io.newstide.language.words.Normaliser;
import io.newstide.language.words.TextCutter;
import io.newstide.topic.TopicCatalogue;
import io.newstide.topic.TopicDefinition;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an article costs: in proportion to its length, counted in bytes allocated, not in time. */
class CostsTest {

  private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static HanlpAnalyser analyser;
  private static TopicCatalogue topics;

  @BeforeAll
  static void load() throws IOException {
    analyser =
        HanlpAnalyser.create(
            LanguageSettings.defaults()
                .withLexicon("jobs/lexicon.txt", Files.readString(Path.of("jobs/lexicon.txt"))));
    topics =
        TopicCatalogue.of(
            List.of(new TopicDefinition("flood-prevention", "防汛", "防汛^3 OR 暴雨 OR \"水位 监测\"~3", 2)));
  }

  private static long bytes(Article article) {
    var before = THREAD.getCurrentThreadAllocatedBytes();
    var matched = topics.match(analyser.analyse(article));
    var bytes = THREAD.getCurrentThreadAllocatedBytes() - before;
    assertThat(matched).hasSizeLessThanOrEqualTo(1);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "澜江市水利局局长陈伯川说，暴雨还将持续，水位监测已经加密。",
        "长",
        "（",
        "7",
        "GDP grew 5.2%, said Li. ",
        "😀",
        "\ud83d",
        "记者",
        "经开区 ",
        "（本报记者 高远 摄）\n",
        "清华大学清华",
        "孔 磊 "
      })
  void twiceTheTextCostsTwiceAsMuch(String piece) {
    var lengths = new int[] {20_000, 40_000, 80_000, 160_000};
    var perCharacter = new ArrayList<Double>();
    for (var length : lengths) {
      var text = piece.repeat(length / piece.length());
      // The first of a length pays for what is remembered.
      bytes(article("题", text));
      perCharacter.add((double) bytes(article("题", text)) / text.length());
    }
    for (var i = 1; i < perCharacter.size(); i++) {
      assertThat(perCharacter.get(i))
          .as("bytes a character at %s", perCharacter)
          .isLessThan(1.3 * perCharacter.get(0) + 24);
    }
  }

  @Test
  void distinctNamesCostInProportionToo() {
    var costs = new ArrayList<Double>();
    for (var names : new int[] {500, 1_000, 2_000, 4_000}) {
      var text = new StringBuilder();
      for (var i = 0; i < names; i++) {
        text.append((char) ('一' + 37 * i % 20_000)).append("江市水利局局长陈").append((char) ('一' + i));
        text.append("说，水位回落。\n");
      }
      costs.add((double) bytes(article("题", text.toString())) / text.length());
    }
    assertThat(costs.get(3)).as("bytes a character: %s", costs).isLessThan(1.5 * costs.get(0) + 8);
  }

  @Test
  void findingNamesAllocatesNothingForACharacter() {
    var tagger = new NamesTagger(NamesModel.shipped());
    var printed = Normaliser.printed("水位正在缓慢地回落，大家都松了一口气。".repeat(2_000));
    var words = new TextCutter(new LatticeSegmenter()).cut(printed);
    tagger.find(printed, words, Gazetteer.NO_MARKS);
    var before = THREAD.getCurrentThreadAllocatedBytes();
    var found = tagger.find(printed, words, Gazetteer.NO_MARKS);
    var bytes = THREAD.getCurrentThreadAllocatedBytes() - before;
    assertThat(found).isEmpty();
    assertThat(bytes).as("for %d characters", printed.length).isLessThan(1_000);
  }
}
