package io.newstide.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectWatchTest {

  @ParameterizedTest
  @ValueSource(strings = {"黑龙江", "黑龙江省", "北京", "北京市"})
  void aProvinceAlertsWithAllItsPlacesAndNotAsAPlace(String province) {
    assertThat(SubjectWatch.alerting(Subject.topicAt("flood", province))).isFalse();
    assertThat(SubjectWatch.alerting(Subject.topicIn("flood", province))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"郑州", "吉林市", "无此地"})
  void aPlaceInAProvinceAlertsForItself(String place) {
    assertThat(SubjectWatch.alerting(Subject.topicAt("flood", place))).isTrue();
  }

  @Test
  void keywordsPlacesAndTheTotalDoNotAlert() {
    assertThat(SubjectWatch.alerting(new Subject(SubjectKind.KEYWORD, "暴雨"))).isFalse();
    assertThat(SubjectWatch.alerting(new Subject(SubjectKind.PLACE, "郑州"))).isFalse();
    assertThat(SubjectWatch.alerting(Subject.TOTAL)).isFalse();
  }
}
