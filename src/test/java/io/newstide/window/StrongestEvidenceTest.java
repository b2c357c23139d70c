package io.newstide.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class StrongestEvidenceTest {

  private static Evidence article(int number, String story, double strength) {
    return new Evidence("a" + number, story, "t" + number, "daily", 1_000 - number, "", strength);
  }

  /** One a story, by sorting all that is there. */
  private static List<Evidence> sorted(List<Evidence> all, int most) {
    List<Evidence> strongest = new ArrayList<>();
    all.stream()
        .sorted(Evidence.STRONGEST_FIRST)
        .filter(one -> strongest.stream().noneMatch(before -> before.story().equals(one.story())))
        .forEach(strongest::add);
    return strongest.subList(0, Math.min(most, strongest.size()));
  }

  @RepeatedTest(20)
  void whereItIsEnoughItShowsWhatSortingAllDoes(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    int stories = 1 + random.nextInt(300);
    int inside = 1 + random.nextInt(400);
    StrongestEvidence evidence = new StrongestEvidence(8);
    List<Evidence> all = new ArrayList<>();
    int enough = 0;
    for (int i = 0; i < 1_000; i++) {
      // Few strengths, so that many are as strong as each other.
      Evidence one = article(i, "s" + random.nextInt(stories), random.nextInt(12) / 4.0);
      all.add(one);
      evidence.add(new Observation(one.article(), one.strength(), false), 1);
      if (all.size() > inside) {
        evidence.add(all.remove(0), -1);
      }
      assertThat(evidence.distinct()).isLessThanOrEqualTo(16);
      if (evidence.isEnough(5)) {
        enough++;
        assertThat(Evidence.strongest(evidence.kept(), 5)).isEqualTo(sorted(all, 5));
      }
    }
    assertThat(enough).isPositive();
  }

  @Test
  void itIsNotEnoughWhereWeakerArticlesWouldShow() {
    StrongestEvidence evidence = new StrongestEvidence(2);
    for (int i = 0; i < 6; i++) {
      evidence.add(article(i, "s" + i, i), 1);
    }
    assertThat(evidence.isEnough(2)).isTrue();
    assertThat(evidence.isEnough(5)).isFalse();
    evidence.add(article(5, "s5", 5), -1);
    evidence.add(article(4, "s4", 4), -1);
    evidence.add(article(3, "s3", 3), -1);
    assertThat(evidence.isEnough(2)).isFalse();
  }

  @Test
  void whatOneStorySaysAgainAndAgainIsOneStory() {
    StrongestEvidence evidence = new StrongestEvidence(2);
    for (int i = 0; i < 6; i++) {
      evidence.add(article(i, "same", 10 + i), 1);
      evidence.add(article(10 + i, "s" + i, i), 1);
    }
    assertThat(evidence.isEnough(2)).isFalse();
  }

  /** A headline that was corrected: the old one goes, though it is as strong and as old. */
  @Test
  void anArticleThatIsCorrectedIsAnotherOne() {
    StrongestEvidence evidence = new StrongestEvidence(2);
    Evidence old = new Evidence("a", "s", "old", "daily", 1, "", 1);
    Evidence corrected = new Evidence("a", "s", "new", "daily", 1, "", 1);
    evidence.add(old, 1);
    evidence.add(corrected, 1);
    evidence.add(old, -1);
    assertThat(Evidence.strongest(evidence.kept(), 5)).containsExactly(corrected);
  }
}
