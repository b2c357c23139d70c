package io.newstide.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.newstide.language.words.Normaliser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LexiconTest {

  private static final String TWO_ZONES =
      """
      # two development zones share a short form
      place 北京经济技术开发区 = 北京经开区, 经开区、北京亦庄
      place 澜江经济技术开发区 = 澜江经开区，经开区 ~ 望江
      organisation ABB公司
      term 绿色绩效
      """;

  private static String resolved(String lexicon, String text) {
    var read = Lexicon.parse("lexicon.txt", lexicon);
    var evidence = read.evidence();
    var names = new StringBuilder();
    for (var match : read.find(Normaliser.normalise(text), evidence)) {
      names
          .append(text, match.start(), match.end())
          .append('=')
          .append(read.resolve(match, evidence).name())
          .append(' ');
    }
    return names.toString().strip();
  }

  @ParameterizedTest
  @CsvSource({
    "北京经开区与北京亦庄,北京经开区=北京经济技术开发区 北京亦庄=北京经济技术开发区",
    "ａｂｂ公司来访,ａｂｂ公司=ABB公司",
    "北京經開區,北京經開區=北京经济技术开发区",
    "经开区开会,经开区=北京经济技术开发区",
    "澜江经开区说经开区将,澜江经开区=澜江经济技术开发区 经开区=澜江经济技术开发区",
    "经开区的望江公园,经开区=澜江经济技术开发区",
    "绿色绩效,绿色绩效=绿色绩效",
    "没有名字,''"
  })
  void aliasesLeadToTheNameTheArticleSpeaksOf(String text, String names) {
    assertThat(resolved(TWO_ZONES, text)).isEqualTo(names);
  }

  @ParameterizedTest
  @CsvSource({
    "'place 澜江市\nciti 宁安市',lexicon.txt:2: unknown type 'citi'",
    "'place',lexicon.txt:1: 'place' is not 'type name",
    "'# 一\n\nplace 澜江市 = 澜江,',lexicon.txt:3: '' is too short for an alias",
    "'place 江',lexicon.txt:1: '江' is too short for a name",
    "'place 澜江市\nplace 澜江市',lexicon.txt:2: '澜江市' is already defined in line 1"
  })
  void aBrokenLineIsRefusedWithFileLineAndText(String text, String message) {
    assertThatThrownBy(() -> Lexicon.parse("lexicon.txt", text))
        .isInstanceOf(LexiconException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void theVersionChangesWithTheText() {
    var one = Lexicon.parse("a", "place 澜江市");
    assertThat(one.version())
        .matches("[0-9a-f]{12}")
        .isEqualTo(Lexicon.parse("b", "place 澜江市").version())
        .isNotEqualTo(Lexicon.parse("a", "place 宁安市").version());
    assertThat(Lexicon.parse("a", "# nothing\n").version()).isEmpty();
    assertThat(Lexicon.empty().size()).isZero();
  }

  @Test
  void theShippedLexiconHolds() throws IOException {
    var shipped = Files.readString(Path.of("jobs/lexicon.txt"));
    assertThat(resolved(shipped, "北京经开区、北京亦庄、经开区"))
        .isEqualTo("北京经开区=北京经济技术开发区 北京亦庄=北京经济技术开发区 经开区=北京经济技术开发区");
    assertThat(resolved(shipped, "在澜江，经开区管委会")).isEqualTo("澜江=澜江 经开区管委会=澜江经济技术开发区管理委员会");
  }
}
