package io.newstide.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowDefinitionTest {

  private static final Slicing SHANGHAI =
      new Slicing(ZoneId.of("Asia/Shanghai"), Duration.ofMinutes(10));

  private static FixedWindow window(String shape, Slicing slicing) {
    String[] slide = shape.split("/", 2);
    String[] step = shape.split("\\+", 2);
    return WindowShape.window(
        "w",
        slide.length == 2 ? slide[0] : step[0],
        slide.length == 2 ? Optional.of(slide[1]) : Optional.empty(),
        step.length == 2 ? Optional.of(step[1]) : Optional.empty(),
        slicing);
  }

  private static long at(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }

  private static Span span(String start, String end) {
    return new Span(at(start), at(end));
  }

  @ParameterizedTest
  @CsvSource({
    // the hour that ends next; at its end the next one
    "PT1H,      2026-07-04T10:20:00Z, 2026-07-04T10:00:00Z, 2026-07-04T11:00:00Z, 2026-07-04T09:00:00Z",
    "PT1H,      2026-07-04T11:00:00Z, 2026-07-04T11:00:00Z, 2026-07-04T12:00:00Z, 2026-07-04T10:00:00Z",
    "PT3H/PT1H, 2026-07-04T10:20:00Z, 2026-07-04T08:00:00Z, 2026-07-04T11:00:00Z, 2026-07-04T05:00:00Z",
    // durations are aligned to local midnight: 16:00 UTC
    "PT6H,      2026-07-04T10:20:00Z, 2026-07-04T10:00:00Z, 2026-07-04T16:00:00Z, 2026-07-04T04:00:00Z",
    "PT24H,     2026-07-04T10:20:00Z, 2026-07-03T16:00:00Z, 2026-07-04T16:00:00Z, 2026-07-02T16:00:00Z",
    // a local day, a week from Monday (2026-06-29), a month, two days sliding by one
    "P1D,       2026-07-04T10:20:00Z, 2026-07-03T16:00:00Z, 2026-07-04T16:00:00Z, 2026-07-02T16:00:00Z",
    "P1W,       2026-07-04T10:20:00Z, 2026-06-28T16:00:00Z, 2026-07-05T16:00:00Z, 2026-06-21T16:00:00Z",
    "P1M,       2026-07-04T10:20:00Z, 2026-06-30T16:00:00Z, 2026-07-31T16:00:00Z, 2026-05-31T16:00:00Z",
    "P2D/P1D,   2026-07-04T10:20:00Z, 2026-07-02T16:00:00Z, 2026-07-04T16:00:00Z, 2026-06-30T16:00:00Z",
    // the day so far, and the day before up to the same hour
    "P1D+PT1H,  2026-07-04T10:20:00Z, 2026-07-03T16:00:00Z, 2026-07-04T11:00:00Z, 2026-07-02T16:00:00Z",
  })
  void endsNext(String shape, String moment, String start, String end, String previousStart) {
    FixedWindow window = window(shape, SHANGHAI);
    Span span = window.endingAfter(at(moment));
    assertThat(span).isEqualTo(span(start, end));
    assertThat(window.previous(span).start()).isEqualTo(at(previousStart));
  }

  @Test
  void theDaySoFarIsComparedWithTheDayBeforeUpToTheSameHour() {
    WindowDefinition today = window("P1D+PT1H", SHANGHAI);
    assertThat(today.previous(span("2026-07-03T16:00:00Z", "2026-07-04T11:00:00Z")))
        .isEqualTo(span("2026-07-02T16:00:00Z", "2026-07-03T11:00:00Z"));
  }

  @Test
  void aDayHas23Or25HoursWhereClocksChange() {
    var berlin = new Slicing(ZoneId.of("Europe/Berlin"), Duration.ofMinutes(10));
    assertThat(window("P1D", berlin).endingAfter(at("2026-03-29T10:00:00Z")))
        .isEqualTo(span("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"));
    assertThat(window("P1D", berlin).endingAfter(at("2026-10-25T10:00:00Z")))
        .isEqualTo(span("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"));
    // the last step of the longer day ends with the day
    assertThat(window("P1D+PT6H", berlin).endingAfter(at("2026-10-25T22:30:00Z")))
        .isEqualTo(span("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"));
  }

  @Test
  void aDayWithoutMidnightBeginsWhereItsClockDoes() {
    // In Santiago clocks go from 24:00 to 01:00 on 2026-09-06.
    var santiago = new Slicing(ZoneId.of("America/Santiago"), Duration.ofMinutes(1));
    assertThat(window("P1D", santiago).endingAfter(at("2026-09-06T12:00:00Z")))
        .isEqualTo(span("2026-09-06T04:00:00Z", "2026-09-07T03:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PT25M     | is no multiple of the slice PT10M",
        "PT1H/PT2H | slide PT2H is greater than the size PT1H",
        "P1D/PT1H  | 'PT1H' is no slide for a window of P1D: give it in the same unit, as in P1D",
        "P1W/P1D   | is no slide for a window of P1W",
        "P1D2H     | 'P1D2H' is no size",
        "P1DT2H    | calendar periods have one unit",
        "hourly    | 'hourly' is no size: a duration as in PT1H",
        "PT0S      | is no multiple of the slice",
        "PT1H+PT2H | the step PT2H is greater than the size PT1H",
        "P1D+PT48H | the step PT48H is greater than the size",
        "PT-1H     | is no multiple of the slice",
        "PT9999999999999999S       | the size PT9999999999999999S is longer than 36,525 days",
        "PT1H/PT9000000000000H     | the slide PT9000000000000H is longer than 36,525 days",
        "P1D+PT2562047788015H      | the step PT2562047788015H is longer than 36,525 days",
      })
  void refusesSayingWhatIsRight(String shape, String why) {
    assertThatThrownBy(() -> window(shape, SHANGHAI))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void refusesASliceThatDoesNotFitTheZone() {
    // Lord Howe Island is half an hour off in winter; Kathmandu was at 05:30 before 1986.
    assertThatThrownBy(() -> new Slicing(ZoneId.of("Australia/Lord_Howe"), Duration.ofHours(1)))
        .hasMessageContaining("no multiple of the slice PT1H");
    assertThatThrownBy(() -> new Slicing(ZoneId.of("Asia/Shanghai"), Duration.ofMinutes(7)))
        .hasMessageContaining("divides the day");
  }

  @Test
  void theVersionFollowsTheShapeAndNotTheName() {
    WindowDefinition one =
        WindowShape.window("a", "PT3H", Optional.of("PT1H"), Optional.empty(), SHANGHAI);
    WindowDefinition same =
        WindowShape.window("b", "PT3H", Optional.of("PT1H"), Optional.empty(), SHANGHAI);
    WindowDefinition other =
        WindowShape.window("a", "PT3H", Optional.empty(), Optional.empty(), SHANGHAI);
    assertThat(one.version()).isEqualTo(same.version()).isNotEqualTo(other.version());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "PT3H/PT1H", "P1D", "P2D/P1D", "P1M", "P1D+PT1H", "~PT6H"})
  void aShapeIsReadBackAsItIsWritten(String shape) {
    WindowDefinition window = WindowShape.parse("w", shape, SHANGHAI);
    assertThat(window.shape()).isEqualTo(shape);
    assertThat(WindowShape.parse("w", window.shape(), SHANGHAI)).isEqualTo(window);
  }

  @Test
  void theGapOfASessionConsistsOfWholeSlices() {
    assertThatThrownBy(() -> WindowShape.parse("visit", "~PT15M", SHANGHAI))
        .hasMessage("the gap PT15M is no multiple of the slice PT10M");
  }

  @Test
  void aSessionIsComparedWithTheTimeOfItsLengthBeforeIt() {
    assertThat(
            WindowShape.session("visit", "PT1H", SHANGHAI)
                .previous(span("2026-07-04T10:00:00Z", "2026-07-04T13:20:00Z")))
        .isEqualTo(span("2026-07-04T06:40:00Z", "2026-07-04T10:00:00Z"));
  }
}
