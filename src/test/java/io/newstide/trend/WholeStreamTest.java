package io.newstide.trend;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.window.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link WholeStream}: which sources it knows. */
class WholeStreamTest {

  private static final long SLICE = Duration.ofMinutes(10).toMillis();
  private static final long HOUR = 6 * SLICE;
  private static final long DAY = 24 * HOUR;
  private static final long START = Instant.parse("2026-07-01T00:00:00Z").toEpochMilli();
  private static final BaselineSettings BASELINE =
      BaselineSettings.of(
          ZoneOffset.UTC, Duration.ofMinutes(10), Duration.ofDays(28), Duration.ofDays(7));

  private final WholeStream stream =
      new WholeStream(AlertSettings.of(3, 2), BASELINE, WholeStream.Saved.NOTHING);
  private final List<AlertEvent> alerts = new ArrayList<>();

  private void publish(String source, long slice) {
    stream.add(
        new WholeStream.Article(new Span(slice, slice + SLICE), source + slice, source, true), 1);
  }

  private void advance(long to) {
    alerts.addAll(stream.advance(to).alerts());
  }

  @Test
  void aSourceThatIsSilentForLongerThanTheBaselineIsForgotten() {
    publish("once", START);
    publish("often", START);
    advance(START + SLICE);
    for (long day = START + DAY; day < START + 28 * DAY; day += DAY) {
      publish("often", day);
      advance(day + SLICE);
    }
    assertThat(stream.save().sources()).containsOnlyKeys("often", "once");
    advance(START + 28 * DAY + SLICE);
    assertThat(stream.save().sources())
        .as("a slice that begins when it is forgotten has not ended")
        .containsOnlyKeys("often", "once");
    advance(START + 28 * DAY + 2 * SLICE);
    assertThat(stream.save().sources()).containsOnlyKeys("often");
    assertThat(alerts).isEmpty();
  }

  @Test
  void aSourceWhoseSilenceIsAnAlertIsKeptUntilItSpeaksAgain() {
    for (long hour = START; hour < START + 14 * DAY; hour += HOUR) {
      publish("hourly", hour);
      advance(hour + SLICE);
    }
    advance(START + 90 * DAY);
    assertThat(stream.save().sources()).containsOnlyKeys("hourly");
    publish("hourly", START + 90 * DAY);
    advance(START + 90 * DAY + SLICE);
    assertThat(alerts).extracting(AlertEvent::state).startsWith(AlertEvent.State.OPEN);
    assertThat(alerts).extracting(AlertEvent::state).endsWith(AlertEvent.State.CLOSE);
  }

  /** When a source is removed depends on the steps of event time; what is known of it does not. */
  @ParameterizedTest
  @CsvSource({"-1, false", "0, true"})
  void whatIsKnownDoesNotDependOnTheStepsOfEventTime(int slicesAfter, boolean forgotten) {
    long again = START + SLICE + 28 * DAY + slicesAfter * SLICE;
    long end = START + 29 * DAY;
    WholeStream inOneStep =
        new WholeStream(AlertSettings.of(3, 2), BASELINE, WholeStream.Saved.NOTHING);
    for (long slice : List.of(START, again)) {
      inOneStep.add(
          new WholeStream.Article(new Span(slice, slice + SLICE), "s" + slice, "rare", true), 1);
    }
    inOneStep.advance(end);
    publish("rare", START);
    for (long to = START + SLICE; to <= end; to += SLICE) {
      if (to == again) {
        publish("rare", again);
      }
      advance(to);
    }
    assertThat(stream.save().sources()).isEqualTo(inOneStep.save().sources());
    assertThat(stream.save().sources().get("rare").first())
        .isEqualTo((forgotten ? again : START) + SLICE);
  }
}
