package io.newstide.trend;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.window.Span;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

class SubjectTrackTest {

  private static final long SLICE = 600_000;
  private static final long HOUR = 6 * SLICE;
  private static final long DAY = 24 * HOUR;
  private static final BaselineSettings SETTINGS =
      BaselineSettings.of(
          ZoneOffset.UTC, Duration.ofMillis(SLICE), Duration.ofDays(28), Duration.ofDays(3));

  /** Sizes of several windows in one pass are those of each window by itself. */
  @RepeatedTest(20)
  void sizesAreThoseOfTheWindows(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    TotalHistory total = new TotalHistory(SETTINGS);
    // One source known for long, one that becomes so meanwhile, one that is new.
    first(total, "old", -100 * DAY);
    first(total, "young", DAY - SETTINGS.minHistory().toMillis());
    first(total, "new", 0);
    List<String> sources = new ArrayList<>(List.of("old", "young", "new"));
    // Sometimes there are more sources than are told apart by bits.
    int more = repetition.getCurrentRepetition() % 4 == 0 ? 90 : 0;
    for (int i = 0; i < more; i++) {
      sources.add("one of many " + i);
      first(total, "one of many " + i, i % 2 == 0 ? -100 * DAY : 0);
    }
    long[] lengths = {HOUR, 3 * HOUR, DAY};
    SubjectTrack track =
        new SubjectTrack(SETTINGS, Duration.ofMillis(DAY), new SubjectTrack.Memory());

    for (long end = SLICE; end <= 2 * DAY; end += SLICE) {
      // For some hours nothing comes.
      int most = end % DAY < 4 * HOUR ? 1 : more > 0 ? 10 : 3;
      for (int i = random.nextInt(most); i > 0; i--) {
        String story = "s" + random.nextInt(more > 0 ? 4000 : 400);
        String source = sources.get(random.nextInt(sources.size()));
        boolean day = random.nextInt(10) == 0;
        long dayStart = Math.floorDiv(end - 1, DAY) * DAY;
        Span slice = day ? new Span(dayStart, dayStart + DAY) : new Span(end - SLICE, end);
        track.add(slice, new Telling(story, source, Optional.empty()), 1, total);
      }
      track.complete(end, true, total);
      List<SubjectTrack.Size> sizes = track.sizes(end, lengths, total);
      for (int i = 0; i < lengths.length; i++) {
        SubjectTrack.Window window = track.window(new Span(end - lengths[i], end), total);
        assertThat(sizes.get(i))
            .isEqualTo(
                new SubjectTrack.Size(
                    window.stories().size(), Math.min(2, window.sources().size())));
        assertThat(track.storiesAtMost(window.span()))
            .isGreaterThanOrEqualTo(window.stories().size());
      }
      track.expire(end, Duration.ofDays(60));
    }
  }

  private static void first(TotalHistory total, String source, long at) {
    Span slice = new Span(at, at + SLICE);
    total.add(
        StorySlice.of(
            slice,
            false,
            List.of(new StorySlice.Story("first" + source, List.of(source))),
            Map.of(source, 1),
            List.of()));
  }
}
