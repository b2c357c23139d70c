package io.newstide.feed.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JoinedTest {

  private static String joined(String page) {
    List<Strip> strips = PageLines.of(page);
    return new Joined(strips).text(strips);
  }

  @Test
  void joinsChineseWithoutABlank() {
    assertThat(joined("望江儿童戏\n水区开放")).isEqualTo("望江儿童戏水区开放");
  }

  @Test
  void joinsNumbersAndUnits() {
    assertThat(joined("到20\n26年")).isEqualTo("到2026年");
    assertThat(joined("机型为SU\n7的")).isEqualTo("机型为SU7的");
    assertThat(joined("温差0.\n5度")).isEqualTo("温差0.5度");
  }

  @Test
  void keepsBlanksWithinALine() {
    assertThat(joined("来了21 台\n机器")).isEqualTo("来了21 台机器");
  }

  @Test
  void putsABlankBetweenLatinWordsThatTheLineParted() {
    // Nine columns are left on the first line, and Laboratory has ten.
    assertThat(joined("合作方是Green Open\nLaboratory和Green Del\nta")).contains("Open Laboratory");
    assertThat(joined("the river rose, \nand fell")).isEqualTo("the river rose, and fell");
  }

  @Test
  void joinsALatinWordThatWasBroken() {
    // The whole word stands elsewhere on the page.
    assertThat(joined("平台叫Lanjiang云，Lan\njiang二号")).contains("，Lanjiang二号");
    // A line that is full breaks words where it ends.
    assertThat(joined("设备采集的图像均由AO\nI训练缺陷识别的模型")).isEqualTo("设备采集的图像均由AOI训练缺陷识别的模型");
  }
}
