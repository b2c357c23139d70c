package io.newstide.language.words;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormaliserTest {

  @ParameterizedTest
  @CsvSource({
    "２０２６年ＧＤＰ增长５．６％,2026年gdp增长5.6%",
    "防汛（暴雨）：水位！,防汛(暴雨):水位!",
    "機器人產業園區,机器人产业园区",
    "澜江　经开区,澜江 经开区"
  })
  void widthCaseAndTraditionalCharactersMakeNoDifference(String printed, String normal) {
    assertThat(Normaliser.normalise(printed)).isEqualTo(normal);
  }

  @Test
  void charactersOfSimplifiedWritingStay() {
    assertThat(Normaliser.normalise("著名的乾隆、瞭望台、慰藉")).isEqualTo("著名的乾隆、瞭望台、慰藉");
  }

  @Test
  void everyCharacterKeepsItsPlace() {
    for (var c = 0; c <= Character.MAX_VALUE; c++) {
      var text = "前" + (char) c + "后";
      assertThat(Normaliser.normalise(text)).hasSize(3).startsWith("前").endsWith("后");
      assertThat(Normaliser.printed(text)).hasSize(3);
    }
  }

  @Test
  void theNormalFormIsItsOwnNormalForm() {
    for (var c = 0; c <= Character.MAX_VALUE; c++) {
      var once = Normaliser.normalise(String.valueOf((char) c));
      assertThat(Normaliser.normalise(once)).isEqualTo(once);
    }
  }

  @Test
  void thePrintedFormHasChinesePunctuationExceptBetweenLettersAndDigits() {
    assertThat(new String(Normaliser.printed("他说:1,000人(约)10:30到!ABC")))
        .isEqualTo("他说：1,000人（约）10:30到！ABC");
  }
}
