package io.newstide.feed.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarksTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "检修人员更换光源。 何小满/摄",
        "检修人员更换光源。何小满 摄",
        "孩子们在图书馆。（本报记者 白露 摄）",
        "夜色中的站台。（公交集团供图）",
        "本报记者 苏晴 摄",
        "早稻插秧。 摄影：何田",
        "图/高远",
        "江面日出。（资料图片）"
      })
  void aCreditMakesACaption(String text) {
    assertThat(Marks.endsWithCredit(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"本报记者 苏晴 文/摄", "他喜欢用旧相机拍摄", "街巷里的摄影展开幕", "会议还研究了其他事项。"})
  void whoWroteOrTookPicturesIsNoCredit(String text) {
    assertThat(Marks.endsWithCredit(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "澜江日报 2026年5月17日 星期日 第2版 民生",
        "2026年5月17日  星期日  A03版 城事  责任编辑：高远",
        "A02 要闻",
        "责编 高远 美编 白露 校对 丁宁",
        "国内统一刊号 CN11-0000 新闻热线：0000-8888",
        "澜江晚报"
      })
  void knowsAMasthead(String line) {
    assertThat(Marks.masthead(line)).isGreaterThanOrEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2026年企业绿色绩效评价放榜", "5月17日，市消防救援支队启动", "邱蹲在走廊里给车间打电话：前年换的那台", "本报讯（记者 高远）5月17日"})
  void doesNotTakeTextForAMasthead(String line) {
    assertThat(Marks.masthead(line)).isLessThan(2);
  }

  @ParameterizedTest
  @CsvSource({
    "站点 水位（米） 警戒（米）, 3",
    "石门 171.20 178.00, 3",
    "青溪    42.35, 2",
    "全市二十七家医院全部开通, 1",
    "the river rose and fell, 1"
  })
  void countsTheCellsOfARow(String line, int cells) {
    assertThat(Marks.cells(line)).isEqualTo(cells);
  }

  @ParameterizedTest
  @CsvSource({
    "澜江日报 2026年5月17日 星期日 第2版 民生, 民生",
    "A03版 城事 责任编辑：高远, 城事",
    "第4版 综合新闻, 综合新闻",
    "2026年5月17日 星期日, ''"
  })
  void readsTheSection(String line, String section) {
    assertThat(Sections.in(line).orElse("")).isEqualTo(section);
  }

  @Test
  void tellsKickerTitleAndSubtitle() {
    String body = "昨日，主任会研究枢纽检修工作，夜间公交延长。石门水库完成汛前检修，望江铁桥百年。";
    assertThat(HeadlineRoles.of(List.of("主任会研究检修工作", "推动枢纽提质增效"), body))
        .isEqualTo(new HeadlineRoles.Roles("主任会研究检修工作", "推动枢纽提质增效", ""));
    assertThat(HeadlineRoles.of(List.of("夜间公交延长", "八条线路加密班次"), body))
        .isEqualTo(new HeadlineRoles.Roles("", "夜间公交延长", "八条线路加密班次"));
    assertThat(HeadlineRoles.of(List.of("一座桥的百年", "——记望江铁桥"), body))
        .isEqualTo(new HeadlineRoles.Roles("", "一座桥的百年", "——记望江铁桥"));
    assertThat(HeadlineRoles.of(List.of("未雨绸缪迎夏季", "石门水库完成汛前检修"), body))
        .isEqualTo(new HeadlineRoles.Roles("未雨绸缪迎夏季", "石门水库完成汛前检修", ""));
    assertThat(HeadlineRoles.of(List.of("关注汛期", "水库完成检修", "五孔闸门全部合格"), body))
        .isEqualTo(new HeadlineRoles.Roles("关注汛期", "水库完成检修", "五孔闸门全部合格"));
  }
}
