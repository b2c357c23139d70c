package io.newstide.feed.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedDateTest {

  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Fri, 09 May 2025 08:30:00 +0800    | 2025-05-09T08:30:00+08:00",
        "Fri, 09 May 2025 08:30:00 GMT      | 2025-05-09T08:30:00Z",
        "Fri, 09 May 2025 08:30:00 Z        | 2025-05-09T08:30:00Z",
        "9 May 25 08:30 +0800               | 2025-05-09T08:30:00+08:00",
        "Fri, 9 May 2025 08:30:00 EST       | 2025-05-09T08:30:00-05:00",
        "Fri, 09 May 2025 08:30:00 GMT+8    | 2025-05-09T08:30:00+08:00",
        "Fri, 09 May 2025 08:30:00          | 2025-05-09T08:30:00+08:00",
        "Friday, 09-May-25 08:30:00 GMT     | 2025-05-09T08:30:00Z",
        "2025-05-09T08:30:00Z               | 2025-05-09T08:30:00Z",
        "2025-05-09T08:30:00.123+08:00      | 2025-05-09T08:30:00+08:00",
        "2025-05-09T08:30+0800              | 2025-05-09T08:30:00+08:00",
        "2025-05-09 08:30:00                | 2025-05-09T08:30:00+08:00",
        "2025/5/9 8:30                      | 2025-05-09T08:30:00+08:00",
        "2025年5月9日 8:30                  | 2025-05-09T08:30:00+08:00",
        "2025年05月09日 08时30分            | 2025-05-09T08:30:00+08:00",
        "2025-05-09                         | 2025-05-09",
        "2025年5月9日                       | 2025-05-09",
        "Fri, 09 May 2025                   | 2025-05-09",
      })
  void readsWhatFeedsWrite(String written, String publishedAt) {
    assertThat(FeedDate.of(written, SHANGHAI)).map(FeedDate::publishedAt).contains(publishedAt);
  }

  @Test
  void cstIsChinasWhereTheReaderIsAndElseAmericas() {
    String written = "Fri, 09 May 2025 08:30:00 CST";
    assertThat(FeedDate.of(written, SHANGHAI))
        .map(FeedDate::publishedAt)
        .contains("2025-05-09T08:30:00+08:00");
    assertThat(FeedDate.of(written, ZoneId.of("Europe/Berlin")))
        .map(FeedDate::publishedAt)
        .contains("2025-05-09T08:30:00-06:00");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "2025-02-30",
        "Fri, 09 Foo 2025 08:30:00 GMT",
        "2025-05-09 25:00:00",
        "Fri, 09 May 2025 08:30:00 XYZ",
        "0001-01-01T00:00:00Z",
        "Thu, 01 Jan 1970 00:00:00 GMT"
      })
  void anythingElseIsNoDate(String written) {
    assertThat(FeedDate.of(written, SHANGHAI)).isEmpty();
  }
}
