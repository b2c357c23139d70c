package io.newstide.feed.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlTextTest {

  @Test
  void aParagraphIsALine() {
    assertThat(
            HtmlText.lines(
                """
                <div><p>　　本报讯（记者 张三）澜江市<b>防汛</b>办
                通知。</p><p>&nbsp;第二段<br/>第三行</p><script>alert(1)</script>
                <style>p {}</style><ul><li>一</li><li>二</li></ul>
                <table><tr><td>镇</td><td>雨量</td></tr><tr><td>青溪</td><td>52</td></tr></table></div>
                """))
        .isEqualTo("本报讯（记者 张三）澜江市防汛办 通知。\n第二段\n第三行\n一\n二\n镇  雨量\n青溪  52");
  }

  @Test
  void textWithoutMarkupKeepsItsLines() {
    assertThat(HtmlText.lines("第一段\n\n　　第二段 &amp; 更多\r\n第三段")).isEqualTo("第一段\n第二段 & 更多\n第三段");
  }

  @Test
  void controlCharactersAreDropped() {
    assertThat(HtmlText.lines("<p>防\u0007汛\u000B</p>")).isEqualTo("防汛");
  }

  @Test
  void depthDoesNoHarm() {
    String deep = "<div>".repeat(200_000) + "底" + "</div>".repeat(200_000);
    assertThat(HtmlText.lines(deep)).isEqualTo("底");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "A<B 公司上市       | A<B 公司上市",
        "<b>防汛</b>演练    | 防汛演练",
        "Q&amp;A 问答       | Q&A 问答",
        "AT&T 在华          | AT&T 在华",
        "x < y <strong>z</strong> | x < y z",
      })
  void aTitleIsMarkupOnlyWhereItLooksSo(String written, String text) {
    assertThat(HtmlText.title(written)).isEqualTo(text);
  }
}
