package io.newstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.newstide.article.Article;
import io.newstide.article.DatePrecision;
import io.newstide.language.Analysis;
import io.newstide.language.Keyword;
import io.newstide.language.Name;
import io.newstide.language.Person;
import io.newstide.topic.Enriched;
import io.newstide.topic.TopicMatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** All that is counted of an article survives its row, and the record made of it. */
class LookBackJsonTest {

  private static final TopicMatch MATCH =
      new TopicMatch("comets", 2.125, true, List.of("彗星", "\"肉眼 可见\"~3"));

  private static Enriched article(String id, TopicMatch... topics) {
    return new Enriched(
        new Article(
            id,
            "观星报",
            "彗星今晚最亮",
            "",
            "",
            "",
            Instant.parse("2026-08-01T16:00:00Z"),
            DatePrecision.DAY,
            true,
            "",
            Instant.parse("2026-08-02T01:02:03.456Z"),
            "https://news.example.cn/1",
            "",
            ""),
        "first",
        "",
        3,
        Duration.ZERO,
        new Analysis(
            List.of(),
            List.of(),
            List.of(new Keyword("彗星", 1), new Keyword("夜空", 0.123456789)),
            List.of(new Person("梁若兰", "台长", 2), new Person("苏晴", "", 1)),
            List.of(new Name("澜江市", 3)),
            List.of(new Name("望舒观测站", 1)),
            "陆明"),
        List.of(topics),
        new Enriched.Versions("m1", "", "t1"));
  }

  @Test
  void aRowIsReadAsItWasWritten() throws IOException {
    Enriched article = article("a1", MATCH);
    byte[] row = EnrichedJson.row(article).value();
    assertThat(EnrichedJson.read(EnrichedJson.tree(row))).isEqualTo(article);
  }

  @Test
  void whatIsNoRowIsSaid() {
    assertThatThrownBy(
            () -> EnrichedJson.read(EnrichedJson.tree("{}".getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("moment");
  }

  @Test
  void recordsAreReadAsTheyWereWritten() throws IOException {
    for (LookBack record :
        List.of(
            new LookBack.Found("comets", article("a/1@x%"), Optional.empty(), Optional.of(MATCH)),
            new LookBack.Found("comets", article("a2"), Optional.of(MATCH), Optional.empty()),
            new LookBack.End("r1", "comets", "v1", 1_783_000_000_000L, 7))) {
      assertThat(LookBackJson.read(LookBackJson.row(record).value())).isEqualTo(record);
    }
  }

  @Test
  void theKeyIsThatOfTopicAndArticle() throws IOException {
    Row found =
        LookBackJson.row(
            new LookBack.Found("comets", article("a/1@x%"), Optional.empty(), Optional.of(MATCH)));
    assertThat(found.key()).isEqualTo("article/comets/a%2F1%40x%25");
    assertThat(LookBackJson.article(found.key(), "comets")).contains("a/1@x%");
    assertThat(LookBackJson.article(found.key(), "flood")).isEmpty();
    Row end = LookBackJson.row(new LookBack.End("r1", "comets", "v1", 0, 7));
    assertThat(end.key()).isEqualTo("end/comets");
    assertThat(LookBackJson.article(end.key(), "comets")).isEmpty();
  }

  @Test
  void whatIsNoRecordIsRefused() {
    assertThatThrownBy(() -> LookBackJson.read("[]".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> LookBackJson.read("none".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IOException.class);
  }
}
