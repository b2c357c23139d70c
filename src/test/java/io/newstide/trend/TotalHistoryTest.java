package io.newstide.trend;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.window.Span;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TotalHistoryTest {

  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final BaselineSettings SETTINGS =
      BaselineSettings.of(ZoneOffset.UTC, Duration.ofHours(1), Duration.ofDays(7), Duration.ZERO);

  private static Span hours(int from, int to) {
    return new Span(from * HOUR, to * HOUR);
  }

  /**
   * A story an hour of one paper, for two days; slices are kept for a day, hours for one and a
   * half.
   */
  private static TotalHistory twoDays() {
    TotalHistory history = new TotalHistory(SETTINGS);
    for (int hour = 0; hour < 48; hour++) {
      history.add(
          StorySlice.of(
              hours(hour, hour + 1),
              false,
              List.of(new StorySlice.Story("s" + hour, List.of("东湾日报"))),
              Map.of("东湾日报", 1),
              List.of()));
    }
    history.expire(12 * HOUR, 24 * HOUR);
    return history;
  }

  @Test
  void aWindowWhoseSlicesAreForgottenIsThatOfItsHours() {
    TotalHistory history = twoDays();
    assertThat(history.stories(hours(30, 33), 33 * HOUR)).isEqualTo(3);
    assertThat(history.stories(hours(20, 26), 26 * HOUR)).isEqualTo(6);
  }

  @Test
  void aHistoryThatWasSavedKnowsWhatItHasForgotten() {
    TotalHistory restored = new TotalHistory(SETTINGS, twoDays().save());

    assertThat(restored.stories(hours(30, 33), 33 * HOUR)).isEqualTo(3);
    assertThat(restored.stories(hours(20, 26), 26 * HOUR)).isEqualTo(6);
    assertThat(restored.save()).isEqualTo(twoDays().save());
  }
}
