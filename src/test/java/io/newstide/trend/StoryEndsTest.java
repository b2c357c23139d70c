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

class StoryEndsTest {

  private static StorySlice slice(long end, int stories) {
    return new StorySlice(
        new Span(end - 10, end),
        false,
        IntStream.range(0, stories)
            .mapToObj(i -> new StorySlice.Story("s" + end + "-" + i, List.of("daily")))
            .toList(),
        Map.of(),
        List.of());
  }

  @Test
  void aStoryLiesInASpanThatEndsWithItsSliceAndNotInOneThatBeginsThere() {
    StoryEnds ends = new StoryEnds(List.of(slice(10, 2), slice(20, 0), slice(30, 1)));
    assertThat(ends.within(new Span(0, 10))).isEqualTo(2);
    assertThat(ends.within(new Span(10, 30))).isEqualTo(1);
    assertThat(ends.within(new Span(0, 9))).isZero();
    assertThat(ends.within(new Span(0, 100))).isEqualTo(3);
  }

  @RepeatedTest(20)
  void whateverIsAddedAndForgottenItIsCountedLikeSlices(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<StorySlice> slices = new ArrayList<>();
    for (int i = 1; i <= random.nextInt(5); i++) {
      slices.add(slice(i, random.nextInt(3)));
    }
    StoryEnds ends = new StoryEnds(slices);
    long now = 10;
    for (int step = 0; step < 300; step++) {
      now += random.nextInt(3);
      StorySlice next = slice(now, random.nextInt(4));
      slices.add(next);
      ends.add(next);
      if (random.nextInt(10) == 0) {
        long moment = now - random.nextInt(40);
        ends.forget(moment);
        slices.removeIf(old -> old.slice().end() <= moment);
      }
      long start = now - random.nextInt(60) - 1;
      Span span = new Span(start, start + 1 + random.nextInt(60));
      int expected = 0;
      for (StorySlice one : slices) {
        long end = one.slice().end();
        expected += end > span.start() && end <= span.end() ? one.fresh().size() : 0;
      }
      assertThat(ends.within(span)).isEqualTo(expected);
    }
  }
}
