package io.newstide.language;

import static io.newstide.language.Articles.article;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.newstide.language.names.NameType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same name is one subject, however it is printed; with the shipped model. */
class NamesOfAnArticleTest {

  private static HanlpAnalyser analyser;

  @BeforeAll
  static void load() {
    analyser = HanlpAnalyser.create(LanguageSettings.defaults());
  }

  private static Analysis analyse(String body) {
    return analyser.analyse(article("无题", body));
  }

  @Test
  void aShortFormGoesToTheLongFormOfTheArticle() {
    var analysis = analyse("清华大学昨日发布新款机器人。清华表示，该机器人将进入医院。");
    assertThat(analysis.organisations()).containsExactly(new Name("清华大学", 2));
    assertThat(analysis.mentions())
        .extracting(Mention::start, Mention::end, Mention::text, Mention::name)
        .containsExactly(tuple(0, 4, "清华大学", "清华大学"), tuple(14, 16, "清华", "清华大学"));
  }

  @Test
  void anotherOrganisationOfTheSameBeginningIsAnother() {
    assertThat(analyse("清华大学校长来访。清华大学附属中学校长来访。").organisations())
        .containsExactlyInAnyOrder(new Name("清华大学", 1), new Name("清华大学附属中学", 1));
  }

  @Test
  void anAbbreviationGoesToWhatItAbbreviates() {
    var analysis = analyse("杭州市发展和改革委员会主任周启明出席。市发改委将公布名单。市发改委表示，名单每年更新。");
    assertThat(analysis.organisations()).containsExactly(new Name("杭州市发展和改革委员会", 3));
    assertThat(analysis.people()).extracting(Person::name).containsExactly("周启明");
  }

  @Test
  void aForeignersFamilyNameGoesToTheWholeName() {
    var analysis = analyse("俄罗斯总统弗拉基米尔·普京昨日发表讲话。普京表示，双方将扩大合作。");
    assertThat(analysis.people()).containsExactly(new Person("弗拉基米尔·普京", "总统", 2));
    assertThat(analysis.places()).containsExactly(new Name("俄罗斯", 1));
  }

  @Test
  void aSpacedNameIsTheSamePerson() {
    var analysis = analyse("管委会主任孔 磊主持会议。孔磊说，评价已经启动。");
    assertThat(analysis.people()).containsExactly(new Person("孔磊", "管委会主任", 2));
    assertThat(analysis.mentions())
        .filteredOn(mention -> mention.type() == NameType.PERSON)
        .extracting(Mention::start, Mention::end, Mention::text)
        .containsExactly(tuple(5, 8, "孔 磊"), tuple(13, 15, "孔磊"));
  }

  /** Character for character the same, so that the offsets must be the same too. */
  @ParameterizedTest
  @CsvSource({"北京大學教授周啟明到廣東省東莞市參觀機器人工廠，會見華為公司總經理。", "北京大學教授周啟明到廣东省東莞市参觀机器人工廠，会見華為公司总經理。"})
  void widthAndScriptMakeNoDifference(String printed) {
    var simplified = "北京大学教授周启明到广东省东莞市参观机器人工厂，会见华为公司总经理。";
    assertThat(printed).hasSameSizeAs(simplified);
    var expected = analyse(simplified);
    assertThat(expected.people()).containsExactly(new Person("周启明", "教授", 1));
    assertThat(expected.organisations())
        .containsExactlyInAnyOrder(new Name("北京大学", 1), new Name("华为公司", 1));
    assertThat(expected.places()).containsExactlyInAnyOrder(new Name("广东省", 1), new Name("东莞市", 1));
    var found = analyse(printed);
    assertThat(found.mentions()).isEqualTo(expected.mentions());
    assertThat(found.people()).isEqualTo(expected.people());
    assertThat(found.organisations()).isEqualTo(expected.organisations());
    assertThat(found.keywords()).isEqualTo(expected.keywords());
  }

  @Test
  void fullWidthLettersAndDigitsMakeNoDifference() {
    var half = analyse("ABB公司与IBM公司2026年6月在上海签约，投资15亿元。");
    var full = analyse("ＡＢＢ公司与ＩＢＭ公司２０２６年６月在上海签约，投资１５亿元。");
    assertThat(half.organisations())
        .containsExactlyInAnyOrder(new Name("ABB公司", 1), new Name("IBM公司", 1));
    assertThat(full.mentions()).isEqualTo(half.mentions());
  }

  @Test
  void whoReportsIsMarkedAndNotNews() {
    var analysis = analyse("本报讯（记者 苏晴）市长周启明到青溪镇检查防汛。（高远 摄）");
    assertThat(analysis.people()).containsExactly(new Person("周启明", "市长", 1));
    assertThat(analysis.author()).isEqualTo("苏晴、高远");
    assertThat(analysis.mentions())
        .filteredOn(Mention::byline)
        .extracting(Mention::text)
        .containsExactly("苏晴", "高远");
  }

  /** What one sentence says of a name, another may use. */
  @Test
  void aNameFoundOnceIsEvidenceElsewhere() {
    var sentence = "雷雨要求各地加强巡查。";
    assertThat(analyse(sentence).people()).isEmpty();
    assertThat(analyse("水利局局长雷雨宣布启动应急响应。" + sentence).people())
        .containsExactly(new Person("雷雨", "水利局局长", 2));
  }

  @Test
  void aTextOfBylinesAloneTakesNoLongerForItsLength() {
    var credits = 20_000;
    var analysis = analyse("（高远 摄）".repeat(credits));
    assertThat(analysis.mentions()).hasSize(credits).allMatch(Mention::byline);
    assertThat(analysis.people()).isEmpty();
  }
}
