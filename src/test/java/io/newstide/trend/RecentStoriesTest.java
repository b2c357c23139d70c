package io.newstide.trend;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.window.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class RecentStoriesTest {

  private static StorySlice slice(long start, long end, List<String> tellers, int stories) {
    return StorySlice.of(
        new Span(start, end),
        end - start > 10,
        IntStream.range(0, stories)
            .mapToObj(i -> new StorySlice.Story("s" + end + "-" + i, tellers))
            .toList(),
        Map.of(),
        List.of());
  }

  private static StorySlice slice(long end, int stories) {
    return slice(end - 10, end, List.of("daily"), stories);
  }

  @Test
  void aStoryLiesInASpanThatEndsWithItsSliceAndNotInOneThatBeginsThere() {
    var stories = new RecentStories(List.of(slice(10, 2), slice(20, 0), slice(30, 1)));
    assertThat(stories.endingIn(new Span(0, 10))).isEqualTo(2);
    assertThat(stories.endingIn(new Span(10, 30))).isEqualTo(1);
    assertThat(stories.endingIn(new Span(0, 9))).isZero();
    assertThat(stories.endingIn(new Span(0, 100))).isEqualTo(3);
  }

  @Test
  void aCopyGoesOnByItself() {
    var stories = new RecentStories(List.of(slice(10, 2), slice(20, 1), slice(30, 1)));
    stories.forget(10);
    var copy = stories.copy();
    copy.add(slice(30, 40, List.of("evening"), 3));
    stories.add(slice(30, 40, List.of("morning"), 1));
    assertThat(stories.endingIn(new Span(0, 40))).isEqualTo(3);
    assertThat(stories.sources()).containsExactly("daily", "morning");
    assertThat(copy.endingIn(new Span(0, 40))).isEqualTo(5);
    assertThat(copy.endingIn(new Span(20, 30))).isEqualTo(1);
    assertThat(copy.sources()).containsExactly("daily", "evening");
  }

  @Test
  void storiesCountThatOneOfTheSourcesToldAndDaysWhereTheyDo() {
    var stories =
        new RecentStories(
            List.of(
                slice(0, 10, List.of("daily", "evening"), 1),
                slice(10, 20, List.of("morning"), 2),
                slice(20, 30, List.of("evening"), 1),
                slice(0, 30, List.of("daily"), 4)));
    assertThat(stories.sources()).containsExactly("daily", "evening", "morning");
    long[] lengths = {10, 30};
    int[] counts = new int[2];
    long[] by = new long[2];
    stories.count(30, lengths, 10, false, 0b011, counts, by);
    assertThat(counts).containsExactly(1, 2);
    assertThat(by).containsExactly(0b010, 0b011);
    stories.count(30, lengths, 10, true, 0b101, counts, by);
    assertThat(counts).as("added to those").containsExactly(1, 2 + 1 + 2 + 4);
    assertThat(by).containsExactly(0b010, 0b111);
  }

  @Test
  void ofMoreSourcesThanBitsItSaysThatThereAreOthersUntilAllAreForgotten() {
    var stories = new RecentStories(List.of());
    for (int i = 1; i <= 62; i++) {
      stories.add(slice(10L * i - 10, 10L * i, List.of("source " + i), 1));
    }
    assertThat(stories.knowsTellers()).isTrue();
    stories.add(slice(620, 630, List.of("source 63"), 1));
    stories.add(slice(630, 640, List.of("source 64"), 1));
    assertThat(stories.knowsTellers()).isFalse();
    assertThat(stories.endingIn(new Span(0, 640))).isEqualTo(64);
    stories.forget(640);
    assertThat(stories.knowsTellers()).isTrue();
    stories.add(slice(640, 650, List.of("source 1"), 1));
    assertThat(stories.sources()).containsExactly("source 1");
  }

  @RepeatedTest(20)
  void whateverIsAddedAndForgottenItIsCountedLikeSlices(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<StorySlice> slices = new ArrayList<>();
    for (int i = 1; i <= random.nextInt(5); i++) {
      slices.add(slice(i, random.nextInt(3)));
    }
    RecentStories stories = new RecentStories(slices);
    long now = 10;
    for (int step = 0; step < 300; step++) {
      now += random.nextInt(3);
      StorySlice next = slice(now, random.nextInt(4));
      slices.add(next);
      stories.add(next);
      if (random.nextInt(10) == 0) {
        long moment = now - random.nextInt(40);
        stories.forget(moment);
        slices.removeIf(old -> old.slice().end() <= moment);
      }
      long start = now - random.nextInt(60) - 1;
      Span span = new Span(start, start + 1 + random.nextInt(60));
      int expected = 0;
      for (StorySlice one : slices) {
        long end = one.slice().end();
        expected += end > span.start() && end <= span.end() ? one.fresh().size() : 0;
      }
      assertThat(stories.endingIn(span)).isEqualTo(expected);
    }
  }
}
