package io.newstide.feed.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.newstide.article.ArticleReader;
import io.newstide.article.Incoming;
import io.newstide.article.RawRecord;
import io.newstide.feed.NewsSource;
import io.newstide.feed.SourceException;
import io.newstide.feed.SourceReader;
import io.newstide.feed.SourceReader.Look;
import io.newstide.feed.SourceReader.Part;
import io.newstide.feed.web.FeedClient.Limits;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A feed asked again and again. */
@Timeout(300)
class WebReaderTest {

  private static final Instant NOW = Instant.parse("2026-07-04T08:00:00Z");
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FeedServer server = FeedServer.start();
  private final FeedClient client =
      new FeedClient(
          new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1), 1_000_000, 5),
          InstantSource.fixed(NOW));
  private final Map<String, byte[]> notes = new TreeMap<>();

  @AfterEach
  void stop() {
    server.close();
  }

  private SourceReader reader(String name, URI at) {
    return WebReader.readers(ZONE, client)
        .apply(new NewsSource(name, at.toString(), Duration.ofMinutes(5)));
  }

  /** What one look brings, committed. */
  private List<JsonNode> look(SourceReader reader) {
    Look look = reader.look(notes, NOW);
    List<JsonNode> articles = new ArrayList<>();
    while (look.parts().hasNext()) {
      Part part = look.parts().next();
      part.articles().forEach(article -> articles.add(json(article)));
      part.notes().forEach((name, note) -> notes.put(name, note.orElseThrow()));
    }
    return articles;
  }

  private static JsonNode json(RawRecord article) {
    try {
      return JSON.readTree(article.value());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String rss(String... items) {
    return "<rss version='2.0'><channel><title>澜江日报</title>%s</channel></rss>"
        .formatted(String.join("", items));
  }

  private static String item(int number) {
    return "<item><guid>https://e.org/%d</guid><title>第%d条</title></item>"
        .formatted(number, number);
  }

  @Test
  void anItemBecomesAnArticleAsTheContractHasIt() throws IOException {
    URI at =
        server.gives(
            "/rss",
            rss(
                "<item><guid>https://e.org/1</guid><title>防汛演练</title><link>/1.html</link>"
                    + "<pubDate>Sat, 04 Jul 2026 15:30:00 +0800</pubDate>"
                    + "<author>li@e.org (李四)</author><category>要闻</category>"
                    + "<description>&lt;p&gt;本报讯 一&lt;/p&gt;&lt;p&gt;二&lt;/p&gt;</description></item>"));

    Look look = reader("etown", at).look(notes, NOW);
    RawRecord article = look.parts().next().articles().get(0);

    assertThat(json(article))
        .isEqualTo(
            JSON.readTree(
                """
                {"id": "https://e.org/1", "source": "etown", "title": "防汛演练", "body": "本报讯 一\\n二",
                 "publishedAt": "2026-07-04T15:30:00+08:00", "arrivedAt": "2026-07-04T08:00:00Z",
                 "url": "%s", "author": "李四", "section": "要闻"}
                """
                    .formatted(server.at("/1.html"))));
    assertThat(article.timestamp()).isEqualTo(NOW.toEpochMilli());
    assertThat(new ArticleReader(ZONE, Duration.ofHours(1)).read(article))
        .isInstanceOfSatisfying(
            Incoming.Accepted.class,
            accepted -> {
              assertThat(accepted.article().publishedAt()).isEqualTo("2026-07-04T07:30:00Z");
              assertThat(accepted.article().dateReliable()).isTrue();
            });
  }

  @Test
  void anItemWithoutADateHasNoneAndOneOfADayIsOfADay() {
    URI at =
        server.gives(
            "/rss",
            rss(
                "<item><guid>https://e.org/1</guid><title>无日期</title></item>",
                "<item><guid>https://e.org/2</guid><title>一天</title><pubDate>2026-07-03</pubDate></item>",
                "<item><guid>https://e.org/3</guid><title>坏日期</title><pubDate>someday</pubDate></item>"));
    Look look = reader("etown", at).look(notes, NOW);
    assertThat(look.remark())
        .isEqualTo("1 of 3 items have a date that cannot be read, as 'someday'");
    List<JsonNode> articles =
        look.parts().next().articles().stream().map(WebReaderTest::json).toList();

    assertThat(articles.get(0).get("publishedAt").asText()).isEqualTo("2026-07-03");
    assertThat(articles.get(0).get("datePrecision").asText()).isEqualTo("day");
    assertThat(articles.get(1).has("publishedAt")).isFalse();
    assertThat(articles.get(2).has("publishedAt")).isFalse();
  }

  @Test
  void idsAreUniqueAmongSourcesAndTitlesAreFound() {
    String items =
        rss(
            "<item><guid isPermaLink='false'>17</guid><title>a</title></item>",
            "<item><link>https://e.org/b</link><title>b</title></item>",
            "<item><description>没有标题的消息：澜江市防汛办今天发布通知，要求各镇加强巡查，确保群众生命财产安全。</description></item>",
            "<item><guid>%s</guid><title>d</title></item>".formatted("x".repeat(3000)));
    List<JsonNode> articles = look(reader("etown", server.gives("/rss", items)));
    Collections.reverse(articles);

    assertThat(articles.get(0).get("id").asText()).isEqualTo("etown/17");
    assertThat(articles.get(1).get("id").asText()).isEqualTo("https://e.org/b");
    assertThat(articles.get(2).has("id")).isFalse();
    assertThat(articles.get(2).get("title").asText())
        .isEqualTo("没有标题的消息：澜江市防汛办今天发布通知，要求各镇加强巡查，确保群众生命财产安全…");
    assertThat(articles.get(3).get("id").asText()).startsWith("item-").hasSizeLessThan(60);
    assertThat(look(reader("etown", server.at("/rss")))).isEmpty();
  }

  @Test
  void theOldestComesFirst() {
    String dated = "<item><title>%s</title><pubDate>%s</pubDate></item>";
    List<JsonNode> articles =
        look(
            reader(
                "etown",
                server.gives(
                    "/rss",
                    rss(
                        dated.formatted("c", "Sat, 04 Jul 2026 15:30:00 +0800"),
                        dated.formatted("a", "Sat, 04 Jul 2026 06:30:00 GMT"),
                        dated.formatted("b", "Sat, 04 Jul 2026 15:00:00 +0800"),
                        "<item><title>y</title></item>",
                        "<item><title>x</title></item>"))));
    assertThat(articles)
        .extracting(article -> article.get("title").asText())
        .containsExactly("a", "b", "c", "x", "y");
  }

  @Test
  void whatWasSeenIsNotSentAgainThoughTheFeedMovesOn() {
    SourceReader reader = reader("etown", server.gives("/rss", rss(item(2), item(1), item(1))));
    assertThat(look(reader)).hasSize(2);
    server.gives("/rss", rss(item(3), item(2)));
    assertThat(look(reader)).extracting(a -> a.get("title").asText()).containsExactly("第3条");
    // an item that comes back, under a title that was changed
    server.gives("/rss", rss(item(1).replace("第", "改"), item(3)));
    assertThat(look(reader)).isEmpty();
  }

  @Test
  void whatIsRememberedIsBounded() {
    SourceReader reader = reader("etown", server.gives("/rss", rss(item(0))));
    look(reader);
    for (int from = 1; from <= 5000; from += 1000) {
      server.gives(
          "/rss",
          rss(
              IntStream.range(from, from + 1000)
                  .mapToObj(WebReaderTest::item)
                  .toArray(String[]::new)));
      assertThat(look(reader)).hasSize(1000);
    }
    // the 1,000 that are there and the last 2,000 that are not
    assertThat(notes.get(FeedNote.NAME).length).isBetween(3000 * 19, 3000 * 19 + 400);
    server.gives("/rss", rss(item(2001), item(2000)));
    assertThat(look(reader)).extracting(a -> a.get("title").asText()).containsExactly("第2000条");
  }

  @Test
  void asksWithWhatTheServerGaveAndKeepsTheTtl() {
    URI at =
        server.on(
            "/rss",
            exchange -> {
              if ("\"v1\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                FeedServer.send(exchange, 304, new byte[0]);
              } else {
                FeedServer.send(
                    exchange,
                    200,
                    rss("<ttl>60</ttl>", item(1)).getBytes(StandardCharsets.UTF_8),
                    "ETag",
                    "\"v1\"");
              }
            });
    assertThat(look(reader("etown", at))).hasSize(1);
    Look second = reader("etown", at).look(notes, NOW);
    assertThat(second.parts().hasNext()).isFalse();
    assertThat(second.ttl()).contains(Duration.ofMinutes(60));

    // another address is another document, though of the same items
    server.gives("/new", rss(item(2), item(1)));
    assertThat(look(reader("etown", server.at("/new")))).hasSize(1);
    assertThat(server.requests().get(2)).doesNotContainKey("If-none-match");
  }

  @Test
  void aFeedThatBreaksIsAskedForAsAWholeAgain() {
    SourceReader reader = reader("etown", server.gives("/rss", rss(item(1)), "ETag", "\"v1\""));
    look(reader);
    server.gives("/rss", "<rss><channel>", "ETag", "\"v2\"");
    assertThatThrownBy(() -> look(reader)).isInstanceOf(SourceException.class);
    server.gives("/rss", rss(item(2), item(1)), "ETag", "\"v2\"");
    assertThat(look(reader)).hasSize(1);
    assertThat(server.requests().get(2).getFirst("If-None-Match")).isEqualTo("\"v1\"");
  }

  @Test
  void saysThatAFeedHasMoved() {
    server.gives("/new", rss(item(1)));
    URI at =
        server.on(
            "/rss", exchange -> FeedServer.send(exchange, 301, new byte[0], "Location", "/new"));
    assertThat(reader("etown", at).look(notes, NOW).remark())
        .isEqualTo("it has moved for good, to /new on 127.0.0.1; change the job file");
  }

  @Test
  void aSourceGivenByItsAddressIsCalledWhatTheFeedCallsItself() {
    URI at = server.gives("/rss", rss(item(1)));
    assertThat(look(reader(at.toString(), at)).get(0).get("source").asText()).isEqualTo("澜江日报");
  }

  @Test
  void gbkFromAServerThatSaysOtherwiseIsRead() {
    byte[] gbk =
        ("<?xml version='1.0' encoding='gb2312'?>" + rss(item(1))).getBytes(Charset.forName("GBK"));
    URI at = server.gives("/rss", gbk, "Content-Type", "text/xml; charset=utf-8");
    assertThat(look(reader("etown", at)).get(0).get("title").asText()).isEqualTo("第1条");
  }
}
