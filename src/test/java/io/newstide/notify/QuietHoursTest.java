package io.newstide.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a channel is left alone; expected moments by hand from the zones' offsets. */
class QuietHoursTest {

  /** In Shanghai it is eight hours later than in Greenwich, always. */
  @ParameterizedTest
  @CsvSource({
    "22:00, 07:00, 2026-03-26T13:59:59Z,",
    "22:00, 07:00, 2026-03-26T14:00:00Z, 2026-03-26T23:00:00Z",
    "22:00, 07:00, 2026-03-26T15:59:00Z, 2026-03-26T23:00:00Z",
    "22:00, 07:00, 2026-03-26T16:30:00Z, 2026-03-26T23:00:00Z", // after midnight there
    "22:00, 07:00, 2026-03-26T22:59:59Z, 2026-03-26T23:00:00Z",
    "22:00, 07:00, 2026-03-26T23:00:00Z,",
    "12:00, 13:30, 2026-03-26T04:00:00Z, 2026-03-26T05:30:00Z", // within a day
    "12:00, 13:30, 2026-03-26T05:30:00Z,",
    "00:00, 06:00, 2026-03-26T16:00:00Z, 2026-03-26T22:00:00Z",
  })
  void inAZoneWithoutChanges(LocalTime from, LocalTime to, Instant now, Instant until) {
    assertThat(quiet(from, to, "Asia/Shanghai").until(now)).isEqualTo(Optional.ofNullable(until));
  }

  /**
   * Berlin: on 2026-03-29 the clock skips from 02:00 (01:00Z) to 03:00; on 2026-10-25 it shows
   * 02:00 to 03:00 twice, from 00:00Z and from 01:00Z on.
   */
  @ParameterizedTest
  @CsvSource({
    // The night is an hour shorter, an hour longer.
    "22:00, 07:00, 2026-03-28T21:00:00Z, 2026-03-29T05:00:00Z",
    "22:00, 07:00, 2026-10-24T20:00:00Z, 2026-10-25T06:00:00Z",
    "22:00, 07:00, 2026-10-24T19:59:59Z,",
    // It would begin in the skipped hour: at the skip.
    "02:30, 07:00, 2026-03-29T00:59:59Z,",
    "02:30, 07:00, 2026-03-29T01:00:00Z, 2026-03-29T05:00:00Z",
    // It would end in the skipped hour: at the skip.
    "22:00, 02:30, 2026-03-29T00:59:59Z, 2026-03-29T01:00:00Z",
    "22:00, 02:30, 2026-03-29T01:00:00Z,",
    // It ends in the hour that comes twice: the first time, for good.
    "22:00, 02:30, 2026-10-25T00:29:59Z, 2026-10-25T00:30:00Z",
    "22:00, 02:30, 2026-10-25T00:30:00Z,",
    "22:00, 02:30, 2026-10-25T01:10:00Z,",
    // It begins in that hour: the first time.
    "02:30, 07:00, 2026-10-25T00:30:00Z, 2026-10-25T06:00:00Z",
    "02:30, 07:00, 2026-10-25T01:10:00Z, 2026-10-25T06:00:00Z",
  })
  void whereTheClockIsChanged(LocalTime from, LocalTime to, Instant now, Instant until) {
    assertThat(quiet(from, to, "Europe/Berlin").until(now)).isEqualTo(Optional.ofNullable(until));
  }

  @Test
  void whatIsStrongEnoughPassesUnlessItIsOver() {
    QuietHours quiet =
        new QuietHours(
            LocalTime.of(22, 0),
            LocalTime.of(7, 0),
            ZoneId.of("Asia/Shanghai"),
            Optional.of(5.25),
            true);
    assertThat(quiet.passes(AlertRows.alert(AlertRows.burst("t", "T", "OPEN", 0)))).isTrue();
    assertThat(
            quiet.passes(AlertRows.alert(AlertRows.burst("t", "T", "OPEN", 0).put("score", 5.24))))
        .isFalse();
    assertThat(quiet.passes(AlertRows.alert(AlertRows.burst("t", "T", "CLOSE", 0)))).isFalse();
    assertThat(
            quiet(LocalTime.of(22, 0), LocalTime.of(7, 0), "UTC")
                .passes(AlertRows.alert(AlertRows.burst("t", "T", "OPEN", 0).put("score", 300))))
        .isFalse();
  }

  @Test
  void aTimeThatNeverEndsIsRefused() {
    assertThatThrownBy(() -> quiet(LocalTime.NOON, LocalTime.NOON, "UTC"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static QuietHours quiet(LocalTime from, LocalTime to, String zone) {
    return new QuietHours(from, to, ZoneId.of(zone), Optional.empty(), true);
  }
}
