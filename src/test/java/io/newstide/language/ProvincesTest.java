package io.newstide.language;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvincesTest {

  @ParameterizedTest
  @CsvSource({
    "登封, 河南",
    "登封市, 河南",
    "河南, 河南",
    "河南省, 河南",
    "平遥县, 山西",
    "内蒙古自治区, 内蒙古",
    "呼伦贝尔, 内蒙古",
    "北京市, 北京",
    "延边州, 吉林",
    "郑州, 河南",
    "神农架, 湖北"
  })
  void aPlaceLiesInItsProvince(String place, String province) {
    assertThat(Provinces.of(place)).hasValue(province);
  }

  @Test
  void whatIsUnknownOrAmbiguousLiesNowhere() {
    assertThat(Provinces.of("朝阳")).isEmpty();
    assertThat(Provinces.of("澜江市")).isEmpty();
    assertThat(Provinces.of("宁安市")).isEmpty();
    assertThat(Provinces.of("州")).isEmpty();
    assertThat(Provinces.of("")).isEmpty();
  }
}
