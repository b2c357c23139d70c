package io.newstide.job;

import io.newstide.article.Article;
import io.newstide.article.DatePrecision;
import io.newstide.article.Incoming;
import io.newstide.article.RawRecord;
import io.newstide.language.Analysis;
import io.newstide.language.Keyword;
import io.newstide.language.Name;
import io.newstide.language.Person;
import io.newstide.topic.Enriched;
import io.newstide.topic.TopicMatch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Articles for the tests of this room. */
final class Samples {

  private Samples() {}

  static Article article(String id, String publishedAt) {
    return article(id, publishedAt, DatePrecision.INSTANT);
  }

  static Article article(String id, String publishedAt, DatePrecision precision) {
    Instant at = Instant.parse(publishedAt);
    return new Article(
        id,
        "澜江日报",
        "标题" + id,
        "肩",
        "副",
        "正文",
        at,
        precision,
        true,
        "昨日",
        at.plusSeconds(90),
        "https://news.example.cn/" + id,
        "苏晴",
        "要闻");
  }

  static RawRecord raw(String value) {
    return new RawRecord(
        "newstide.articles", 3, 42, 1_783_000_000_000L, value.getBytes(StandardCharsets.UTF_8));
  }

  static Incoming.Accepted accepted(String id, String publishedAt) {
    return new Incoming.Accepted(article(id, publishedAt), raw("{}"));
  }

  static Enriched enriched(Article article, String... topics) {
    return new Enriched(
        article,
        article.id(),
        "",
        0,
        Duration.ZERO,
        new Analysis(
            List.of(),
            List.of(),
            List.of(new Keyword("防汛", 1), new Keyword("水位", 0.5)),
            List.of(new Person("梁若兰", "副市长", 2)),
            List.of(new Name("澜江市", 3)),
            List.of(new Name("澜江市水务局", 1)),
            "苏晴"),
        List.of(topics).stream()
            .map(topic -> new TopicMatch(topic, 3.5, true, List.of("防汛", "\"水位 监测\"~3")))
            .toList(),
        new Enriched.Versions("m1", "l1", "t1"));
  }
}
