package io.newstide.trend;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.window.Evidence;
import io.newstide.window.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StorySlicesTest {

  private static final Duration SLICE = Duration.ofMinutes(10);
  private static final Span FIRST = slice(0);
  private static final Span SECOND = slice(1);

  private final StorySlices slices = new StorySlices(Duration.ofHours(1));

  private static Span slice(long number) {
    return new Span(number * SLICE.toMillis(), (number + 1) * SLICE.toMillis());
  }

  private static Telling told(String story, String source) {
    return new Telling(story, source, Optional.empty());
  }

  @Test
  void aStoryBeginsWhereItIsFirstToldAndItsCopiesAreMentions() {
    slices.add(FIRST, told("flood", "daily"), 1);
    slices.add(FIRST, told("flood", "evening"), 1);
    slices.add(SECOND, told("flood", "morning"), 3);
    slices.add(SECOND, told("fair", "daily"), 1);

    assertThat(slices.complete(SECOND.end(), SLICE))
        .containsExactly(
            StorySlice.of(
                FIRST,
                false,
                List.of(new StorySlice.Story("flood", List.of("daily", "evening"))),
                Map.of("daily", 1, "evening", 1),
                List.of()),
            StorySlice.of(
                SECOND,
                false,
                List.of(new StorySlice.Story("fair", List.of("daily"))),
                Map.of("daily", 1, "morning", 3),
                List.of()));
    assertThat(slices.nextEnd()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aStoryToldAgainAndAgainNeverBeginsAgainButOneForgottenDoes() {
    slices.add(slice(0), told("flood", "daily"), 1);
    slices.add(slice(5), told("flood", "daily"), 1);
    slices.add(slice(10), told("flood", "daily"), 1);
    slices.add(slice(16), told("flood", "daily"), 1);
    List<Integer> fresh = new ArrayList<>();
    for (int i = 0; i <= 16; i++) {
      slices.complete(slice(i).end(), SLICE).forEach(slice -> fresh.add(slice.fresh().size()));
    }
    // The last telling is an hour after the one before: by then it is forgotten.
    assertThat(fresh).containsExactly(1, 0, 0, 1);
  }

  @Test
  void whatIsTakenAwayBeforeTheSliceEndsWasNeverThere() {
    slices.add(FIRST, told("flood", "daily"), 1);
    slices.add(FIRST, told("flood", "daily"), -1);
    assertThat(slices.nextEnd()).isEqualTo(Long.MAX_VALUE);
    assertThat(slices.complete(FIRST.end(), SLICE)).isEmpty();
    assertThat(slices.save().told()).isEmpty();
  }

  @Test
  void articlesDatedToTheDayHaveASliceOfTheirOwn() {
    Span day = new Span(0, Duration.ofDays(1).toMillis());
    slices.add(day, told("fair", "weekly"), 1);
    assertThat(slices.complete(day.end(), SLICE))
        .singleElement()
        .satisfies(slice -> assertThat(slice.day()).isTrue());
  }

  @Test
  void theOrderOfArticlesAndASaveInBetweenMakeNoDifference() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<Map.Entry<Span, Telling>> articles = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String story = "s" + random.nextInt(40);
      Telling telling =
          new Telling(
              story,
              "source" + random.nextInt(4),
              Optional.of(new Evidence("a" + i, story, "t" + i, "x", i, "", random.nextInt(5))));
      articles.add(Map.entry(slice(random.nextInt(20)), telling));
    }
    articles.forEach(article -> slices.add(article.getKey(), article.getValue(), 1));
    List<StorySlice> expected = slices.complete(slice(19).end(), SLICE);

    Collections.shuffle(articles, random);
    StorySlices others = new StorySlices(Duration.ofHours(1));
    List<StorySlice> found = new ArrayList<>();
    articles.forEach(article -> others.add(article.getKey(), article.getValue(), 1));
    StorySlices restored = others;
    for (int i = 0; i < 20; i++) {
      found.addAll(restored.complete(slice(i).end(), SLICE));
      restored = new StorySlices(Duration.ofHours(1), restored.save());
    }
    assertThat(found).as("seed %d", seed).isEqualTo(expected);
  }
}
