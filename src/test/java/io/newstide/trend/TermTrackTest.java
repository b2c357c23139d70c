package io.newstide.trend;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TermTrackTest {

  private static final Duration SLICE = Duration.ofMinutes(10);
  private static final int DAY = 144;
  private static final BaselineSettings BASELINE =
      BaselineSettings.of(
          ZoneId.of("Asia/Shanghai"), SLICE, Duration.ofDays(28), Duration.ofDays(7));
  private static final AlertSettings ALERTS = AlertSettings.of(3, 3);
  private static final long START = Instant.parse("2025-03-02T16:00:00Z").toEpochMilli();

  private final StorySlices all = new StorySlices(Duration.ofDays(3));
  private final TotalHistory total = new TotalHistory(BASELINE);
  private SubjectTrack.Memory memory = new SubjectTrack.Memory();
  private TermTrack term = over(memory);
  private int now;

  private static TermTrack over(SubjectTrack.Memory memory) {
    return new TermTrack(
        new Subject(SubjectKind.KEYWORD, "5号线"), ALERTS, BASELINE, Duration.ofDays(1), memory);
  }

  private Span slice() {
    return new Span(START + now * SLICE.toMillis(), START + (now + 1) * SLICE.toMillis());
  }

  private void tell(String story, String source) {
    Telling telling = new Telling(story, source, Optional.empty());
    all.add(slice(), telling, 1);
    term.add(slice(), telling, 1, total);
  }

  private Optional<RisingTerm> until(int slice) {
    while (now < slice) {
      all.add(slice(), new Telling("a" + now, "daily", Optional.empty()), 1);
      all.add(slice(), new Telling("b" + now, "evening", Optional.empty()), 1);
      all.complete(slice().end(), SLICE).forEach(total::add);
      term.advance(slice().end(), total);
      now++;
    }
    memory = new SubjectTrack.Memory(memory.view());
    term = over(memory);
    return term.rising(START + now * SLICE.toMillis(), total);
  }

  @Test
  void aTermRisesWithEnoughStoriesOfTwoSources() {
    until(14 * DAY);
    for (int i = 0; i < 6; i++) {
      tell("only here " + i, "daily");
    }
    assertThat(until(14 * DAY + 1)).isEmpty();
    tell("there too", "evening");
    RisingTerm rising = until(14 * DAY + 2).orElseThrow();
    assertThat(rising.term()).isEqualTo("5号线");
    assertThat(rising.stories()).hasSize(7).contains("there too", "only here 0");
    assertThat(rising.sources()).containsExactlyInAnyOrder("daily", "evening");
    assertThat(rising.expected()).isLessThan(0.5);
    assertThat(rising.score()).isGreaterThan(3);
  }

  @Test
  void saysWhenNothingOfItWillBeLeft() {
    assertThat(term.forgotten()).isEqualTo(Long.MAX_VALUE);
    tell("once", "daily");
    assertThat(term.forgotten()).as("not completed yet").isEqualTo(Long.MAX_VALUE);
    until(1);
    // The hour of the story must lie before what is kept: 28 days, a lag of three, and an hour.
    Duration kept = Duration.ofDays(28 + 3).plusHours(1);
    assertThat(term.forgotten()).isEqualTo(START + kept.plusHours(1).toMillis());
    term.advance(term.forgotten() - Duration.ofHours(1).toMillis(), total);
    assertThat(term.isEmpty()).isFalse();
    term.advance(term.forgotten(), total);
    assertThat(term.isEmpty()).isTrue();
  }

  @Test
  void aTermThatIsAlwaysThereDoesNotRise() {
    for (int hour = 0; hour < 14 * 24; hour++) {
      until(6 * hour);
      tell("habit " + hour, hour % 2 == 0 ? "daily" : "evening");
    }
    assertThat(until(14 * DAY)).isEmpty();
  }

  @Test
  void copiesOfOneStoryDoNotRise() {
    until(14 * DAY);
    for (int i = 0; i < 20; i++) {
      tell("one story", "daily");
      tell("one story", "evening");
      assertThat(until(14 * DAY + i + 1)).isEmpty();
    }
  }

  @Test
  void aTermNoLongerSeenIsForgotten() {
    until(14 * DAY);
    tell("once", "daily");
    until(20 * DAY);
    assertThat(term.isEmpty()).isFalse();
    until((14 + 28 + 3 + 1) * DAY);
    assertThat(term.isEmpty()).isTrue();
  }
}
