package io.newstide.feed.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageScoresTest {

  private static final String PAGE =
      """
      水库检修完成
      本报讯（记者 林舟）昨日，石门水库对五孔泄洪
      闸逐一检修，全部合格。
      图为检修现场。
      夜间公交延长
      本报讯（记者 高远）近日，八条公交线路的末班
      车延长至零点。
      """;

  @TempDir private Path folder;

  private static PageGold gold(PageGold.Story... stories) {
    return new PageGold(
        "page",
        PAGE,
        Optional.of(LocalDate.of(2026, 5, 17)),
        List.of(stories),
        Optional.of(List.of(new PageGold.Left("图为检修现场。", "caption"))));
  }

  private static final PageGold.Story RESERVOIR =
      new PageGold.Story(List.of("水库检修完成"), "本报讯（记者 林舟）昨日，石门水库对五孔泄洪闸逐一检修，全部合格。");

  private static final PageGold.Story BUS =
      new PageGold.Story(List.of("夜间公交延长"), "本报讯（记者 高远）近日，八条公交线路的末班车延长至零点。");

  @Test
  void allIsRight() {
    PageScores scores = new PageScores();
    scores.add(gold(RESERVOIR, BUS));

    assertThat(scores.wrong()).isEmpty();
    assertThat(scores.headlines().right()).isEqualTo(2);
    assertThat(scores.bodyLines().right()).isEqualTo(4);
    assertThat(scores.bodies().right()).isEqualTo(2);
    assertThat(scores.leftovers().right()).isEqualTo(1);
  }

  @Test
  void countsWhatIsMissingAndWhatIsTooMuch() {
    PageScores scores = new PageScores();
    // Gold that says both bodies are one story, with one headline that is nowhere.
    scores.add(
        gold(
            new PageGold.Story(
                List.of("水库检修完成", "五孔闸门全部合格"), RESERVOIR.body() + "\n" + BUS.body())));

    assertThat(scores.headlines().recall()).isEqualTo(0.5);
    assertThat(scores.headlines().precision()).isEqualTo(0.5);
    assertThat(scores.bodyLines().recall()).isEqualTo(0.5);
    assertThat(scores.bodyLines().precision()).isEqualTo(0.5);
    assertThat(scores.bodyLines().f1()).isCloseTo(0.5, within(1e-9));
    assertThat(scores.bodies().right()).isZero();
    assertThat(scores.wrong())
        .containsExactly(
            "page: headline '五孔闸门全部合格': not among [水库检修完成]",
            "page: 水库检修完成: lines missing [6, 7], lines of others []");
  }

  @Test
  void aHeadlineOnTwoLinesMayBeOne() {
    PageScores scores = new PageScores();
    scores.add(gold(new PageGold.Story(List.of("水库", "检修完成"), RESERVOIR.body()), BUS));

    assertThat(scores.headlines().f1()).isEqualTo(1);
  }

  @Test
  void refusesGoldThatIsNotOnThePage() {
    PageScores scores = new PageScores();
    assertThatThrownBy(
            () -> scores.add(gold(new PageGold.Story(List.of("水库"), "本报讯（记者 林舟）昨日，石门水库垮了。"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "gold: page: the body of '水库' is not made of lines of the page: no line goes on with '本报讯（记者林舟）昨日，石门水库垮了。'");
  }

  @Test
  void saysWhatIsWrongWithAGoldFile() throws IOException {
    Path file = folder.resolve("gold.jsonl");
    assertThatThrownBy(() -> PageGold.read(file))
        .hasMessage("gold: " + file + ": there is no such file");
    assertWrong(file, "\n", ": there is no page in it");
    assertWrong(file, "[1]", ":1: a page is a JSON object");
    assertWrong(file, "{\"text\": \"a\"}", ":1: stories: missing");
    assertWrong(file, "{\"text\": \"a\", \"stories\": [{}]}", ":1: stories[0].body: missing");
    assertWrong(
        file,
        "{\"text\": \"a\", \"date\": \"5月8日\", \"stories\": [{\"body\": \"a\"}]}",
        ":1: date: '5月8日' is no date, as in 2025-05-09");
    assertWrong(
        file,
        "{\"page\": \"x.txt\"}",
        ":1: page: " + folder.resolve("x.txt") + ": there is no such file");
  }

  private static void assertWrong(Path file, String text, String message) throws IOException {
    Files.writeString(file, text);
    assertThatThrownBy(() -> PageGold.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gold: " + file + message);
  }
}
