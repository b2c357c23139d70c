package io.newstide.feed.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventDateTest {

  /** A Friday. */
  private static final LocalDate PAGE = LocalDate.of(2026, 5, 15);

  private static Optional<String> of(String text) {
    return EventDate.of("", text, PAGE);
  }

  @ParameterizedTest
  @CsvSource({
    "5月8日上午，市图书馆, 2026-05-08",
    "5 月 8 日，市图书馆, 2026-05-08",
    "2025年12月31日，市图书馆, 2025-12-31",
    "12月30日，市图书馆, 2025-12-30",
    "去年5月20日，市图书馆, 2025-05-20",
    "8日上午，市图书馆, 2026-05-08",
    "28日，市图书馆, 2026-04-28",
    "5月8日至10日，博览会, 2026-05-08/2026-05-10",
    "4月30日—5月3日，博览会, 2026-04-30/2026-05-03",
    "昨日，公交集团, 2026-05-14",
    "昨晚，公交集团, 2026-05-14",
    "前天，公交集团, 2026-05-13",
    "今天上午，公交集团, 2026-05-15",
    "本周三，公交集团, 2026-05-13",
    "周三上午，公交集团, 2026-05-13",
    "周六，公交集团, 2026-05-09",
    "上周日，公交集团, 2026-05-10",
    "5月上旬，公交集团, 2026-05",
    "近日，公交集团, 2026-05-15~",
    "日前，公交集团, 2026-05-15~",
    "为提升能力，近日，公交集团, 2026-05-15~"
  })
  void isResolvedAgainstThePage(String text, String date) {
    assertThat(of(text.replace(",", ""))).contains(date);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "自2019年办厂算起，它已经亏了六年。",
        "第15次会议召开。",
        "2月30日，没有这一天。",
        "项目计划有序推进。昨日的事不在第一句。",
        "请于5月20日前报名。"
      })
  void isLeftOutWhereNothingIsSaid(String text) {
    assertThat(of(text)).isEmpty();
  }

  @Test
  void takesTheDatelineWhereTheSentenceSaysNothing() {
    assertThat(EventDate.of("新华社澜江5月12日电", "考古人员发现铁锚。", PAGE)).contains("2026-05-12");
    assertThat(EventDate.of("新华社澜江5月12日电", "昨日，考古人员发现铁锚。", PAGE)).contains("2026-05-14");
  }
}
