package io.newstide.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.newstide.article.ArticleReader;
import io.newstide.kafka.Row;
import io.newstide.kafka.RowStream.Placed;
import io.newstide.kafka.TopicName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArticleIndexTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant DAY = Instant.parse("2026-07-05T00:00:00Z");

  @TempDir private Path folder;
  private ArticleIndex index;
  private long offset;

  @BeforeEach
  void open() throws IOException {
    index =
        new ArticleIndex(
            Files.createDirectory(folder.resolve("index")),
            150,
            new ArticleReader(ZoneId.of("Asia/Shanghai"), Duration.ofHours(1)));
  }

  @AfterEach
  void close() throws IOException {
    index.close();
    assertThat(folder.resolve("index")).doesNotExist();
  }

  private void article(String id, String source, String title, String body, int hour)
      throws IOException {
    ObjectNode article =
        JSON.createObjectNode()
            .put("id", id)
            .put("source", source)
            .put("title", title)
            .put("body", body)
            .put("publishedAt", DAY.plus(Duration.ofHours(hour)).toString());
    index.putArticle(
        new Placed(
            TopicName.ARTICLES,
            0,
            offset++,
            new Row(
                id,
                article.toString().getBytes(StandardCharsets.UTF_8),
                DAY.plus(Duration.ofDays(30)).toEpochMilli())));
  }

  private void enriched(String id, String topic, String keyword) throws IOException {
    index.putEnriched(
        JSON.readTree(
            "{\"id\":\"%s\",\"topics\":[{\"id\":\"%s\",\"score\":2}],\"keywords\":[{\"term\":\"%s\",\"weight\":1}]}"
                .formatted(id, topic, keyword)));
  }

  private List<String> find(String text) {
    return find(text, List.of());
  }

  private List<String> find(String text, List<String> subjects) {
    return index
        .search(
            new ArticleIndex.Search(
                text, Long.MIN_VALUE, Long.MAX_VALUE, "", subjects, true, 0, 200))
        .articles()
        .stream()
        .map(found -> found.article().id())
        .toList();
  }

  @Test
  void findsWordsPhrasesAndWhatStandsInsideWords() throws IOException {
    article("flood", "a", "云台区发布暴雨橙色预警", "市防汛抗旱指挥部启动应急响应。", 1);
    article("robot", "a", "机器人跑完半程马拉松", "It ran 21 km with the G1 model.", 2);
    assertThat(find("暴雨")).containsExactly("flood");
    assertThat(find("防汛")).as("a part of a longer word").containsExactly("flood");
    assertThat(find("预警 应急")).as("both, wherever they stand").containsExactly("flood");
    assertThat(find("暴雨 机器人")).isEmpty();
    assertThat(find("\"橙色预警\"")).containsExactly("flood");
    assertThat(find("\"预警橙色\"")).isEmpty();
    assertThat(find("g1")).as("whatever the case").containsExactly("robot");
    assertThat(find("-暴雨")).containsExactly("robot");
    assertThat(find("")).as("the newest first").containsExactly("robot", "flood");
  }

  @Test
  void subjectsComeToTheirArticleWhicheverIsFirst() throws IOException {
    article("first", "a", "标题一", "正文", 1);
    enriched("first", "flood", "水位");
    enriched("second", "flood", "泄洪");
    article("second", "a", "标题二", "正文", 2);
    assertThat(find("", List.of("topic/flood"))).containsExactly("second", "first");
    assertThat(find("", List.of("topic/flood", "keyword/水位"))).containsExactly("first");
    assertThat(find("正文", List.of("keyword/泄洪"))).containsExactly("second");
    enriched("first", "robots", "水位");
    assertThat(find("", List.of("topic/flood"))).as("a revised row").containsExactly("second");
    assertThat(index.byId("first").orElseThrow().article().body()).isEqualTo("正文");
    assertThat(index.size()).isEqualTo(2);
  }

  /** The job rejects it, so that no enriched row follows. */
  @Test
  void anIdThatComesAgainChangesNothingUntilAnEnrichedRowFollows() throws IOException {
    article("first", "a", "标题一", "正文", 1);
    enriched("first", "flood", "水位");
    article("first", "a", "标题二", "别的", 1);
    assertThat(find("", List.of("topic/flood"))).containsExactly("first");
    assertThat(index.byId("first").orElseThrow().article().body()).isEqualTo("正文");
    assertThat(index.sources()).containsExactly(entry("a", 1L));
    enriched("first", "robots", "泄洪");
    assertThat(find("", List.of("topic/robots"))).containsExactly("first");
    assertThat(index.byId("first").orElseThrow().article().body()).isEqualTo("别的");
    assertThat(index.sources()).containsExactly(entry("a", 1L));
  }

  @Test
  void anIdThatComesAgainLongAfterwardsChangesNothing() throws IOException {
    enriched("first", "flood", "水位");
    article("first", "a", "标题一", "正文", 1);
    enriched("second", "robots", "泄洪");
    article("second", "b", "标题二", "正文", 2);
    // It is looked up in the index, which is read anew for it.
    enriched("second", "robots", "机器");
    article("first", "a", "标题三", "别的", 1);
    assertThat(find("正文", List.of("topic/flood"))).containsExactly("first");
    assertThat(index.sources()).containsExactly(entry("a", 1L), entry("b", 1L));
  }

  @Test
  void subjectsAreThoseOfTheFirstOfTwoThatCameBeforeThem() throws IOException {
    article("first", "a", "标题一", "正文", 1);
    article("first", "a", "标题二", "别的", 1);
    enriched("first", "flood", "水位");
    assertThat(index.byId("first").orElseThrow().article().body()).isEqualTo("正文");
    assertThat(find("", List.of("topic/flood"))).containsExactly("first");
  }

  @Test
  void timeAndSourceNarrowTheSearch() throws IOException {
    article("a", "paper", "标题", "正文", 1);
    article("b", "web", "标题", "正文", 2);
    ArticleIndex.Result early =
        index.search(
            new ArticleIndex.Search(
                "标题",
                DAY.toEpochMilli(),
                DAY.plus(Duration.ofHours(2)).toEpochMilli(),
                "",
                List.of(),
                false,
                0,
                10));
    assertThat(early.total()).isEqualTo(1);
    assertThat(early.articles().get(0).article().id()).isEqualTo("a");
    assertThat(
            index
                .search(
                    new ArticleIndex.Search(
                        "", Long.MIN_VALUE, Long.MAX_VALUE, "web", List.of(), true, 0, 10))
                .articles()
                .get(0)
                .article()
                .id())
        .isEqualTo("b");
    assertThat(index.sources()).containsEntry("paper", 1L).containsEntry("web", 1L);
  }

  @Test
  void beyondTheMostTheOldestGo() throws IOException {
    for (int i = 0; i < 302; i++) {
      article("a" + i, "paper", "标题", "正文", i);
    }
    assertThat(index.size()).isBetween(150, 251);
    assertThat(index.byId("a0")).isEmpty();
    assertThat(index.byId("a301")).isPresent();
  }

  @Test
  void anExcerptBeginsNearTheFirstMark() {
    assertThat(ArticlesApi.excerpt("一\n二", List.of())).isEqualTo("一 二");
    String body = "长".repeat(100) + "暴雨" + "尾".repeat(300);
    assertThat(ArticlesApi.excerpt(body, List.of("暴雨")))
        .startsWith("…" + "长".repeat(40) + "暴雨尾")
        .endsWith("尾…")
        .hasSize(162);
  }

  @Test
  void aCellIsNoFormulaAndKeepsItsCommas() {
    assertThat(Csv.cell("=1+1")).isEqualTo("'=1+1");
    assertThat(Csv.cell("a,\"b\"")).isEqualTo("\"a,\"\"b\"\"\"");
    assertThat(Csv.cell("防汛")).isEqualTo("防汛");
  }
}
