package io.newstide.duplicate;

import static io.newstide.duplicate.Texts.BODY;
import static io.newstide.duplicate.Texts.TITLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CopyCheckTest {

  private static boolean copies(String title, String body, String otherTitle, String otherBody) {
    Signature one = Signature.of(title, body);
    Signature other = Signature.of(otherTitle, otherBody);
    boolean copies = new CopyCheck(one, 0.9, new GramIndexes()).against(other).isPresent();
    assertThat(new CopyCheck(other, 0.9, new GramIndexes()).against(one).isPresent())
        .as("the other way round")
        .isEqualTo(copies);
    return copies;
  }

  private static boolean copies(String body, String otherBody) {
    return copies(TITLE, body, TITLE, otherBody);
  }

  static Stream<Arguments> edits() {
    String[] s = Texts.sentences();
    String wrapped = BODY.replaceAll("(.{20})", "$1\n\n");
    return Stream.of(
        Arguments.of("exact", BODY),
        Arguments.of("wire", "本报讯（记者 苏晴）" + BODY + "（完）"),
        Arguments.of("agency and date", "新华社澜江5月10日电（记者苏晴）" + BODY),
        Arguments.of("wrapped in mid-word and mid-figure", wrapped),
        Arguments.of("a sentence dropped", s[0] + s[1] + s[3] + s[4]),
        Arguments.of("reordered", s[0] + s[3] + s[2] + s[1] + s[4]),
        Arguments.of("cut", s[0] + s[1] + s[2]),
        Arguments.of("cut to the lead", s[0]),
        Arguments.of("cut to the lead in mid-sentence", s[0] + s[1].substring(0, 20)),
        Arguments.of("punctuation", BODY.replace('，', ' ').replace("。", "；")),
        Arguments.of("full width", BODY.replace('5', '５').replace('3', '３')),
        Arguments.of("a word corrected", BODY.replace("提前23天", "提早23天")),
        Arguments.of("here said from elsewhere", BODY.replace("澜江市水务局", "我市水务局")),
        Arguments.of("a closing", BODY + "责任编辑：梁若兰  来源：澜江日报"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("edits")
  void whatIsEditedIsACopy(String how, String copy) {
    assertThat(copies(BODY, copy)).isTrue();
    assertThat(copies(TITLE, BODY, "快讯：" + TITLE + "（组图）", copy)).isTrue();
  }

  static Stream<Arguments> templates() {
    return Stream.of(
        Arguments.of("a figure", BODY, BODY.replace("112公里", "115公里")),
        Arguments.of("a decimal", BODY, BODY.replace("4.6万", "4.8万")),
        Arguments.of("a share", BODY, BODY.replace("8%", "9%")),
        Arguments.of("a date", BODY, BODY.replace("5月9日", "5月10日")),
        Arguments.of("a date in words", BODY.replace("5月9日", "五月九日"), BODY.replace("5月9日", "六月九日")),
        Arguments.of(
            "a date where sentences begin, in another order",
            BODY + "19日起由市住建部门分批验收。",
            "20日起由市住建部门分批验收。" + BODY),
        Arguments.of("a floor in words", BODY, BODY.replace("六楼", "七楼")),
        Arguments.of("of the lead", BODY.replace("23天", "32天"), Texts.sentences()[0]),
        Arguments.of(
            "the next warning",
            Texts.warning("桐山区", "蓝色", "7月4日16时30分", "30"),
            Texts.warning("桐山区", "蓝色", "7月4日19时30分", "30")),
        Arguments.of(
            "the same hour in another district",
            Texts.warning("桐山区", "蓝色", "7月4日16时30分", "30"),
            Texts.warning("白塔区", "蓝色", "7月4日16时30分", "30")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("templates")
  void aTemplateFilledInAnewIsNone(String what, String one, String other) {
    assertThat(copies(one, other)).isFalse();
  }

  @Test
  void anotherNameOnceInTheBodyAndInTheTitleIsAnotherStory() {
    String body =
        "由澜江出版社翻译的《江上旧事》一书%s文版近日面向海内外发行，收入作者在江边走访十年写下的散文随笔，配有老照片和手绘地图，对了解这座城市的过去与今天有重要参考价值。";
    assertThat(copies("《江上旧事》俄文版出版", body.formatted("俄"), "《江上旧事》法文版出版", body.formatted("法")))
        .isFalse();
    assertThat(copies("《江上旧事》新译本出版", body.formatted("俄"), "《江上旧事》新译本出版", body.formatted("法")))
        .as("once only can be a correction")
        .isTrue();
  }

  @Test
  void theSameTitleAloneIsNoCopy() {
    assertThat(
            copies(
                TITLE,
                BODY,
                TITLE,
                "入夏以来用水高峰将至，市水务集团对水源地、净水厂和主干管线逐一检修，储备药剂和备件，二十四小时值守的热线也增加了坐席，确保市民用上放心水。"))
        .isFalse();
  }

  @Test
  void shortTextsAreCopiesOnlyIfEqual() {
    assertThat(copies("郑州暴雨", "", "郑州暴雨", "")).isTrue();
    assertThat(copies("郑州暴雨", "", "郑州 暴雨 ", "")).isTrue();
    assertThat(copies("郑州暴雨", "", "郑州暴雨救援", "")).isFalse();
    assertThat(copies("郑州暴雨", "", "郑州暴雨？", "")).isFalse();
    assertThat(copies("郑州暴雨", "详见视频", "郑州地铁", "详见视频")).isFalse();
    assertThat(copies("水", "澜江市水务局5月9日宣布，老城片区供水管网改造工程", TITLE, BODY))
        .as("26 characters of the lead")
        .isFalse();
  }

  @Test
  void aShortBodyIsComparedTogetherWithItsTitle() {
    String lead = Texts.sentences()[0].substring(0, 40);
    assertThat(copies(TITLE, lead, TITLE, BODY)).isTrue();
    assertThat(copies("一张照片里的澜江老城，和它的下午", lead, TITLE, BODY)).isFalse();
  }

  @Test
  void nineTenthsOfTheShinglesAreEnoughAndLessAreNot() {
    // 103 different signs have 100 shingles; each of these replaced signs breaks 4 of them.
    String one = signs(0, 103);
    assertThat(copies(one, one.replace(one.charAt(20), '甲').replace(one.charAt(40), '乙'))).isTrue();
    assertThat(
            copies(
                one,
                one.replace(one.charAt(20), '甲')
                    .replace(one.charAt(40), '乙')
                    .replace(one.charAt(60), '丙')))
        .isFalse();
  }

  @Test
  void likenessIsTheShareOfCommonShinglesAmongAll() {
    // 100 shingles, and the first 50 of them
    Signature whole = Signature.of("", signs(0, 103));
    Signature half = Signature.of("", signs(0, 53));
    assertThat(new CopyCheck(whole, 0.9, new GramIndexes()).against(half).getAsDouble())
        .isCloseTo(0.5, within(1e-9));
    assertThat(new CopyCheck(whole, 0.9, new GramIndexes()).against(whole).getAsDouble())
        .isEqualTo(1);
  }

  @Test
  void aTextIsACopyOfItselfWhateverFiguresItHas() {
    assertThat(copies(BODY + "东城增长3%，西城增长5%。", BODY + "东城增长3%，西城增长5%。")).isTrue();
    assertThat(copies("快讯", BODY, "组图", BODY)).as("under another title").isTrue();
  }

  @Test
  void textsWithoutAShingleAreCopiesOfNothing() {
    String results = "甲胜乙。丙负丁。".repeat(8);
    assertThat(copies(results, results)).isFalse();
  }

  private static String signs(int from, int count) {
    StringBuilder signs = new StringBuilder();
    for (int i = from; i < from + count; i++) {
      signs.append((char) (0x6000 + 7 * i));
    }
    return signs.toString();
  }
}
