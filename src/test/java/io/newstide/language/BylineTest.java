package io.newstide.language;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BylineTest {

  private static String zones(String body) {
    var zones = new StringBuilder();
    for (var zone : Byline.of(body).zones()) {
      zones.append('[').append(body, zone.start(), zone.end()).append(']');
    }
    return zones.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "本报讯（记者 苏晴）5月20日，澜江|苏晴|[本报讯（记者 苏晴）]",
        "（融媒体中心 白露）企业绿色绩效|白露|[（融媒体中心 白露）]",
        "新华社北京5月1日电（记者张三丰、李四）国务院|张三丰、李四|[新华社北京5月1日电（记者张三丰、李四）]",
        "新华社北京5月1日电 国务院|''|[新华社北京5月1日电]",
        "本报记者 高远 报道 今年入汛|高远|[本报记者 高远 报道]",
        "东川新闻网6月6日讯（记者 魏来）2026|魏来|[东川新闻网6月6日讯（记者 魏来）]",
        "本报讯（首席记者 林舟 通讯员 何小满）昨日|林舟|[本报讯（首席记者 林舟 通讯员 何小满）]",
        "（通讯员 何小满）昨日|何小满|[（通讯员 何小满）]",
        "雨停了。（高远 摄）|高远|[（高远 摄）]",
        "雨停了。（本报记者 高远 江一帆 文/图）|高远、江一帆|[（本报记者 高远 江一帆 文/图）]",
      })
  void bylinesAndDatelinesAreFound(String body, String author, String zones) {
    assertThat(Byline.of(body).author()).isEqualTo(author);
    assertThat(zones(body)).isEqualTo(zones);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "记者从市水务局获悉，今年入汛偏早。",
        "澜江市（图书馆）开放。（作者单位见后）",
        "他说（综合整治）很重要（驻村干部）。",
        "电力公司说，来电视台看看。",
        "市记者协会（简称记协）成立。"
      })
  void whatOnlyLooksLikeOneIsLeft(String body) {
    assertThat(Byline.of(body)).isEqualTo(Byline.none());
  }

  @Test
  void aReporterAtTheEndOfAParagraphIsFound() {
    var body = "今年入汛偏早。\n本报记者 高远 何小满\n水位上涨。";
    var byline = Byline.of(body);
    assertThat(byline.author()).isEqualTo("高远、何小满");
    assertThat(byline.reporters())
        .containsExactly(new Byline.Zone(13, 15), new Byline.Zone(16, 19));
  }
}
