package io.newstide.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.window.FixedWindow;
import io.newstide.window.Multiset;
import io.newstide.window.Slicing;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectHistory;
import io.newstide.window.SubjectKind;
import io.newstide.window.SubjectSlice;
import io.newstide.window.SubjectTimeline;
import io.newstide.window.Tally;
import io.newstide.window.WindowCount;
import io.newstide.window.WindowShape;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counting by numbers gives what the window room's own timeline gives. */
class StoryCountsTest {

  private static final Subject TOPIC = new Subject(SubjectKind.TOPIC, "t");
  private static final Slicing SLICING =
      new Slicing(ZoneId.of("Asia/Shanghai"), Duration.ofMinutes(10));
  private static final long START = Instant.parse("2026-03-01T16:00:00Z").toEpochMilli();
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long SLICE = Duration.ofMinutes(10).toMillis();

  private static SubjectSlice slice(long start, long length, Map<String, Long> stories) {
    return new SubjectSlice(
        TOPIC,
        new Span(start, start + length),
        length > SLICE,
        Tally.of(
            Multiset.of(stories),
            Multiset.empty(),
            Multiset.empty(),
            Multiset.empty(),
            Multiset.empty(),
            Multiset.empty(),
            0));
  }

  @Test
  void aStoryToldTwiceInAWindowIsOneStoryAndTwoArticles() {
    StoryCounts counts =
        new StoryCounts(
            List.of(
                slice(START, SLICE, Map.of("a", 1L)),
                slice(START + SLICE, SLICE, Map.of("a", 1L, "b", 2L)),
                slice(START + 3 * Duration.ofHours(1).toMillis(), SLICE, Map.of("b", 1L))));
    Workbench.Curve curve =
        counts.over(
            "t",
            (FixedWindow) WindowShape.parse("w", "PT1H", SLICING),
            START,
            START + 4 * Duration.ofHours(1).toMillis());
    assertThat(curve.stories()).containsExactly(2, 0, 0, 1);
    assertThat(curve.mentions()).containsExactly(4, 0, 0, 1);
    assertThat(curve.starts()[0]).isEqualTo(START);
    assertThat(curve.greatest()).isEqualTo(2);
    assertThat(curve.withStories()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"PT1H", "PT3H/PT10M", "PT6H/PT1H", "P1D", "P3D/P1D", "P1W", "P1M", "P1D+PT1H"})
  void everySpanIsThatOfTheTimeline(String shape) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<SubjectSlice> slices = new ArrayList<>();
    for (long start = START; start < START + 20 * DAY; start += SLICE) {
      if (random.nextInt(6) == 0) {
        slices.add(slice(start, SLICE, stories(random)));
      }
      if ((start - START) % DAY == 0 && random.nextBoolean()) {
        slices.add(slice(start, DAY, stories(random)));
      }
    }
    slices.sort(Comparator.comparing(SubjectSlice::slice));
    SubjectTimeline timeline =
        new SubjectTimeline(TOPIC, new SubjectHistory.Terms(Long.MAX_VALUE / 4, DAY));
    slices.forEach(timeline::put);
    FixedWindow window = (FixedWindow) WindowShape.parse("w", shape, SLICING);
    long end = START + 31 * DAY;
    Workbench.Curve curve = new StoryCounts(slices).over("t", window, START, end);
    assertThat(curve.ends()).isNotEmpty();
    for (int i = 0; i < curve.ends().length; i++) {
      Span span = new Span(curve.starts()[i], curve.ends()[i]);
      WindowCount expected = timeline.count(window, span, end);
      assertThat(new long[] {curve.stories()[i], curve.mentions()[i]})
          .as("%s, seed %d", span, seed)
          .containsExactly(expected.uniqueStories(), expected.mentions());
    }
  }

  private static Map<String, Long> stories(Random random) {
    Map<String, Long> stories = new HashMap<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      stories.merge("s" + random.nextInt(40), 1L, Long::sum);
    }
    return stories;
  }
}
