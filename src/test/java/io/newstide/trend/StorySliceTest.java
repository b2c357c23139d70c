package io.newstide.trend;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.window.Evidence;
import io.newstide.window.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StorySliceTest {

  private static final Span SLICE = new Span(600_000, 1_200_000);
  private static final Evidence ARTICLE = new Evidence("a-1", "s-1", "防汛", "日报", 700_000, "", 2.5);
  private static final Telling SHOWN = new Telling("s-1", "日报", Optional.of(ARTICLE));

  @Test
  void aStoryThatOneSourceToldIsSaidAsAnyOther() {
    StorySlice slice = StorySlice.begun(SLICE, true, SHOWN, 2);
    assertThat(slice.slice()).isEqualTo(SLICE);
    assertThat(slice.day()).isTrue();
    assertThat(slice.fresh()).containsExactly(new StorySlice.Story("s-1", List.of("日报")));
    assertThat(slice.mentions()).isEqualTo(Map.of("日报", 2));
    assertThat(slice.evidence()).containsExactly(ARTICLE);
    assertThat(slice)
        .isEqualTo(
            StorySlice.of(
                SLICE,
                true,
                List.of(new StorySlice.Story("s-1", List.of("日报"))),
                Map.of("日报", 2),
                List.of(ARTICLE)))
        .isNotEqualTo(StorySlice.begun(SLICE, true, SHOWN, 1))
        .isNotEqualTo(StorySlice.begun(SLICE, false, SHOWN, 2));
  }

  @Test
  void whatIsToldAgainIsAMentionAndNoStory() {
    StorySlice slice = StorySlice.again(SLICE, false, SHOWN, 3);
    assertThat(slice.fresh()).isEmpty();
    assertThat(slice.mentions()).isEqualTo(Map.of("日报", 3));
    assertThat(slice.evidence()).isEmpty();
    assertThat(slice)
        .isEqualTo(StorySlice.of(SLICE, false, List.of(), Map.of("日报", 3), List.of()))
        .isNotEqualTo(StorySlice.begun(SLICE, false, SHOWN, 3));
  }

  @Test
  void whatSeveralToldIsKeptAsItIs() {
    List<StorySlice.Story> fresh =
        List.of(
            new StorySlice.Story("s-1", List.of("日报", "晚报")),
            new StorySlice.Story("s-2", List.of("晚报")));
    StorySlice slice =
        StorySlice.of(SLICE, false, fresh, Map.of("日报", 1, "晚报", 4), List.of(ARTICLE));
    assertThat(slice.fresh()).isEqualTo(fresh);
    assertThat(slice.mentions()).isEqualTo(Map.of("日报", 1, "晚报", 4));
    assertThat(slice.evidence()).containsExactly(ARTICLE);
  }

  @Test
  void aStoryOfAnotherSourceThanTheMentionedIsKeptAsItIs() {
    List<StorySlice.Story> fresh = List.of(new StorySlice.Story("s-1", List.of("晚报")));
    StorySlice slice = StorySlice.of(SLICE, false, fresh, Map.of("日报", 1), List.of());
    assertThat(slice.fresh()).isEqualTo(fresh);
    assertThat(slice.mentions()).isEqualTo(Map.of("日报", 1));
  }

  @Test
  void aSliceMayHoldNothing() {
    StorySlice slice = StorySlice.of(SLICE, false, List.of(), Map.of(), List.of());
    assertThat(slice.fresh()).isEmpty();
    assertThat(slice.mentions()).isEmpty();
    assertThat(slice.evidence()).isEmpty();
  }
}
