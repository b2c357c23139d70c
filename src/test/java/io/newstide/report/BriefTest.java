package io.newstide.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.kafka.Row;
import io.newstide.kafka.TopicName;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** Rows as the contract has them, written out, and the report that a day of them gives. */
class BriefTest {

  private static final LocalDate DAY = LocalDate.of(2026, 7, 5);
  private static final String BEFORE = "2026-07-03T16:00:00Z";
  private static final String START = "2026-07-04T16:00:00Z";
  private static final String END = "2026-07-05T16:00:00Z";

  private final DayRows rows = new DayRows(DAY, ZoneId.of("Asia/Shanghai"), "day");

  private void put(TopicName topic, String key, String value) {
    byte[] bytes = value == null ? null : value.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    rows.take(topic, new Row(key, bytes, 0));
  }

  private static String article(String title, String source, String at, String url) {
    return "{'id':'x','title':'%s','source':'%s','publishedAt':'%s','url':'%s'}"
        .formatted(title, source, at, url);
  }

  private void trend(
      String kind,
      String id,
      String name,
      String start,
      String end,
      String figures,
      String... shown) {
    put(
        TopicName.TRENDS,
        "%s/%s/day/%s/%s".formatted(kind, id, start, end),
        "{'kind':'%s','id':'%s','name':'%s','window':'day','windowStart':'%s','windowEnd':'%s',%s,'evidence':[%s]}"
            .formatted(kind, id, name, start, end, figures, String.join(",", shown)));
  }

  private static String figures(
      String firing,
      int mentions,
      int stories,
      int sources,
      int previous,
      String score,
      String to) {
    return "'firing':'%s','finalAt':'2026-07-06T16:00:00Z','mentions':%d,'uniqueStories':%d,'sources':%d,'totalMentions':9,'totalStories':7,'previous':%d,%s,'direction':'%s'"
        .formatted(firing, mentions, stories, sources, previous, score, to);
  }

  private static String scored(double expected, int high, double score) {
    return "'expected':%s,'expectedHigh':%d,'score':%s,'warmingUp':false"
        .formatted(expected, high, score);
  }

  private static final String UNSCORED =
      "'expected':null,'expectedHigh':null,'score':null,'warmingUp':true";

  private void slice(String kind, String id, String start, String end, int mentions, String more) {
    put(
        TopicName.SLICES,
        "%s/%s/%s/%s".formatted(kind, id, start, end),
        "{'kind':'%s','id':'%s','sliceStart':'%s','sliceEnd':'%s','mentions':%d,%s}"
            .formatted(kind, id, start, end, mentions, more));
  }

  private void alert(String state, String at, double score, int stories, String shown) {
    put(
        TopicName.ALERTS,
        "topic/flood/2026-07-05T01:20:00Z",
        "{'alertId':'topic/flood/2026-07-05T01:20:00Z','state':'%s','kind':'topic','id':'flood','name':'防汛','window':'3h','windowStart':'2026-07-04T22:20:00Z','windowEnd':'2026-07-05T01:20:00Z','at':'%s','mentions':9,'uniqueStories':%d,'expected':0.52,'score':%s,'peakScore':6.04,'reason':'burst','evidence':[%s]}"
            .formatted(state, at, stories, score, shown));
  }

  private void aDay() {
    trend(
        "topic",
        "flood",
        "防汛",
        BEFORE,
        START,
        figures("ON_TIME", 2, 2, 1, 1, scored(0.4, 1, 1.2), "UP"));
    // Provisional first, then as it stands.
    trend("topic", "flood", "防汛", START, END, figures("EARLY", 1, 1, 1, 2, UNSCORED, "DOWN"));
    trend(
        "topic",
        "flood",
        "防汛",
        START,
        END,
        figures("ON_TIME", 5, 4, 3, 2, scored(0.54, 2, 3.27), "UP"),
        article("水库开闸*泄洪*", "日报", "2026-07-05T03:20:00Z", "https://example.org/a?x=1"),
        article("<script>alert(1)</script>", "晚报", "2026-07-04T22:50:00Z", "javascript:alert(1)"));
    trend(
        "topic",
        "secrecy",
        "保密",
        BEFORE,
        START,
        figures("ON_TIME", 1, 1, 1, 0, UNSCORED, "UP"),
        article("手机放哪儿", "日报", "2026-07-03T22:40:00Z", ""));
    trend("topic", "secrecy", "保密", START, END, figures("ON_TIME", 0, 0, 0, 1, UNSCORED, "DOWN"));
    trend("topic", "gone", "走", START, END, figures("ON_TIME", 1, 1, 1, 0, UNSCORED, "UP"));
    put(TopicName.TRENDS, "topic/gone/day/%s/%s".formatted(START, END), null);
    trend(
        "place",
        "澜江",
        "澜江",
        START,
        END,
        figures("ON_TIME", 3, 3, 2, 0, scored(0.1, 1, 1.9), "UP"),
        article("水库开闸", "日报", "2026-07-05T03:20:00Z", "https://example.org/a"));
    // The next day's row: event time has passed it, and late articles no longer change this day.
    trend(
        "topic",
        "flood",
        "防汛",
        END,
        "2026-07-06T16:00:00Z",
        figures("ON_TIME", 0, 0, 0, 5, UNSCORED, "DOWN"));
    slice("topic", "flood", "2026-07-05T03:20:00Z", "2026-07-05T03:30:00Z", 3, "'sources':{}");
    slice("topic", "flood", "2026-07-05T08:00:00Z", "2026-07-05T08:10:00Z", 2, "'sources':{}");
    slice(
        "total",
        "all",
        "2026-07-05T03:20:00Z",
        "2026-07-05T03:30:00Z",
        7,
        "'sources':{'日报':5,'晚报':2}");
    slice("total", "all", START, END, 2, "'sources':{'周报':1,'晚报':1}");
    alert("OPEN", "2026-07-05T01:20:00Z", 4.5, 4, "");
    alert(
        "UPDATE",
        "2026-07-05T08:00:00Z",
        6.04,
        12,
        article("应急响应升至二级", "应急局", "2026-07-05T08:00:00Z", "http://example.org/b"));
    alert("CLOSE", "2026-07-07T04:20:00Z", 0.3, 0, "");
    put(
        TopicName.EMERGING,
        "24h/2026-07-04T10:00:00Z/铜锣",
        "{'group':'铜锣','terms':[{'term':'铜锣','kind':'keyword','score':4.2,'mentions':6,'uniqueStories':5,'sources':3},{'term':'沙头村','kind':'place','score':4.0,'mentions':5,'uniqueStories':1,'sources':1}],'proposedTopic':{'id':'e','name':'铜锣 沙头村','query':'q','threshold':2},'window':'24h','windowStart':'2026-07-04T10:00:00Z','windowEnd':'2026-07-05T10:00:00Z','evidence':[%s]}"
            .formatted(article("敲响了铜锣", "晚报", "2026-07-04T22:50:00Z", "https://example.org/c")));
  }

  @Test
  void theDayInMarkdown() {
    aDay();
    assertThat(Brief.of("lanjiang", rows, Lang.EN).markdown())
        .isEqualTo(
            """
            # News brief · Sunday, 5 July 2026

            lanjiang · 9 articles telling 7 stories, from 3 sources · Asia/Shanghai

            1 topic rose and 1 fell against the day before; 1 alert was opened and none ended.

            ## What rose

            ### 防汛 _beyond expectation_

            4 stories in 5 articles of 3 sources; 2 articles the day before. 0.5 stories were to be expected, seldom more than 2 (score 3.3).

            Stories a day from 2026-06-08 to 2026-07-05; the band is what is seldom exceeded. `··························▄█`

            Articles by the hour. `···········█····▆·······`

            - [水库开闸\\*泄洪\\*](<https://example.org/a?x=1>) · 日报 11:20
            - \\<script\\>alert(1)\\</script\\> · 晚报 06:50

            ## What fell

            ### 保密

            No article; 1 article the day before. There is too little history to say what was to be expected.

            Stories a day from 2026-06-08 to 2026-07-05; the band is what is seldom exceeded. `··························█·`

            Headlines of the day before:

            - 手机放哪儿 · 日报 07-04 06:40

            ## Alerts and how they ended

            ### 防汛 _ended_

            Topic. Opened 09:20; at its strongest 12 stories within 3 hours where 0.5 were to be expected (score 6.0). Ended 07-07 12:20, after 2 days 3 hours.

            - [应急响应升至二级](<http://example.org/b>) · 应急局 16:00

            ## Emerging subjects

            ### 铜锣 沙头村

            Rising together within the 24 hours up to 18:00: **铜锣** (5 stories, 3 sources), **沙头村** (1 story, 1 source)

            - [敲响了铜锣](<https://example.org/c>) · 晚报 06:50

            ## People, organisations, places and keywords

            | Name | Kind | Stories | Day before | Headline |
            |---|---|---:|---:|---|
            | 澜江 | Place | 3 | 0 | [水库开闸](<https://example.org/a>) · 日报 11:20 |

            ## All topics

            | Topic | Stories | Articles | Day before | Expected | Score |
            |---|---:|---:|---:|---:|---:|
            | 防汛 | 4 | 5 | 2 | 0.5 | 3.3 |
            | 保密 | 0 | 0 | 1 | – | – |

            ## Sources and their articles

            日报 5, 晚报 3, 周报 1

            Made from the committed rows of the output topics. A story counts once however many articles tell it; what was to be expected comes from the history before, by weekday and hour. The score is -log10 of the probability of so many.
            """);
  }

  @Test
  void theSameInChinese() {
    aDay();
    String text = Brief.of("lanjiang", rows, Lang.ZH).markdown();
    assertThat(text)
        .startsWith(
            """
            # 新闻简报 · 2026年7月5日 星期日

            lanjiang · 9 篇报道，7 件新闻，3 个来源 · Asia/Shanghai

            与前一天相比，1 个主题上升，1 个下降；新出现 1 次预警，结束 0 次。

            ## 上升

            ### 防汛 _超出预期_

            4 件新闻，5 篇报道，3 个来源；前一天 2 篇。预期 0.5 件，很少超过 2 件（得分 3.3）。
            """)
        .contains("主题。09:20 出现；最强时 3 小时内 12 件，预期 0.5 件（得分 6.0）。07-07 12:20 结束，历时 2 天 3 小时。");
  }

  @Test
  void thePageHoldsTheSameAndNothingOfANewsTextRuns() {
    aDay();
    String page = Brief.of("lanjiang", rows, Lang.EN).html();
    assertThat(page)
        .startsWith("<!DOCTYPE html>\n<html lang=\"en\">")
        .contains("content=\"default-src 'none'; style-src 'unsafe-inline'\"")
        .contains("4 stories in 5 articles of 3 sources; 2 articles the day before.")
        .contains(
            "<a rel=\"noopener noreferrer nofollow\" href=\"https://example.org/a?x=1\"><bdi>水库开闸*泄洪*</bdi></a>")
        .contains("<li><bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi>")
        .contains("<title>2026-07-05: 4</title>")
        .doesNotContain("<script", "javascript:");
    assertThat(page.split("https?://", -1)).as("no address but those of the articles").hasSize(5);
  }

  @Test
  void aDayWithoutArticlesSaysWhichDaysThereAre() {
    aDay();
    DayRows later = new DayRows(LocalDate.of(2026, 8, 1), ZoneId.of("Asia/Shanghai"), "day");
    assertThat(Brief.of("lanjiang", later, Lang.EN).markdown())
        .contains("> There are no rows yet: the job has not completed a day.\n");
    later.take(
        TopicName.TRENDS,
        new Row(
            "topic/flood/day/%s/%s".formatted(START, END),
            "{'firing':'ON_TIME'}".replace('\'', '"').getBytes(StandardCharsets.UTF_8),
            0));
    assertThat(Brief.of("lanjiang", later, Lang.EN).markdown())
        .contains(
            "> There is nothing on this day. There are rows for the days from 2026-07-05 to 2026-07-05.\n")
        .contains("No alert was open on this day.");
  }

  @Test
  void aDayThatIsNotOverSaysHowFarItIsTold() {
    trend("topic", "flood", "防汛", START, END, figures("EARLY", 1, 1, 1, 2, UNSCORED, "DOWN"));
    assertThat(Brief.of("lanjiang", rows, Lang.EN).markdown())
        .contains("> The day is not over: the figures are provisional and will still grow.\n");
    put(
        TopicName.TRENDS,
        "topic/flood/hour/2026-07-05T06:00:00Z/2026-07-05T07:00:00Z",
        "{'firing':'ON_TIME'}");
    assertThat(Brief.of("lanjiang", rows, Lang.EN).markdown())
        .contains(
            "> The day is not over: this is what has come up to 15:00, and the figures will still grow.\n");
  }

  @Test
  void aDayThatLateArticlesMayCorrectSaysUntilWhen() {
    trend("topic", "flood", "防汛", START, END, figures("ON_TIME", 1, 1, 1, 2, UNSCORED, "DOWN"));
    assertThat(Brief.of("lanjiang", rows, Lang.EN).markdown())
        .contains("> Late articles may still correct these figures until 07-07 00:00.\n");
  }

  @Test
  void anAlertThatWasOverBeforeTheDayIsNotToldAndOneStillOpenSaysSo() {
    alert("OPEN", "2026-07-03T01:20:00Z", 4.5, 4, "");
    assertThat(Brief.of("lanjiang", rows, Lang.EN).markdown())
        .contains("### 防汛 _open_", "Opened 07-03 09:20;", "As of the latest rows it is open.");
    alert("CLOSE", START, 0.1, 0, "");
    assertThat(Brief.of("lanjiang", rows, Lang.EN).markdown())
        .contains("No alert was open on this day.");
  }

  /** What came after the day is how an alert ended, and not how strong it was on the day. */
  @Test
  void theStrongestAlertIsFirstAndTellsOfTheDay() {
    alert("OPEN", "2026-07-05T01:20:00Z", 4.5, 4, "");
    alert("UPDATE", "2026-07-06T08:00:00Z", 6.04, 30, "");
    put(
        TopicName.ALERTS,
        "source/晚报/2026-07-05T10:00:00Z",
        "{'alertId':'source/晚报/2026-07-05T10:00:00Z','state':'OPEN','kind':'source','id':'晚报','name':'晚报','window':'silence','windowStart':'2026-07-04T01:00:00Z','windowEnd':'2026-07-05T10:00:00Z','at':'2026-07-05T10:00:00Z','mentions':0,'uniqueStories':0,'expected':9.1,'score':8.0,'peakScore':8.0,'reason':'silence','evidence':[]}");
    String text = Brief.of("lanjiang", rows, Lang.EN).markdown();
    assertThat(text)
        .contains(
            "### 晚报 _open_\n\nSource. Silent since 07-04 09:00 against its habit; noticed 18:00. As of the latest rows it is open.\n",
            "Opened 09:20; at its strongest 4 stories within 3 hours");
    assertThat(text.indexOf("### 晚报")).isLessThan(text.indexOf("### 防汛"));
  }

  @Test
  void rowsThatCannotBeReadAreCounted() {
    put(TopicName.ALERTS, "k", "{");
    assertThat(Brief.of("lanjiang", rows, Lang.EN).markdown())
        .contains("> 1 row could not be read and is not in this report.\n");
  }
}
