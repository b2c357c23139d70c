package io.newstide.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.newstide.article.Article;
import io.newstide.language.HanlpAnalyser;
import io.newstide.language.LanguageSettings;
import io.newstide.topic.TopicExplanation.Found;
import io.newstide.topic.TopicExplanation.Place;
import io.newstide.topic.TopicExplanation.Reckoning;
import io.newstide.topic.TopicExplanation.Share;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicExplanationTest {

  private static final HanlpAnalyser ANALYSER = HanlpAnalyser.create(LanguageSettings.defaults());

  private static TopicExplanation explain(String query, String title, String body) {
    Article article = Article.ofText(title, body, "");
    return TopicCatalogue.of(List.of(new TopicDefinition("t", "T", query, 3)))
        .explain("t", article, ANALYSER.analyse(article))
        .orElseThrow();
  }

  @Test
  void saysWhereClausesWereFoundInCodePointsOfTheFieldAsGiven() {
    TopicExplanation why = explain("防汛^3 OR \"水位 监测\"~3", "🤖市防 汛演练", "昨天，江河水\n位实时监测上线。");

    assertThat(why.found())
        .containsExactly(
            new Found("防汛", 3, List.of(new Place("title", 2, 5, "防 汛", "🤖市", "演练"))),
            new Found(
                "\"水位 监测\"~3", 1, List.of(new Place("body", 5, 12, "水\n位实时监测", "昨天，江河", "上线。"))));
  }

  @Test
  void saysHowTheScoreComesAbout() {
    TopicExplanation why = explain("防汛^3 OR 暴雨", "防汛", "昨夜有暴雨。全市防汛。");

    assertThat(why.matches()).isTrue();
    assertThat(why.obstacles()).isEmpty();
    assertThat(why.reckonings()).hasSize(1);
    Reckoning whole = why.reckonings().get(0);
    assertThat(whole.part()).isEqualTo("whole");
    assertThat(whole.length()).isEqualTo(11);
    assertThat(whole.norm()).isEqualTo(0.625);
    // title 5, lead 1.25: 3 * 2.5 * 6.25 / (6.25 + 2.5); lead: 2.5 * 1.25 / (1.25 + 2.5)
    assertThat(whole.shares())
        .extracting(Share::clause, Share::mentions, Share::frequency)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("防汛", 2, 6.25),
            org.assertj.core.groups.Tuple.tuple("暴雨", 1, 1.25));
    assertThat(whole.shares().get(0).value()).isCloseTo(5.357143, within(1e-6));
    assertThat(whole.shares().get(1).value()).isCloseTo(0.833333, within(1e-6));
    assertThat(why.score()).isEqualTo(6.19);
    assertThat(why.carried()).isTrue();
  }

  @Test
  void namesTheSectionThatDecides() {
    String other = "市图书馆本周起延长开放时间，周末晚间也能借书，馆长说新馆的座位增加了三成，欢迎读者前来。\n";
    String body =
        "图书馆延长开放\n" + other.repeat(9) + "全市紧急防汛\n各区连夜" + "检查泵站、河道和低洼路段，".repeat(4) + "做好防汛。";
    TopicExplanation why = explain("防汛^3", "一周要闻", body);

    assertThat(why.reckonings())
        .extracting(Reckoning::part)
        .containsExactly("whole", "section", "paragraph");
    Reckoning section = why.reckonings().get(1);
    assertThat(section.heading()).isEqualTo("全市紧急防汛");
    assertThat(body.substring(section.start(), section.end()))
        .startsWith("全市紧急防汛")
        .endsWith("做好防汛。");
    assertThat(why.score()).isCloseTo(section.score(), within(0.0005));
    assertThat(why.carried()).isTrue();
    assertThat(why.reckonings().get(0).score()).isLessThan(3);
    assertThat(why.reckonings().get(2).factor()).isEqualTo(0.8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "暴雨                       | not found: 暴雨",
        "暴雨 OR 内涝               | not found: any of 暴雨, 内涝",
        "a OR b OR c OR d OR e OR f OR g | not found: any of a, b, c, d, e, f and 1 more",
        "防汛 AND 暴雨              | needed, but not found: 暴雨",
        "防汛 AND (暴雨 OR 内涝)    | needed, but not found: any of 暴雨, 内涝",
        "防汛 NOT 演练              | found, but excluded by NOT: 演练",
        "body:防汛                  | not found: body:防汛",
        "person:李明华              | not found: person:李明华",
      })
  void saysWhatStandsInTheWay(String query, String obstacle) {
    TopicExplanation why = explain(query, "防汛演练", "昨天举行。");

    assertThat(why.matches()).isFalse();
    assertThat(why.carried()).isFalse();
    assertThat(why.obstacles()).containsExactly(obstacle);
    assertThat(why.score()).isZero();
    assertThat(why.reckonings()).isEmpty();
  }

  @Test
  void knowsNoOtherTopics() {
    Article article = Article.ofText("防汛", "", "");
    assertThat(
            TopicCatalogue.of(List.of(new TopicDefinition("t", "T", "防汛", 3)))
                .explain("u", article, ANALYSER.analyse(article)))
        .isEmpty();
  }
}
