package io.newstide.duplicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.newstide.duplicate.DuplicateScores.Gold;
import io.newstide.duplicate.DuplicateScores.Share;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DuplicateScoresTest {

  private static Gold gold(String id, String title, String cluster, String variant) {
    return new Gold(id, title, cluster, variant, Optional.empty());
  }

  @Test
  void countsPairsOfArticles() {
    List<Gold> gold =
        List.of(
            gold("a", "甲", "1", "orig"),
            gold("b", "甲", "1", "lead"),
            gold("c", "甲", "1", "wire"),
            gold("d", "甲", "2", "neg-same-title"),
            gold("e", "乙", "3", "orig"),
            new Gold("f", "乙", "4", "neg-changed-figures", Optional.of("e")));
    // a and c are found, and d wrongly with them; b is missed; e and f are kept apart.
    DuplicateScores scores =
        DuplicateScores.of(
            gold, Map.of("a", "a", "b", "b", "c", "a", "d", "a", "e", "e", "f", "f"));

    assertThat(scores.articles()).isEqualTo(6);
    assertThat(scores.gold()).isEqualTo(3);
    assertThat(scores.found()).isEqualTo(3);
    assertThat(scores.right()).isEqualTo(1);
    assertThat(scores.precision()).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(scores.recall()).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(scores.f1()).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(scores.variants())
        .isEqualTo(
            Map.of("orig", new Share(2, 1), "lead", new Share(2, 0), "wire", new Share(2, 1)));
    assertThat(scores.negatives())
        .isEqualTo(
            Map.of("neg-same-title", new Share(3, 2), "neg-changed-figures", new Share(1, 0)));
  }

  @Test
  void twoNegativesOfTheSameTitleAreOnePair() {
    List<Gold> gold =
        List.of(gold("a", "甲", "1", "neg-same-title"), gold("b", "甲", "2", "neg-same-title"));
    assertThat(DuplicateScores.of(gold, Map.of("a", "a", "b", "a")).negatives())
        .isEqualTo(Map.of("neg-same-title", new Share(1, 1)));
  }

  @Test
  void whereThereIsNothingToFindAllIsRight() {
    DuplicateScores scores = DuplicateScores.of(List.of(gold("a", "甲", "1", "")), Map.of("a", "a"));
    assertThat(scores.precision()).isEqualTo(1);
    assertThat(scores.recall()).isEqualTo(1);
    assertThat(scores.f1()).isEqualTo(1);
  }
}
