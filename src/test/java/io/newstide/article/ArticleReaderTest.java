package io.newstide.article;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArticleReaderTest {

  private static final ArticleReader READER =
      new ArticleReader(ZoneId.of("Asia/Shanghai"), Duration.ofHours(1));
  private static final Instant ARRIVAL = Instant.parse("2026-07-04T10:00:00Z");

  private static RawRecord record(byte[] value) {
    return new RawRecord("newstide.articles", 3, 42, ARRIVAL.toEpochMilli(), value);
  }

  private static Incoming read(String value) {
    return READER.read(record(value.getBytes(StandardCharsets.UTF_8)));
  }

  private static Article article(String value) {
    assertThat(read(value)).isInstanceOf(Incoming.Accepted.class);
    return ((Incoming.Accepted) read(value)).article();
  }

  private static Rejection rejection(byte[] value) {
    Incoming incoming = READER.read(record(value));
    assertThat(incoming).isInstanceOf(Incoming.Rejected.class);
    return ((Incoming.Rejected) incoming).rejection();
  }

  @Test
  void readsEveryField() {
    Article article =
        article(
            """
            {"id": "a1", "source": "澜江日报", "title": "标题", "kicker": "肩题", "subtitle": "副题",
             "body": "本报讯。", "publishedAt": "2026-07-04T16:30:00+08:00", "datePrecision": "instant",
             "dateReliable": true, "eventDate": "昨日", "arrivedAt": "2026-07-04T09:00:00Z",
             "url": "https://news.example.cn/1", "author": "苏晴", "section": "要闻",
             "unknown": {"nested": [1, 2]}}
            """);

    assertThat(article)
        .isEqualTo(
            new Article(
                "a1",
                "澜江日报",
                "标题",
                "肩题",
                "副题",
                "本报讯。",
                Instant.parse("2026-07-04T08:30:00Z"),
                DatePrecision.INSTANT,
                true,
                "昨日",
                ARRIVAL,
                "https://news.example.cn/1",
                "苏晴",
                "要闻"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "not json                                       | not-json           | Unrecognized token 'not'",
        "[1]                                            | not-json           | an article is a JSON object",
        "{\"title\": \"t\"} {}                          | not-json           | more behind the JSON object",
        "{\"title\": \"t\"                              | not-json           | Unexpected end",
        "{}                                             | missing-field      | title",
        "{\"title\": null}                              | missing-field      | title",
        "{\"title\": \"  \"}                            | missing-field      | title",
        "{\"title\": 7}                                 | wrong-type         | title: text is wanted, found a number",
        "{\"title\": [\"t\"]}                           | wrong-type         | title: text is wanted, found an array",
        "{\"title\": \"t\", \"body\": {}}               | wrong-type         | body: text is wanted, found an object",
        "{\"title\": \"t\", \"dateReliable\": \"no\"}   | wrong-type         | dateReliable",
        "{\"title\": \"t\", \"datePrecision\": \"hour\"} | wrong-type        | 'hour' is neither instant nor day",
        "{\"title\": \"t\", \"publishedAt\": \"soon\"}  | bad-date           | 'soon' is no date",
        "{\"title\": \"t\", \"publishedAt\": \"2026-02-30\"} | bad-date      | '2026-02-30' is no date",
        "{\"title\": \"t\", \"publishedAt\": \"2026-07-04T10:00:00\"} | bad-date | is no date",
        "{\"title\": \"t\", \"publishedAt\": true}      | bad-date           | found true or false",
        "{\"title\": \"t\", \"publishedAt\": \"1969-12-31\"} | bad-date      | since 1970",
        "{\"title\": \"t\", \"publishedAt\": 99999999999999999999} | bad-date | is no date",
        "{\"title\": \"t\", \"publishedAt\": \"2027-07-04\"} | future-date   | later than its arrival",
        "{\"title\": \"t\", \"publishedAt\": \"2026-07-04T11:00:01Z\"} | future-date | by more than PT1H",
        "{\"title\": \"t\\u0007\"}                      | control-characters | title: the control character U+0007 at character 1",
        "{\"title\": \"t\", \"body\": \"a\\u0000b\"}    | control-characters | body: the control character U+0000",
      })
  void rejectsSayingWhy(String value, String reason, String detail) {
    Rejection rejection = rejection(value.getBytes(StandardCharsets.UTF_8));

    assertThat(rejection.reason().label()).isEqualTo(reason);
    assertThat(rejection.detail()).contains(detail);
    assertThat(rejection.topic()).isEqualTo("newstide.articles");
    assertThat(rejection.partition()).isEqualTo(3);
    assertThat(rejection.offset()).isEqualTo(42);
    assertThat(rejection.timestamp()).isEqualTo(ARRIVAL.toEpochMilli());
    assertThat(new String(rejection.raw(), StandardCharsets.UTF_8)).isEqualTo(value);
  }

  @Test
  void rejectsWhatIsEmpty() {
    assertThat(rejection(new byte[0]).reason()).isEqualTo(RejectionReason.EMPTY);
    assertThat(rejection(" \n".getBytes(StandardCharsets.UTF_8)).reason())
        .isEqualTo(RejectionReason.EMPTY);
  }

  @Test
  void rejectsOtherEncodings() {
    byte[] gbk = "{\"title\": \"防汛\"}".getBytes(Charset.forName("GBK"));
    assertThat(rejection(gbk).reason()).isEqualTo(RejectionReason.NOT_UTF8);
    assertThat(rejection(gbk).raw()).isEqualTo(gbk);
  }

  @Test
  void rejectsTwentyMegabytesKeepingTheirBeginning() {
    byte[] huge = new byte[20 * 1024 * 1024];
    Arrays.fill(huge, (byte) 'x');

    Rejection rejection = rejection(huge);

    assertThat(rejection.reason()).isEqualTo(RejectionReason.TOO_LARGE);
    assertThat(rejection.raw()).hasSize(64 * 1024).containsOnly('x');
    assertThat(rejection.rawLength()).isEqualTo(20 * 1024 * 1024);
  }

  @Test
  void rejectsAnIdThatIsTooLong() {
    String json = "{\"title\": \"t\", \"id\": \"%s\"}".formatted("x".repeat(513));
    assertThat(rejection(json.getBytes(StandardCharsets.UTF_8)).reason())
        .isEqualTo(RejectionReason.TOO_LARGE);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"2026-07-04T16:30:00+08:00\"', 2026-07-04T08:30:00Z, INSTANT, true",
    "'\"2026-07-04T08:30:00Z\"', 2026-07-04T08:30:00Z, INSTANT, true",
    "1783153800000, 2026-07-04T08:30:00Z, INSTANT, true",
    // a day begins at local midnight
    "'\"2026-07-04\"', 2026-07-03T16:00:00Z, DAY, true",
    // without a date: its arrival, and not reliable
    "null, 2026-07-04T10:00:00Z, INSTANT, false",
    "'\"\"', 2026-07-04T10:00:00Z, INSTANT, false",
  })
  void readsDates(String written, Instant publishedAt, DatePrecision precision, boolean reliable) {
    Article article = article("{\"title\": \"t\", \"publishedAt\": %s}".formatted(written));
    assertThat(article.publishedAt()).isEqualTo(publishedAt);
    assertThat(article.datePrecision()).isEqualTo(precision);
    assertThat(article.dateReliable()).isEqualTo(reliable);
  }

  @Test
  void takesTheWholeDayWhenThePrecisionSaysSo() {
    Article article =
        article(
            "{\"title\": \"t\", \"publishedAt\": \"2026-07-04T09:00:00+08:00\", \"datePrecision\": \"day\"}");
    assertThat(article.publishedAt()).isEqualTo(Instant.parse("2026-07-03T16:00:00Z"));
    assertThat(article.datePrecision()).isEqualTo(DatePrecision.DAY);
  }

  @Test
  void toleratesADateALittleAhead() {
    assertThat(
            article("{\"title\": \"t\", \"publishedAt\": \"2026-07-04T11:00:00Z\"}").publishedAt())
        .isEqualTo(Instant.parse("2026-07-04T11:00:00Z"));
  }

  @Test
  void derivesTheIdFromSourceTitleAndTime() {
    String json = "{\"source\": \"%s\", \"title\": \"%s\", \"publishedAt\": \"2026-07-0%d\"}";
    String id = article(json.formatted("s", "t", 1)).id();
    assertThat(id).matches("sha-[0-9a-f]{20}").isEqualTo(article(json.formatted("s", "t", 1)).id());
    assertThat(article(json.formatted("other", "t", 1)).id()).isNotEqualTo(id);
    assertThat(article(json.formatted("s", "other", 1)).id()).isNotEqualTo(id);
    assertThat(article(json.formatted("s", "t", 2)).id()).isNotEqualTo(id);
  }

  @Test
  void readsPastAByteOrderMarkAndMendsHalfCharacters() {
    assertThat(article("\uFEFF{\"title\": \"t\"}").title()).isEqualTo("t");
    assertThat(article("{\"title\": \"a\\ud83db\\udc00\", \"body\": \"\\ud83d\\ude00\"}"))
        .returns("a\uFFFDb\uFFFD", Article::title)
        .returns("\uD83D\uDE00", Article::body);
  }

  @Test
  void neverThrowsWhateverTheBytes() {
    var random = new java.util.Random(20260704);
    byte[] article =
        "{\"title\": \"防汛\", \"publishedAt\": \"2026-07-04\"}".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 20_000; i++) {
      byte[] broken = article.clone();
      for (int j = random.nextInt(4); j >= 0; j--) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
      }
      assertThat(READER.read(record(broken))).as("seed 20260704, round " + i).isNotNull();
    }
  }
}
