package io.newstide.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.duplicate.Signature.Basis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "水位 上涨\u3000０.５ 米。, 水位上涨0.5米",
        "“澜江号”列车：ＡＢＣ-１２, 澜江号列车abc12",
        "增长3.5％、占比８０%？, 增长3.5%占比80%",
        "比分3：1（2—0）, 比分3-12-0",
        "二〇二六年, 二零二六年",
        "第1. 第2, 第1第2",
        "字\u200B间\uFEFF符, 字间符",
        "𬶐鱼🐟, 𬶐鱼",
      })
  void textIsComparedByItsLettersAndFigures(String text, String letters) {
    assertThat(PlainText.letters(PlainText.folded(text)).strip()).isEqualTo(letters);
  }

  @Test
  void onlyTheEndsOfSentencesStayOfPunctuation() {
    assertThat(PlainText.letters(PlainText.folded("！来了，“真的？！”好；\n走\n吧"))).isEqualTo("来了真的\n好\n走吧");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "本报讯（记者 苏晴 通讯员 郭伟）市水务局昨日宣布, 市水务局昨日宣布",
        "新华社北京5月9日电（记者张三）国务院决定, 国务院决定",
        "中新网5月9日电 外交部表示, 外交部表示",
        "央视网消息：春耕开始了, 春耕开始了",
        "（记者 苏晴）市水务局昨日宣布, 市水务局昨日宣布",
        "市水务局昨日宣布, 市水务局昨日宣布",
        "南湖社区停电三小时后恢复, 南湖社区停电三小时后恢复",
        "记者从电力公司获悉, 记者从电力公司获悉",
      })
  void anAgencysOpeningIsNotCompared(String body, String rest) {
    assertThat(PlainText.withoutOpening(PlainText.folded(body))).isEqualTo(rest);
  }

  @Test
  void theBodyIsComparedWhenItHasFiftyCharacters() {
    assertThat(Signature.of("题", "字".repeat(50)).basis()).isEqualTo(Basis.BODY);
    assertThat(Signature.of("题", "字".repeat(49)).basis()).isEqualTo(Basis.TITLE_AND_BODY);
    assertThat(Signature.of("题", " 字\n".repeat(49)).basis()).isEqualTo(Basis.TITLE_AND_BODY);
    assertThat(Signature.of("题", "字".repeat(48)).basis()).isEqualTo(Basis.EQUALITY);
    assertThat(Signature.of("题".repeat(50), "").basis()).isEqualTo(Basis.TITLE_AND_BODY);
  }

  @Test
  void onlyTheBeginningOfAVeryLongTextIsKept() {
    Signature signature = Signature.of("题", "澜江水位今日上涨请注意".repeat(50_000));
    assertThat(signature.body()).hasSize(4000);
    assertThat(signature.fingerprints().length).isLessThanOrEqualTo(516);
  }
}
