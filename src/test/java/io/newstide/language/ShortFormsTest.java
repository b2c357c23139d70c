package io.newstide.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.language.names.NameType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortFormsTest {

  private static Map<String, String> of(NameType type, String... names) {
    return ShortForms.of(type, new LinkedHashSet<>(List.of(names)));
  }

  @ParameterizedTest
  @CsvSource({
    "PERSON,普京,弗拉基米尔·普京",
    "PLACE,宁安,宁安市",
    "PLACE,青藏,青藏高原",
    "ORGANISATION,清华,清华大学",
    "ORGANISATION,宇树,宇树科技有限公司",
    "ORGANISATION,澜江机器人,澜江机器人股份有限公司",
    "ORGANISATION,市发改委,澜江市发展和改革委员会",
    "ORGANISATION,市教育局,澜江市教育局",
    "ORGANISATION,市医院,澜江市人民医院",
    "ORGANISATION,县法院,云台县人民法院",
    "ORGANISATION,国家发改委,国家发展和改革委员会",
    "ORGANISATION,国家安监总局,国家安全生产监督管理总局",
    "ORGANISATION,市防办,澜江市防汛抗旱指挥部办公室",
    "ORGANISATION,澜江市防指,澜江市防汛抗旱指挥部",
    "ORGANISATION,澜江市政府,澜江市人民政府"
  })
  void aShortFormLeadsToTheLongOne(NameType type, String name, String longForm) {
    assertThat(of(type, longForm, name)).containsExactly(Map.entry(name, longForm));
    assertThat(of(type, name, longForm)).containsExactly(Map.entry(name, longForm));
    assertThat(of(type, name)).as("only where the article says so").isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PERSON,孔磊,孔磊磊",
    "PERSON,磊,孔磊",
    "PERSON,卡普京,弗拉基米尔·普京",
    "PLACE,澜,澜江",
    "PLACE,北京,北京路",
    "PLACE,江南,江南大道",
    "ORGANISATION,清华大学,清华大学附属中学",
    "ORGANISATION,北京大学,北京外国语大学",
    "ORGANISATION,中国银行,中国农业银行",
    "ORGANISATION,中国科学院,中国社会科学院",
    "ORGANISATION,澜江集团,澜江水务集团",
    "ORGANISATION,市委,澜江市委",
    "ORGANISATION,发改委,澜江市发展和改革委员会",
    "ORGANISATION,澜江市委,澜江市委宣传部"
  })
  void whatOnlyResemblesOneIsLeft(NameType type, String name, String other) {
    assertThat(of(type, other, name)).isEmpty();
  }

  @Test
  void whereSeveralLongFormsFitNoneIsChosen() {
    assertThat(of(NameType.ORGANISATION, "清华大学", "清华集团", "清华")).isEmpty();
    assertThat(of(NameType.PLACE, "吉林省", "吉林市", "吉林")).isEmpty();
    assertThat(of(NameType.PERSON, "安娜·彼得罗娃", "玛丽亚·彼得罗娃", "彼得罗娃")).isEmpty();
    assertThat(of(NameType.ORGANISATION, "澜江市教育局", "宁安市教育局", "市教育局")).isEmpty();
  }

  @Test
  void longFormsThatAreOneNameAreOne() {
    assertThat(of(NameType.ORGANISATION, "宇树科技", "宇树", "宇树科技有限公司"))
        .containsOnly(Map.entry("宇树", "宇树科技有限公司"), Map.entry("宇树科技", "宇树科技有限公司"));
  }

  @Test
  void anArticleOfManyNamesIsLeftAsItIs() {
    var names = new LinkedHashSet<>(Set.of("清华", "清华大学"));
    for (var i = names.size(); i < 400; i++) {
      names.add("第" + i + "中学");
    }
    assertThat(ShortForms.of(NameType.ORGANISATION, names))
        .containsExactly(Map.entry("清华", "清华大学"));
    names.add("第400中学");
    assertThat(ShortForms.of(NameType.ORGANISATION, names)).isEmpty();
  }
}
