package io.newstide.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.newstide.article.Article;
import io.newstide.article.DatePrecision;
import io.newstide.language.Analyser;
import io.newstide.language.HanlpAnalyser;
import io.newstide.language.LanguageSettings;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicCatalogueTest {

  private static final Analyser ANALYSER = HanlpAnalyser.create(LanguageSettings.defaults());

  /** About 400 characters in which nothing of any query below occurs. */
  private static final String OTHER =
      ("市图书馆本周起延长开放时间，周末晚间也能借书。馆长介绍，新馆的座位增加了三成，读者可以提前预约。"
              + "不少家长带着孩子来听故事，志愿者轮流值班。附近的商户说，晚上来往的人多了，生意也好做。")
          .repeat(4);

  private static Article article(String title, String body) {
    Instant at = Instant.parse("2026-07-04T10:00:00Z");
    return new Article(
        "a1", "test", title, "", "", body, at, DatePrecision.INSTANT, true, "", at, "", "", "");
  }

  private static List<TopicMatch> match(String query, double threshold, String title, String body) {
    return TopicCatalogue.of(List.of(new TopicDefinition("t", "T", query, threshold)))
        .match(ANALYSER.analyse(article(title, body)));
  }

  private static double score(String query, String title, String body) {
    return match(query, 0.0001, title, body).stream().mapToDouble(TopicMatch::score).sum();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        // what the text says counts, not how it was segmented
        "绿色绩效 | 企业绿色绩效评价启动 | true",
        "防汛     | 市防汛办昨夜值守     | true",
        "防汛     | '全市防\n汛工作会召开'  | true",
        "医保     | 中医保健讲座开讲     | false",
        "AI       | 'Available AI chip'  | true",
        "AI       | 'Available chips'    | false",
        "'\"smart factory\"' | 'A smart\nfactory opens' | true",
        // width, case and traditional characters make no difference
        "机器人   | 機器人產業園開工     | true",
        "ai芯片   | ＡＩ芯片下线         | true",
        // boolean
        "机器人 AND 马拉松 | 机器人跑马拉松 | true",
        "机器人 AND 马拉松 | 机器人进医院   | false",
        "汛期 NOT 汛期招聘 | 汛期招聘会明天举行 | false",
        "(防汛 OR 暴雨) AND 学校 | 暴雨后学校复课 | true",
        "+防汛 演练 | 防汛会议 | true",
        "+防汛 演练 | 消防演练 | false",
      })
  void decidesByTheQuery(String query, String title, boolean carried) {
    assertThat(match(query, 0.0001, title, "").isEmpty()).isNotEqualTo(carried);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // HanLP cuts 江河水 位 实时 监测: one word between
        "\"水位 监测\"~1 | 江河水位实时监测 | true",
        "\"水位 站 监测\"~1 | 水位站每天监测 | true",
        "\"水位 天津\"~1 | 水位站每天监测 | false",
        "\"站 水位 监测\"~2 | 水位站每天监测 | false",
        "\"站 水位 监测\"~3 | 水位站每天监测 | true",
        // the other way round costs two
        "\"监测 水位\"~1 | 江河水位监测 | false",
        "\"监测 水位\"~2 | 江河水位监测 | true",
        "\"水位 监测\"   | 江河水位实时监测 | false",
        "\"水位 监测\"   | 江河水位监测 | true",
      })
  void countsDistanceInWords(String query, String title, boolean carried) {
    assertThat(match(query, 0.0001, title, "").isEmpty()).isNotEqualTo(carried);
  }

  @Test
  void looksInTheFieldThatIsAskedFor() {
    assertThat(score("title:暴雨", "昨夜天气", "暴雨来了。")).isZero();
    assertThat(score("title:暴雨", "暴雨来了", "昨夜无事。")).isPositive();
    assertThat(score("body:暴雨", "暴雨来了", "昨夜无事。")).isZero();
    assertThat(score("body:暴雨", "昨夜天气", "暴雨来了。")).isPositive();
  }

  @Test
  void looksForNames() {
    String body = "本报讯（记者 王磊）市长李明华昨天在杭州市考察。";
    assertThat(score("person:李明华", "考察", body)).isPositive();
    assertThat(score("person:李明", "考察", body)).isZero();
    assertThat(score("person:王磊", "考察", body)).as("a reporter is no news").isZero();
    assertThat(score("place:杭州", "考察", body)).isPositive();
    assertThat(score("organisation:杭州", "考察", body)).isZero();
  }

  @Test
  void aTitleCountsAtLeastDouble() {
    double inTitle = score("防汛", "防汛", OTHER);
    double inBody = score("防汛", "通知", OTHER.substring(0, 200) + "防汛" + OTHER.substring(200));
    assertThat(inTitle).isGreaterThanOrEqualTo(2 * inBody);
  }

  @Test
  void growsWithWeightNumberAndPlaceAndSaturates() {
    String once = OTHER + "要做好防汛。";
    assertThat(score("防汛^2", "通知", once)).isCloseTo(2 * score("防汛", "通知", once), within(0.002));
    double one = score("防汛", "通知", once);
    double two = score("防汛", "通知", once + "防汛有预案。");
    double three = score("防汛", "通知", once + "防汛有预案。防汛不能停。");
    assertThat(two).isGreaterThan(one);
    assertThat(three - two).isPositive().isLessThan(two - one);
    assertThat(score("防汛", "通知", "要做好防汛。" + OTHER)).as("early").isGreaterThan(one);
    assertThat(score("防汛", "通知", OTHER + OTHER + OTHER + "要做好防汛。")).as("long").isLessThan(one);
    assertThat(score("防汛", "通知", OTHER + "防汛、防汛。"))
        .as("twice in one sentence")
        .isLessThan(two)
        .isGreaterThan(one);
  }

  /** Computed by hand from the formula in {@link Salience}. */
  @Test
  void scoresByTheFormula() {
    // title 5, no body, L at least 100, n = 0.625: 3 * 2.5 * 5 / (5 + 4 * 0.625)
    assertThat(score("防汛^3", "防汛", "")).isEqualTo(5);
    // lead: 2.5 * 1.25 / (1.25 + 4 * 0.625)
    assertThat(score("防汛", "通知", "全市都要做好防汛。")).isEqualTo(0.833);
    // two sentences in the lead: 2.5 * 2.5 / (2.5 + 4 * 0.625)
    assertThat(score("防汛", "通知", "全市要防汛。全县要防汛")).isEqualTo(1.25);
    // two clauses in a sentence, the lighter one half: 2 * 2.5 * 1.25 / 3.75 + 2.5 * 0.625 / 3.125
    assertThat(score("暴雨^2 OR 防汛", "通知", "全市要防汛，防的是暴雨。")).isEqualTo(2.167);
    // behind the lead of 412 characters, n = 1.015: 2.5 * 1 / (1 + 4 * 1.015)
    assertThat(score("防汛", "通知", OTHER.repeat(2).substring(0, 400) + "全市都要做好防汛工作。。"))
        .isEqualTo(0.494);
  }

  /** Computed by hand from the formula in {@link Salience}. */
  @Test
  void aSectionCountsAsTheArticleItCouldHaveBeen() {
    String other = OTHER.substring(0, OTHER.length() / 4) + "\n";
    String report = "今天上午，全市的大雨还在下，" + "气象部门说，明天转晴，".repeat(8) + "各区都在防汛。";
    assertThat(report).hasSize(14 + 88 + 7);
    String roundUp = "图书馆延长开放时间\n" + other + "全市紧急防汛\n" + report + "\n书展开幕\n" + other;
    // heading 5, text 1, L = 109, n = 0.63625: 3 * 2.5 * 6 / (6 + 4 * 0.63625)
    assertThat(score("防汛^3", "一周要闻", roundUp)).isEqualTo(5.266);
    // one paragraph, L = 109: 0.8 * 3 * 2.5 * 1 / (1 + 4 * 0.63625)
    assertThat(score("防汛^3", "一周要闻", other + report + "\n" + other.repeat(5))).isEqualTo(1.693);
    // the same text without line breaks is one long paragraph: the best 300 characters, n = 0.875
    assertThat(score("防汛^3", "一周要闻", (other + report + other.repeat(5)).replace("\n", "")))
        .isEqualTo(1.333);
  }

  @Test
  void aSectionMustMatchByItself() {
    String other = OTHER.substring(0, OTHER.length() / 4) + "\n";
    String roundUp =
        "地震救援进行中\n" + "抢险队伍连夜赶到，抢险还在进行。".repeat(4) + "\n图书馆延长开放\n" + other.repeat(6) + "防汛。";
    assertThat(score("抢险^3 AND 防汛", "一周要闻", roundUp))
        .as("the heading has no mention of what is needed")
        .isLessThan(score("抢险^3", "一周要闻", roundUp))
        .isPositive();
  }

  @Test
  void textWrappedAtAWidthHasNeitherHeadingsNorParagraphsOfItsOwn() {
    String story = OTHER + "要做好防汛。" + OTHER;
    StringBuilder wrapped = new StringBuilder();
    for (int i = 0; i < story.length(); i += 17) {
      wrapped.append(story, i, Math.min(story.length(), i + 17)).append("\n\n");
    }
    assertThat(score("防汛^3", "通知", wrapped.toString()))
        .isEqualTo(score("防汛^3", "通知", story))
        .isPositive();
  }

  @Test
  void aPassingMentionStaysBelowAndASectionOfARoundUpReachesIt() {
    String query = "防汛^3 OR 汛期^2 OR 暴雨 OR 内涝";
    assertThat(match(query, 2, "图书馆延长开放", OTHER + "此外还要做好防汛。" + OTHER)).isEmpty();
    String section = "全市今天进入汛期。防汛办要求各区连夜检查泵站。预计后天有暴雨，低洼路段容易内涝。防汛物资已经到位。";
    assertThat(match(query, 2, "一周要闻", OTHER + OTHER + section + OTHER + OTHER))
        .singleElement()
        .returns(List.of("防汛", "汛期", "暴雨", "内涝"), TopicMatch::matched)
        .returns(false, TopicMatch::inTitle);
  }

  @Test
  void saysWhetherTheTitleHitsAndOrdersByScore() {
    var catalogue =
        TopicCatalogue.of(
            List.of(
                new TopicDefinition("a", "A", "演练", 0.1),
                new TopicDefinition("b", "B", "防汛^3", 0.1),
                new TopicDefinition("c", "C", "机器人", 0.1)));

    var matches = catalogue.match(ANALYSER.analyse(article("防汛演练", "昨天演练。")));

    assertThat(matches).extracting(TopicMatch::id).containsExactly("b", "a");
    assertThat(matches).allMatch(TopicMatch::inTitle);
  }

  @Test
  void theVersionFollowsTheDefinitions() {
    var one = new TopicDefinition("a", "A", "演练", 2);
    assertThat(TopicCatalogue.of(List.of(one)).version())
        .isEqualTo(TopicCatalogue.of(List.of(new TopicDefinition("a", "A", "演练", 2))).version())
        .isNotEqualTo(TopicCatalogue.of(List.of(new TopicDefinition("a", "A", "演练", 3))).version());
  }
}
