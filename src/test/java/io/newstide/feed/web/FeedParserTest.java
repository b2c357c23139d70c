package io.newstide.feed.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.newstide.feed.SourceException;
import io.newstide.feed.web.FeedClient.Answer;
import io.newstide.feed.web.FeedClient.Validators;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class FeedParserTest {

  private static final URI AT = URI.create("https://news.example.org/feeds/local.xml");

  @TempDir private Path folder;

  private static Feed parse(String text) {
    return parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Feed parse(byte[] bytes) {
    return FeedParser.parse(
        new Answer.Document(bytes, Optional.empty(), Validators.NONE, AT, Optional.empty()),
        ZoneId.of("Asia/Shanghai"));
  }

  private static String rss(String items) {
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
             xmlns:dc="http://purl.org/dc/elements/1.1/">
          <channel><title>澜江日报</title><link>https://news.example.org/</link>
          <description>本地新闻</description>%s</channel></rss>
        """
        .formatted(items);
  }

  private static FeedItem only(String document) {
    List<FeedItem> items = parse(document).items();
    assertThat(items).hasSize(1);
    return items.get(0);
  }

  @Test
  void readsRss2WithItsFullContent() {
    Feed feed =
        parse(
            rss(
                """
                <ttl>30</ttl>
                <item>
                  <title><![CDATA[<b>防汛</b>演练]]></title>
                  <link>../2025/a.html</link>
                  <guid isPermaLink="false">a-1</guid>
                  <pubDate>Fri, 09 May 2025 08:30:00 +0800</pubDate>
                  <dc:creator>记者 李四</dc:creator>
                  <category>要闻</category><category>防汛</category>
                  <description>摘要</description>
                  <content:encoded><![CDATA[<p>本报讯 澜江市举行演练。</p><p>共百人参加。</p>]]></content:encoded>
                </item>
                """));

    assertThat(feed.title()).isEqualTo("澜江日报");
    assertThat(feed.ttl()).contains(Duration.ofMinutes(30));
    FeedItem item = feed.items().get(0);
    assertThat(item.guid()).isEqualTo("a-1");
    assertThat(item.link()).isEqualTo("https://news.example.org/2025/a.html");
    assertThat(item.title()).isEqualTo("防汛演练");
    assertThat(item.body()).isEqualTo("本报讯 澜江市举行演练。\n共百人参加。");
    assertThat(item.date()).map(FeedDate::publishedAt).contains("2025-05-09T08:30:00+08:00");
    assertThat(item.author()).isEqualTo("记者 李四");
    assertThat(item.section()).isEqualTo("要闻");
  }

  @Test
  void anItemMayLackNearlyEverything() {
    FeedItem item = only(rss("<item><description>只有 &lt;b&gt;正文&lt;/b&gt;</description></item>"));

    assertThat(item).isEqualTo(new FeedItem("", "", "", "只有 正文", Optional.empty(), "", "", ""));
  }

  @Test
  void theVersionMayBeMissing() {
    assertThat(only("<rss><channel><item><title>t</title></item></channel></rss>").title())
        .isEqualTo("t");
  }

  @Test
  void theAuthorOfAMailboxIsTheName() {
    assertThat(
            only(rss("<item><title>t</title><author>li@example.org (李四)</author></item>")).author())
        .isEqualTo("李四");
  }

  @Test
  void theDescriptionCountsWhereItSaysMore() {
    assertThat(
            only(rss(
                    "<item><title>t</title><description>全文在这里，很长很长。</description>"
                        + "<content:encoded>更多</content:encoded></item>"))
                .body())
        .isEqualTo("全文在这里，很长很长。");
  }

  @Test
  void readsAtom() {
    Feed feed =
        parse(
            """
            <?xml version="1.0"?>
            <feed xmlns="http://www.w3.org/2005/Atom">
              <title>澜江发布</title><id>tag:example.org,2025:feed</id>
              <updated>2025-05-09T10:00:00+08:00</updated>
              <entry>
                <id>tag:example.org,2025:1</id><title type="text">a &lt;b&gt; c</title>
                <link rel="alternate" href="/a/1"/>
                <published>2025-05-09T08:30:00+08:00</published>
                <updated>2025-05-09T10:00:00+08:00</updated>
                <author><name>张三</name></author><author><name>李四</name></author>
                <category term="政务"/>
                <summary>短</summary>
                <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>一</p><p>二</p></div></content>
              </entry>
              <entry>
                <id>tag:example.org,2025:2</id><title type="html">&lt;i&gt;斜&lt;/i&gt;</title>
                <link href="https://other.example.org/2"/>
                <updated>2025-05-09T09:00:00Z</updated>
                <summary type="text">第一行
            第二行 &lt;x&gt;</summary>
              </entry>
            </feed>
            """);

    assertThat(feed.title()).isEqualTo("澜江发布");
    assertThat(feed.items())
        .containsExactly(
            new FeedItem(
                "tag:example.org,2025:1",
                "https://news.example.org/a/1",
                "a <b> c",
                "一\n二",
                FeedDate.of("2025-05-09T08:30:00+08:00", ZoneId.of("UTC")),
                "",
                "张三 李四",
                "政务"),
            new FeedItem(
                "tag:example.org,2025:2",
                "https://other.example.org/2",
                "斜",
                "第一行\n第二行 <x>",
                FeedDate.of("2025-05-09T09:00:00Z", ZoneId.of("UTC")),
                "",
                "",
                ""));
  }

  @Test
  void readsJsonFeed() {
    Feed feed =
        parse(
            """
            {"version": "https://jsonfeed.org/version/1.1", "title": "澜江", "items": [
              {"id": "https://e.org/1", "url": "/1", "title": "防汛", "content_html": "<p>一</p><p>二</p>",
               "date_published": "2025-05-09T08:30:00+08:00", "authors": [{"name": "张三"}], "tags": ["要闻"]},
              {"id": 7, "content_text": "正文", "summary": "短", "date_modified": "2025-05-09"}]}
            """);

    assertThat(feed.title()).isEqualTo("澜江");
    FeedItem first = feed.items().get(0);
    assertThat(first.link()).isEqualTo("https://news.example.org/1");
    assertThat(first.body()).isEqualTo("一\n二");
    assertThat(first.author()).isEqualTo("张三");
    assertThat(first.section()).isEqualTo("要闻");
    FeedItem second = feed.items().get(1);
    assertThat(second.guid()).isEqualTo("7");
    assertThat(second.body()).isEqualTo("正文");
    assertThat(second.date()).map(FeedDate::publishedAt).contains("2025-05-09");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"items\": []}                     | this JSON is no JSON Feed: it has no version and items of one",
        "{\"version\": \"1\", \"items\": []} | this JSON is no JSON Feed: it has no version and items of one",
        "{\"version\": broken                | this is no JSON: Unrecognized token 'broken'",
        "<html><body/></html>                | this is a web page and no feed",
        "<svg xmlns='x'/>                    | this XML is no feed: <svg>",
        "<rss><channel><item></channel>      | this is no well-formed XML: line 1:",
        "hello                               | this is no well-formed XML: line 1:",
        "''                                  | the document is empty",
      })
  void saysWhatIsNoFeed(String document, String why) {
    assertThatThrownBy(() -> parse(document))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith(why);
  }

  @Test
  void namesTheFeedOfAWebPage() {
    assertThatThrownBy(
            () ->
                parse(
                    "<!DOCTYPE html><html><head><link rel='alternate' type='application/rss+xml' href='/rss'></head></html>"))
        .hasMessage("this is a web page and no feed; it names https://news.example.org/rss");
  }

  @Test
  void expandsNoEntities() {
    StringBuilder bomb = new StringBuilder("<!DOCTYPE rss [<!ENTITY a0 \"lol\">");
    for (int i = 1; i < 30; i++) {
      bomb.append("<!ENTITY a%d \"&a%d;&a%d;&a%d;\">".formatted(i, i - 1, i - 1, i - 1));
    }
    bomb.append("]><rss version='2.0'><channel><title>&a29;</title></channel></rss>");
    assertThatThrownBy(() -> parse(bomb.toString()))
        .isInstanceOf(SourceException.class)
        .hasMessage("it declares a document type with entities of its own, which is refused");
  }

  @Test
  void readsNoFilesAndAsksNoServers() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "hidden");
    try (FeedServer server = FeedServer.start()) {
      for (URI outside : List.of(secret.toUri(), server.gives("/dtd", "<!ENTITY x 'y'>"))) {
        for (String type :
            List.of(
                "<!DOCTYPE rss [<!ENTITY x SYSTEM \"%s\">]>",
                "<!DOCTYPE rss [<!ENTITY %% x SYSTEM \"%s\"> %%x;]>")) {
          String document =
              type.formatted(outside)
                  + "<rss version='2.0'><channel><item><title>a&x;</title></item></channel></rss>";
          assertThatThrownBy(() -> parse(document)).isInstanceOf(SourceException.class);
        }
        // By reference only it is passed over, and not fetched.
        assertThat(
                only("<!DOCTYPE rss SYSTEM \"%s\">".formatted(outside)
                        + "<rss version='0.91'><channel><item><title>a</title></item></channel></rss>")
                    .title())
            .isEqualTo("a");
        String include =
            "<rss version='2.0'><channel><item><title>a<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' parse='text' href='%s'/></title></item></channel></rss>"
                .formatted(outside);
        assertThat(only(include).title()).doesNotContain("hidden");
      }
      assertThat(server.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 200_000})
  void depthIsBounded(int depth) {
    String document =
        "<feed xmlns='http://www.w3.org/2005/Atom'>%s%s</feed>"
            .formatted("<a>".repeat(depth), "</a>".repeat(depth));
    assertThatThrownBy(() -> parse(document))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("nested more than 100 deep");
  }

  @Test
  void theNumberOfItemsIsBounded() {
    assertThatThrownBy(() -> parse(rss("<item/>".repeat(10_001))))
        .hasMessage("it has more than 10,000 items");
    assertThatThrownBy(() -> parse(rss("<a/>".repeat(600_000))))
        .hasMessageContaining("more than 500,000 elements");
  }

  @Test
  void putsRightWhatIsCommonlyWrong() {
    FeedItem item =
        only(
            "\n "
                + rss(
                    "<item><title>防\u0008汛&#7;&nbsp;Q&A</title>"
                        + "<link><![CDATA[https://e.org/?a=1&b=2]]></link>"
                        + "<guid>https://e.org/?a=1&b=2</guid></item>"));
    assertThat(item.title()).isEqualTo("防汛\u00A0Q&A");
    assertThat(item.link()).isEqualTo("https://e.org/?a=1&b=2");
    assertThat(item.guid()).isEqualTo("https://e.org/?a=1&b=2");
  }

  @Test
  void sectionsWithoutEndTakeNoLongerThanTheirText() {
    String document = rss("<item><title>" + "<![CDATA[".repeat(120_000) + "</title></item>");
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          assertThatThrownBy(() -> parse(document))
              .isInstanceOf(SourceException.class)
              .hasMessageStartingWith("this is no well-formed XML: ");
        });
  }

  @Test
  void readsGbkAsDeclared() {
    byte[] gbk =
        rss("<item><title>澜江防汛</title></item>")
            .replace("UTF-8", "GBK")
            .getBytes(Charset.forName("GBK"));
    assertThat(parse(gbk).items().get(0).title()).isEqualTo("澜江防汛");
  }

  @Test
  void aLinkMayBeWrittenWithoutEncodingAndIsNeverAScript() {
    assertThat(only(rss("<item><title>t</title><link>/新闻/a b.html</link></item>")).link())
        .isEqualTo("https://news.example.org/新闻/a b.html");
    assertThat(only(rss("<item><title>t</title><link>javascript:alert(1)</link></item>")).link())
        .isEmpty();
  }

  @Test
  void datesAllAtMidnightAreDays() {
    String day = "<item><title>t</title><pubDate>Fri, %s May 2025 00:00:00 +0800</pubDate></item>";
    assertThat(parse(rss(day.formatted("09") + day.formatted("10"))).items())
        .extracting(item -> item.date().orElseThrow().publishedAt())
        .containsExactly("2025-05-09", "2025-05-10");

    String time = "<item><title>t</title><pubDate>Fri, 09 May 2025 08:30:00 +0800</pubDate></item>";
    assertThat(parse(rss(day.formatted("09") + time)).items())
        .extracting(item -> item.date().orElseThrow().publishedAt())
        .containsExactly("2025-05-09T00:00:00+08:00", "2025-05-09T08:30:00+08:00");
    assertThat(only(rss(day.formatted("09"))).date().orElseThrow().day()).isFalse();
  }

  @Test
  void aDateThatCannotBeReadIsKeptForTheOperator() {
    FeedItem item = only(rss("<item><title>t</title><pubDate>someday</pubDate></item>"));
    assertThat(item.date()).isEmpty();
    assertThat(item.unreadableDate()).isEqualTo("someday");
  }

  @Test
  void readsTheIntervalOfSyndication() {
    Feed feed =
        parse(
            """
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
                xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:dc="http://purl.org/dc/elements/1.1/">
              <channel rdf:about="https://e.org/"><title>t</title><link>https://e.org/</link><description>d</description>
                <sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency></channel>
              <item rdf:about="https://e.org/1"><title>防汛</title><link>https://e.org/1</link>
                <dc:date>2025-05-09T08:30:00+08:00</dc:date></item>
            </rdf:RDF>
            """);
    assertThat(feed.ttl()).contains(Duration.ofMinutes(30));
    assertThat(feed.items().get(0).date())
        .map(FeedDate::publishedAt)
        .contains("2025-05-09T08:30:00+08:00");
  }
}
