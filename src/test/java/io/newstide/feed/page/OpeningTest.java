package io.newstide.feed.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpeningTest {

  @ParameterizedTest
  @CsvSource({
    "本报讯（记者 苏晴）5月16日上午，, 本报讯",
    "本报讯 记者昨日从市园林局了解到, 本报讯",
    "新华社澜江5月16日电（记者 秦观潮）考古人员, 新华社澜江5月16日电",
    "东川新闻网5月16日讯（记者 江一帆）, 东川新闻网5月16日讯",
    "据新华社北京5月8日电 中国, 据新华社北京5月8日电",
    "【澜江晚报讯】昨夜, 【澜江晚报讯】",
    "本报澜江5月8日电 记者, 本报澜江5月8日电",
    "澜江日报消息：今天, 澜江日报消息：",
    "本报记者 高远 报道：清晨六点, 本报记者 高远 报道：",
    "□ 高远, □ 高远"
  })
  void isFoundOfAnyOutlet(String text, String opening) {
    assertThat(Opening.at(text + "\n"))
        .hasValueSatisfying(at -> assertThat(text.substring(0, at.end())).isEqualTo(opening));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "通讯（网络）企业的订单增加",
        "本报记者从市水务局获悉",
        "新华社的报道指出",
        "资讯（第三期）已经发出",
        "市气象台消息灵通人士说",
        "记者注意到，每家企业门口都贴着卡片"
      })
  void isNotSeenInOrdinaryText(String text) {
    assertThat(Opening.at(text + "\n")).isEmpty();
  }

  @Test
  void mayBeWrapped() {
    assertThat(Opening.at("新华社澜江5\n月16日电（记者 秦观潮）考古人员")).isPresent();
    // A headline above an opening is none.
    assertThat(Opening.at("仓库昨夜搬进新楼\n本报讯（记者 苏晴）")).isEmpty();
  }

  @Test
  void knowsALineThatIsOnlyAByline() {
    assertThat(Opening.at("本报记者 高远 通讯员 何小满\n清晨").orElseThrow().byline()).isTrue();
    assertThat(Opening.at("本报记者 高远 报道：清晨\n").orElseThrow().byline()).isFalse();
    assertThat(Opening.isSignature("（本报记者 何小满）")).isTrue();
    assertThat(Opening.isSignature("（苏晴 高远）")).isTrue();
    assertThat(Opening.isSignature("（三年内建成使用，面积二百亩）")).isFalse();
  }

  @Test
  void isFoundBehindAHeadlineOnTheSameLine() {
    assertThat(Opening.within("高层消防演练展开本报讯（记者 高远）昨日")).isEqualTo(8);
    assertThat(Opening.within("企业通讯（双月刊）创刊")).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "本报讯（融媒体中心 白露）近日，|true|白露",
        "本报讯（记者 苏晴 通讯员 何田）近日，|true|苏晴",
        "本报讯（通讯员 何田）近日，|true|何田",
        "本报讯（记者苏晴、高远）近日，|true|苏晴、高远",
        "新华社澜江5月16日电（记者 高 远）考古|true|高远",
        "本报记者 高远 报道：清晨，|true|高远",
        "本报讯 记者昨日获悉，|true|",
        "清晨六点。（本报记者 何小满）|false|何小满"
      })
  void namesWhoWrote(String body, boolean opens, String author) {
    assertThat(Author.of(body, opens)).isEqualTo(author == null ? "" : author);
  }

  @Test
  void namesWhoSigned() {
    assertThat(Author.of("清晨六点。\n（本报记者 何小满）", false)).isEqualTo("何小满");
    assertThat(Author.of("清晨六点。\n本报记者 丁宁", false)).isEqualTo("丁宁");
    assertThat(Author.of("清晨六点，江上起雾。", false)).isEmpty();
  }
}
