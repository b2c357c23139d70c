package io.newstide.feed.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NewspaperPageTest {

  @TempDir private Path folder;

  static Stream<PageGold> pages() {
    return OwnPages.all().stream();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void takesEachLayoutApart(PageGold gold) {
    PageScores scores = new PageScores();

    scores.add(gold);

    assertThat(scores.wrong()).isEmpty();
    assertThat(scores.headlines().f1()).isEqualTo(1);
    assertThat(scores.bodyLines().f1()).isEqualTo(1);
    assertThat(scores.bodies().recall()).isEqualTo(1);
    assertThat(scores.leftovers().f1()).isEqualTo(1);
  }

  @Test
  void tellsWhoWroteWhenAndWhere() {
    NewspaperPage page =
        NewspaperPage.read(
            Path.of("src/test/resources/pages/01-single-newlines.txt"), Optional.empty());

    assertThat(page.date()).contains(LocalDate.of(2026, 5, 17));
    PageArticle library = page.articles().get(0);
    assertThat(library.title()).isEqualTo("流动图书车开进白塔街道六个小区");
    assertThat(library.author()).isEqualTo("苏晴");
    assertThat(library.section()).isEqualTo("民生");
    assertThat(library.source()).isEqualTo("澜江日报");
    assertThat(library.publishedOn()).contains(LocalDate.of(2026, 5, 17));
    assertThat(library.eventDate()).contains("2026-05-16");
    assertThat(library.body()).startsWith("本报讯（记者 苏晴）5月16日上午，市图书馆的流动图书车驶进白塔街道");
    PageArticle bus = page.articles().get(1);
    assertThat(bus.subtitle()).isEqualTo("火车南站八条线路加密班次");
    assertThat(bus.eventDate()).contains("2026-05-16");
    assertThat(page.leftovers())
        .containsExactly(new Leftover(1, "澜江日报 2026年5月17日 星期日 第2版 民生", Leftover.Kind.MASTHEAD));
  }

  @Test
  void writesArticlesAsTheirReaderWantsThem() {
    NewspaperPage page =
        NewspaperPage.of(
            "水库检修完成\n本报讯（记者 林舟）昨日，石门水库对五孔泄洪闸逐一检修，\n全部合格。\n",
            Optional.of(LocalDate.of(2026, 5, 17)));

    assertThat(page.articles()).hasSize(1);
    assertThat(page.articles().get(0).json())
        .isEqualTo(
            "{\"source\":\"\",\"title\":\"水库检修完成\",\"kicker\":\"\",\"subtitle\":\"\","
                + "\"body\":\"本报讯（记者 林舟）昨日，石门水库对五孔泄洪闸逐一检修，全部合格。\","
                + "\"publishedAt\":\"2026-05-17\",\"datePrecision\":\"day\","
                + "\"eventDate\":\"2026-05-16\",\"author\":\"林舟\",\"section\":\"\"}");
    assertThat(new Leftover(3, "图“一”", Leftover.Kind.CAPTION).json())
        .isEqualTo("{\"line\":3,\"text\":\"图“一”\",\"kind\":\"caption\"}");
  }

  @Test
  void aStoryWithoutAHeadlineGetsOneFromItsFirstWords() {
    NewspaperPage page =
        NewspaperPage.of("本报讯（记者 林舟）昨日，石门水库对五孔泄洪闸逐一检修。检修人员还校准了水位计。\n", Optional.empty());

    PageArticle article = page.articles().get(0);
    assertThat(article.titleDerived()).isTrue();
    assertThat(article.title()).isEqualTo("昨日，石门水库对五孔泄洪闸逐一检修");
    assertThat(article.headlines()).isEmpty();
    assertThat(article.json()).contains("\"titleDerived\":true", "\"publishedAt\":null");
    assertThat(article.eventDate()).isEmpty();
  }

  @Test
  void takesTheDayFromTheFileNameWhereThePageSaysNone() throws IOException {
    Path file = folder.resolve("a1_20260517.txt");
    Files.writeString(file, "本报讯（记者 林舟）昨日，石门水库检修。\n");

    assertThat(NewspaperPage.read(file, Optional.empty()).date())
        .contains(LocalDate.of(2026, 5, 17));
    assertThat(NewspaperPage.read(file, Optional.of(LocalDate.of(2026, 5, 1))).date())
        .contains(LocalDate.of(2026, 5, 1));
  }

  @Test
  void saysWhatIsWrongWithAFile() throws IOException {
    Path gbk = folder.resolve("gbk.txt");
    Files.write(gbk, "本报讯".getBytes(Charset.forName("GBK")));
    assertThatThrownBy(() -> NewspaperPage.read(gbk, Optional.empty()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "page: " + gbk + ": no UTF-8; convert it first, as with iconv -f GB18030 -t UTF-8");
    Path missing = folder.resolve("none.txt");
    assertThatThrownBy(() -> NewspaperPage.read(missing, Optional.empty()))
        .hasMessage("page: " + missing + ": there is no such file");
  }

  @Test
  void anEmptyPageHasNothing() {
    NewspaperPage page = NewspaperPage.of("\uFEFF\n \n\t\n", Optional.empty());
    assertThat(page.articles()).isEmpty();
    assertThat(page.leftovers()).isEmpty();
  }

  @Test
  void everyCharacterIsInExactlyOnePlace() {
    for (PageGold gold : OwnPages.all()) {
      assertNothingLost(gold.text(), gold.name());
    }
    for (long seed = 1; seed <= 40; seed++) {
      assertNothingLost(shuffledLines(new Random(seed)), "lines shuffled by seed " + seed);
      assertNothingLost(noise(new Random(seed)), "noise of seed " + seed);
    }
  }

  /** The lines of an own page in any order, with blank lines and glued ones by chance. */
  private static String shuffledLines(Random random) {
    List<PageGold> pages = OwnPages.all();
    List<String> lines =
        new ArrayList<>(pages.get(random.nextInt(pages.size())).text().lines().toList());
    Collections.shuffle(lines, random);
    StringBuilder page = new StringBuilder();
    for (String line : lines) {
      page.append(line)
          .append(random.nextInt(4) == 0 ? "" : random.nextBoolean() ? "\n" : "\r\n\n");
    }
    return page.toString();
  }

  private static String noise(Random random) {
    String signs = "本报讯（记者苏晴）新华社电摄图。，、“”！水库 12ABx\t\u3000\n\n\u0000\f\uFEFF日月年—▲|";
    StringBuilder page = new StringBuilder();
    for (int i = random.nextInt(900); i > 0; i--) {
      page.append(signs.charAt(random.nextInt(signs.length())));
    }
    return page.append("\uD83E\uDD16").toString();
  }

  private static void assertNothingLost(String text, String name) {
    NewspaperPage page = NewspaperPage.of(text, Optional.empty());
    Map<Character, Integer> left = new TreeMap<>();
    count(text, left, 1);
    for (PageArticle article : page.articles()) {
      article.headlines().forEach(line -> count(line, left, -1));
      count(article.body(), left, -1);
    }
    page.leftovers().forEach(of -> count(of.text(), left, -1));
    left.values().removeIf(count -> count == 0);
    assertThat(left).as(name).isEmpty();
  }

  private static void count(String text, Map<Character, Integer> counts, int by) {
    for (char c : PageLines.dense(text).toCharArray()) {
      counts.merge(c, by, Integer::sum);
    }
  }
}
