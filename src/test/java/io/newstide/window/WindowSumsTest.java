package io.newstide.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

class WindowSumsTest {

  private static final long SLICE = Duration.ofMinutes(10).toMillis();
  private static final Slicing SLICING = new Slicing(ZoneOffset.UTC, Duration.ofMinutes(10));
  private static final Subject SUBJECT = new Subject(SubjectKind.TOPIC, "flood");

  private static Observation observation(int number, String story, double strength) {
    return new Observation(
        new CountedArticle(
            "a" + number,
            story,
            "t" + number,
            "daily" + number % 7,
            number,
            "",
            List.of("防汛", "水位" + number % 40),
            List.of(new NamedEntity(SubjectKind.PLACE, "澜江" + number % 25)),
            new Delay("daily", 4)),
        strength,
        number % 3 == 0);
  }

  /** Sums that move on, whether or not there is room to keep them, against adding all up. */
  @RepeatedTest(10)
  void aSumThatMovesOnShowsWhatAddingUpDoes(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    FixedWindow window = (FixedWindow) WindowShape.parse("4h", "PT4H/PT10M", SLICING);
    var terms =
        new SubjectHistory.Terms(Duration.ofDays(2).toMillis(), Duration.ofHours(1).toMillis());
    SubjectHistory history = new SubjectHistory(SubjectKind.TOPIC, terms);
    WindowSums sums = new WindowSums(repetition.getCurrentRepetition() % 3 == 0 ? 50 : 100_000);
    Map<Span, Tally> slices = new TreeMap<>();
    // From every article a story of its own to nearly all telling the same few.
    int stories = List.of(100_000, 300, 4).get(random.nextInt(3));
    int number = 0;
    for (int i = 0; i < 120; i++) {
      Span slice = new Span(i * SLICE, (i + 1) * SLICE);
      Tally.Sum tally = new Tally.Sum();
      for (int articles = 1 + random.nextInt(30); articles > 0; articles--) {
        // Strengths that fall, as where the peak of a burst moves out of the window.
        double strength = random.nextInt(6) / 2.0 + (i < 50 ? 50 - i : 0);
        tally.add(observation(number++, "s" + random.nextInt(stories), strength));
      }
      slices.put(slice, tally.total());
      history.put(slice, false, slices.get(slice));
      history.report(List.of(window), slice.end());
      Span span = window.endingAfter(slice.end() - 1);
      Tally.Sum all = new Tally.Sum();
      slices.forEach(
          (of, one) -> {
            if (of.start() >= span.start() && of.end() <= span.end()) {
              all.add(one);
            }
          });
      WindowSums.Summed summed = sums.of(SUBJECT, history, window, span, slice.end(), slices::get);
      assertThat(WindowCount.of(SUBJECT, span, summed.tally(), summed.previous()))
          .isEqualTo(WindowCount.of(SUBJECT, span, all.total(), summed.previous()));
    }
  }
}
