package io.newstide.trend;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.window.Evidence;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeadlinesTest {

  private static Evidence article(String id, String story, String title, double strength) {
    return new Evidence(id, story, title, "daily", 0, "", strength);
  }

  private static List<String> pick(int most, Evidence... articles) {
    return Headlines.pick(List.of(articles), most).stream().map(Evidence::id).toList();
  }

  @Test
  void theStrongestComesFirstAndWhatIsUnlikeItNext() {
    assertThat(
            pick(
                3,
                article("a", "1", "澜江水位超过警戒线", 5),
                article("b", "2", "澜江水位再超过警戒线", 4.9),
                article("c", "3", "南浦区转移居民三千人", 4),
                article("d", "4", "石门水库开闸泄洪", 3)))
        .containsExactly("a", "c", "d");
  }

  @Test
  void aStoryIsShownOnce() {
    assertThat(pick(5, article("a", "1", "澜江水位超过警戒线", 5), article("b", "1", "石门水库开闸泄洪", 4)))
        .containsExactly("a");
  }

  @Test
  void withoutArticlesThereAreNoHeadlines() {
    assertThat(pick(5)).isEmpty();
    assertThat(pick(5, article("a", "1", "雨", 0), article("b", "2", "", 0)))
        .containsExactly("a", "b");
  }
}
