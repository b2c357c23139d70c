package io.newstide.language;

import static io.newstide.language.Articles.article;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.newstide.language.names.NameType;
import io.newstide.language.words.Normaliser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HanlpAnalyserTest {

  private static HanlpAnalyser analyser;

  @BeforeAll
  static void readTheShippedLexicon() throws IOException {
    analyser =
        HanlpAnalyser.create(
            LanguageSettings.defaults()
                .withLexicon("jobs/lexicon.txt", Files.readString(Path.of("jobs/lexicon.txt"))));
  }

  @Test
  void peopleCarryTheirPostsAndReportersAreTheAuthor() {
    var analysis =
        analyser.analyse(
            article(
                "经开区启动绿色绩效评价", "本报讯（记者 苏晴）5月20日，北京经开区管委会主任孔磊宣布启动评价。市长周启明出席，记者苏晴在现场看到，孔磊与企业座谈。"));
    assertThat(analysis.author()).isEqualTo("苏晴");
    assertThat(analysis.people())
        .containsExactly(new Person("孔磊", "管委会主任", 2), new Person("周启明", "市长", 1));
    assertThat(analysis.places()).containsExactly(new Name("北京经济技术开发区", 1));
    assertThat(analysis.organisations()).containsExactly(new Name("北京经济技术开发区管理委员会", 1));
    assertThat(analysis.mentions())
        .containsExactly(
            new Mention(Field.TITLE, 0, 3, NameType.PLACE, "经开区", "北京经济技术开发区", false),
            new Mention(Field.BODY, 7, 9, NameType.PERSON, "苏晴", "苏晴", true),
            new Mention(
                Field.BODY, 16, 24, NameType.ORGANISATION, "北京经开区管委会", "北京经济技术开发区管理委员会", false),
            new Mention(Field.BODY, 26, 28, NameType.PERSON, "孔磊", "孔磊", false),
            new Mention(Field.BODY, 37, 40, NameType.PERSON, "周启明", "周启明", false),
            new Mention(Field.BODY, 45, 47, NameType.PERSON, "苏晴", "苏晴", true),
            new Mention(Field.BODY, 53, 55, NameType.PERSON, "孔磊", "孔磊", false));
  }

  @Test
  void theAuthorTheSourceGivesGoesBeforeTheByline() {
    var analysis = analyser.analyse(article("暴雨来临", "", "", "本报讯（记者 苏晴）暴雨来临。", "高远"));
    assertThat(analysis.author()).isEqualTo("高远");
    assertThat(analysis.people()).isEmpty();
  }

  @Test
  void wordsThatSayNothingAreNoKeywords() {
    var body = "洪水没有退下去，人们从大坝上回来，把沙袋扛起来。受到洪水影响，人们还要回来，洪水还会涨起来，不能让它涨下去。";
    assertThat(analyser.analyse(article("洪水", body)).keywords())
        .extracting(Keyword::term)
        .contains("洪水", "大坝", "沙袋")
        .doesNotContain("下去", "人们", "回来", "起来", "受到", "没有", "不能");
  }

  @Test
  void namesInADatelineAreNotNews() {
    var analysis = analyser.analyse(article("消息", "新华社上海5月1日电 长江水位平稳。"));
    assertThat(analysis.places()).extracting(Name::name).containsExactly("长江");
    assertThat(analysis.mentions())
        .filteredOn(mention -> mention.text().equals("上海"))
        .containsExactly(new Mention(Field.BODY, 3, 5, NameType.PLACE, "上海", "上海", true));
  }

  @ParameterizedTest
  @CsvSource({
    "孔磊在北京经济技术开发区管理委员会开会,北京经济技术开发区管理委员会",
    "代表团来到清华大学参观,清华大学",
    "他在上海市教育委员会工作,上海市教育委员会",
    "她供职于北京同仁医院,北京同仁医院"
  })
  void anOrganisationIsJoinedUpToItsSuffix(String body, String organisation) {
    assertThat(analyser.analyse(article("无题", body)).organisations())
        .extracting(Name::name)
        .containsExactly(organisation);
  }

  @Test
  void offsetsPointIntoTheTextAsItWasGiven() {
    var body = "市長 周啟明（５０岁）到ＡＢＢ公司与澜江大學。";
    var analysis = analyser.analyse(article("標題", body));
    var passage = analysis.passages().get(1);
    assertThat(passage.text()).isEqualTo("市长 周启明(50岁)到abb公司与澜江大学。");
    for (var mention : analysis.mentions()) {
      assertThat(Normaliser.normalise(body.substring(mention.start(), mention.end())))
          .isEqualTo(Normaliser.normalise(mention.text()));
    }
    assertThat(analysis.organisations()).extracting(Name::name).contains("澜江大学");
  }

  @Test
  void phrasesTakeThePlaceOfTheirFragmentsAndBylinesAreNoKeywords() {
    var analysis =
        analyser.analyse(
            article("人形机器人跑完半程马拉松", "本报讯（记者 苏晴）人形机器人昨日跑完半程马拉松。人形机器人的步态控制令人惊叹，半程马拉松全程有人形机器人摔倒。"));
    assertThat(analysis.keywords())
        .extracting(Keyword::term)
        // Both stand in the title; 半程马拉松 is the rarer one, in too few articles to be listed.
        .startsWith("半程马拉松", "人形机器人")
        .doesNotContain("机器人", "人形", "马拉松", "记者", "苏晴", "本报讯");
    assertThat(analysis.keywords().get(0).weight()).isEqualTo(1.0);
  }

  @ParameterizedTest
  @CsvSource({
    "工厂加快发展新质生产力，车间换上机械臂。,新质生产力,生产力",
    "他在亚运会游泳馆训练，泳池边挂着队旗。,亚运会,运会",
    "公司走高质量发展道路，工人学会了焊接。,高质量发展,质量",
    "列车从一带一路沿线的港口出发，满载瓷器。,一带一路,一带",
    "“平易”近人——古籍里的名句在剧场里朗诵。,名句,近人"
  })
  void wordsThatTheDictionaryLacksAreKeywordsAndTheirPiecesAreNot(
      String body, String keyword, String piece) {
    assertThat(analyser.analyse(article("消息", body)).keywords())
        .extracting(Keyword::term)
        .contains(keyword)
        .doesNotContain(piece);
  }

  @Test
  void namesAndTopicsSeeTheWordsAsTheyWereCut() {
    var analysis = analyser.analyse(article("消息", "培育新质生产力"));
    assertThat(analysis.passages().get(1).terms())
        .extracting(Term::word)
        .containsExactly("培育", "新", "质", "生产力");
    var byGraph =
        HanlpAnalyser.create(LanguageSettings.defaults().withRanker(Ranker.TEXT_RANK))
            .analyse(article("消息", "培育新质生产力"));
    assertThat(byGraph.keywords())
        .extracting(Keyword::term)
        .contains("新质生产力")
        .doesNotContain("生产力");
  }

  @Test
  void theNumberOfKeywordsIsASetting() {
    var text = article("防汛演练", "水库、堤防、泵站、雨量、河道、闸门、排涝、避险，防汛演练昨日举行。");
    for (var number : new int[] {0, 3, 5}) {
      var settings = LanguageSettings.defaults().withKeywords(number);
      assertThat(HanlpAnalyser.create(settings).analyse(text).keywords()).hasSize(number);
    }
    assertThatThrownBy(() -> LanguageSettings.defaults().withKeywords(-1))
        .hasMessage("language.keywords: -1 is not between 0 and 100");
    assertThatThrownBy(() -> Ranker.of("bm25"))
        .hasMessage("language.ranker: unknown ranker 'bm25', known: tf-idf, text-rank");
  }

  @Test
  void theVersionsSayWhatWasAtWork() {
    assertThat(analyser.lexicon()).matches("[0-9a-f]{12}");
    assertThat(HanlpAnalyser.create(LanguageSettings.defaults()).lexicon()).isEmpty();
    assertThat(analyser.model()).isNotEmpty();
  }
}
