package io.newstide.trend;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.window.Evidence;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What lies elsewhere decides the same as what lies at hand. */
class TrackStoreTest {

  private static final Duration SLICE = Duration.ofMinutes(10);
  private static final BaselineSettings BASELINE =
      BaselineSettings.of(
          ZoneId.of("Asia/Shanghai"), SLICE, Duration.ofDays(28), Duration.ofDays(7));
  private static final AlertSettings ALERTS = AlertSettings.of(2, 3);
  private static final Subject SUBJECT = new Subject(SubjectKind.TOPIC, "flood-prevention");
  private static final long START = Instant.parse("2025-03-02T16:00:00Z").toEpochMilli();

  private static final class Elsewhere implements TrackStore {
    private final Map<String, Long> told = new HashMap<>();
    private List<StorySlice> recent = new ArrayList<>();
    private int written;

    @Override
    public Long told(String story) {
      return told.get(story);
    }

    @Override
    public void tell(String story, long end) {
      told.put(story, end);
    }

    @Override
    public void forgetTold(long until) {
      told.values().removeIf(last -> last <= until);
    }

    @Override
    public List<StorySlice> recent() {
      return recent;
    }

    @Override
    public void add(StorySlice slice) {
      recent.add(slice);
      written++;
    }

    @Override
    public void replace(List<StorySlice> slices) {
      recent = new ArrayList<>(slices);
      written += slices.size();
    }
  }

  private static Span slice(int number) {
    return new Span(START + number * SLICE.toMillis(), START + (number + 1) * SLICE.toMillis());
  }

  private static AlertEpisodes over(AlertEpisodes.Memory memory) {
    return new AlertEpisodes(SUBJECT, ALERTS, BASELINE, memory);
  }

  /**
   * Nine days in which the subject comes and goes; now and then all is read from what was saved.
   */
  @RepeatedTest(10)
  void theSameIsDecidedWhereverStoriesLie(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    StorySlices all = new StorySlices(ALERTS.reach());
    TotalHistory total = new TotalHistory(BASELINE);
    Elsewhere elsewhere = new Elsewhere();
    AlertEpisodes.Memory plain = new AlertEpisodes.Memory();
    AlertEpisodes.Memory copied = new AlertEpisodes.Memory();
    AlertEpisodes.Memory split = copied.copy();
    String asCopied = copied.view().toString();
    int events = 0;
    int most = 0;
    for (int now = 0; now < 9 * 144; now++) {
      // At first all of it lies at hand: what a savepoint of before holds.
      if (now > 100) {
        split.keepIn(elsewhere);
      }
      if (now % 300 < 40) {
        for (int i = random.nextInt(4); i > 0; i--) {
          String story = "s" + random.nextInt(4 * now + 1);
          String source = random.nextBoolean() ? "daily" : "evening";
          Evidence evidence =
              new Evidence(source + story, story, story, source, slice(now).start(), "", 1);
          Telling telling = new Telling(story, source, Optional.of(evidence));
          all.add(slice(now), new Telling(story, source, Optional.empty()), 1);
          over(plain).add(slice(now), telling, 1, total);
          over(split).add(slice(now), telling, 1, total);
        }
      }
      all.add(slice(now), new Telling("d" + now, "daily", Optional.empty()), 1);
      all.add(slice(now), new Telling("e" + now, "evening", Optional.empty()), 1);
      long end = slice(now).end();
      all.complete(end, SLICE).forEach(total::add);
      List<AlertEvent> expected = over(plain).advance(end, total);
      assertThat(over(split).advance(end, total)).isEqualTo(expected);
      events += expected.size();
      Span day = new Span(end - Duration.ofDays(1).toMillis(), end);
      assertThat(over(split).expectation(day, Duration.ofDays(1), 3, total))
          .isEqualTo(over(plain).expectation(day, Duration.ofDays(1), 3, total));
      assertThat(over(split).isEmpty()).isEqualTo(over(plain).isEmpty());
      if (random.nextInt(50) == 0) {
        split = new AlertEpisodes.Memory(split.view());
      }
      // What a copy does is nothing to what it was made of.
      assertThat(copied.view().toString()).isEqualTo(asCopied);
      copied = split;
      asCopied = copied.view().toString();
      split = split.copy();
      most = Math.max(most, elsewhere.told.size());
    }
    assertThat(events).as("something was decided").isPositive();
    // What is no longer needed is forgotten in time, and a slice is not written again and again.
    long now = slice(9 * 144).start();
    assertThat(elsewhere.told.values())
        .allMatch(last -> last > now - 2 * ALERTS.reach().toMillis());
    assertThat(elsewhere.written).isLessThan(3 * 5 * 40);
    assertThat(most).isGreaterThan(50);
  }

  @Test
  void whatLiesElsewhereIsNoPartOfWhatIsSavedHere() {
    TotalHistory total = new TotalHistory(BASELINE);
    Elsewhere elsewhere = new Elsewhere();
    AlertEpisodes.Memory memory = new AlertEpisodes.Memory();
    over(memory).add(slice(0), new Telling("s", "daily", Optional.empty()), 1, total);
    over(memory).advance(slice(0).end(), total);
    memory.keepIn(elsewhere);

    assertThat(elsewhere.told).containsExactly(Map.entry("s", slice(0).end()));
    assertThat(elsewhere.recent).extracting(StorySlice::slice).containsExactly(slice(0));
    assertThat(memory.view().track().slices().told()).isEmpty();
    assertThat(memory.view().track().recent()).isEmpty();
    assertThat(memory.view().track().hours()).hasSize(1);
  }

  @Test
  void slicesAreWrittenAnewOnlyWhenHalfOfThemAreOld() {
    int reach = (int) ALERTS.reach().dividedBy(SLICE);
    TotalHistory total = new TotalHistory(BASELINE);
    Elsewhere elsewhere = new Elsewhere();
    AlertEpisodes.Memory memory = new AlertEpisodes.Memory();
    memory.keepIn(elsewhere);
    for (int now : new int[] {0, reach / 2, reach / 2 + 1, reach / 2 + 2}) {
      over(memory).add(slice(now), new Telling("s" + now, "daily", Optional.empty()), 1, total);
      over(memory).advance(slice(now).end(), total);
    }
    // Half the reach goes by, in which old slices are looked for once: one of four is.
    for (int now = reach + 1; now < reach + reach / 2; now++) {
      over(memory).advance(slice(now).end(), total);
    }
    assertThat(elsewhere.recent).hasSize(4);
    assertThat(elsewhere.written).isEqualTo(4);

    for (int now = reach + reach / 2; now < 2 * reach + 3; now++) {
      over(memory).advance(slice(now).end(), total);
    }
    assertThat(elsewhere.recent).isEmpty();
  }
}
