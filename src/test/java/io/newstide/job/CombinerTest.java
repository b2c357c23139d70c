package io.newstide.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.window.CountedArticle;
import io.newstide.window.Delay;
import io.newstide.window.Observation;
import io.newstide.window.Slicing;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import io.newstide.window.SubjectSlice;
import io.newstide.window.Tally;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CombinerTest {

  private static final Slicing SLICING = new Slicing(ZoneId.of("UTC"), Duration.ofMinutes(10));
  private static final Span FIRST = new Span(0, 600_000);
  private static final Span SECOND = new Span(600_000, 1_200_000);
  private static final Subject FLOOD = new Subject(SubjectKind.TOPIC, "flood-prevention");

  private final Combiner combiner = new Combiner(SLICING);

  private static Tally article(int number) {
    String story = "s" + number;
    return Tally.of(
        new Observation(
            new CountedArticle(
                story, story, "t", "daily", 0, "", List.of("防汛"), List.of(), new Delay("daily", 4)),
            1,
            number % 2 == 0));
  }

  private List<SubjectSlice> passedOn() {
    List<SubjectSlice> passed = new ArrayList<>();
    combiner.passOn(passed::add);
    return passed;
  }

  @Test
  void whatIsOfOneSubjectAndSliceIsOneTallyHoweverMuchItIs() {
    for (int i = 0; i < 200; i++) {
      combiner.add(FLOOD, FIRST, 0, article(i), 1);
    }
    combiner.add(FLOOD, SECOND, 0, article(7), 1);

    List<SubjectSlice> passed = passedOn();

    assertThat(passed).extracting(SubjectSlice::slice).containsExactlyInAnyOrder(FIRST, SECOND);
    Tally many = passed.stream().filter(one -> one.slice().equals(FIRST)).findFirst().get().tally();
    assertThat(many.mentions()).isEqualTo(200);
    assertThat(many.uniqueStories()).isEqualTo(200);
    assertThat(many.titleMentions()).isEqualTo(100);
    assertThat(many.keywords().count("防汛")).isEqualTo(200);
    assertThat(passedOn()).as("what was passed on is not held").isEmpty();
  }

  @Test
  void whatIsTakenBackIsTakenFromWhatWasAddedBeforeAndAfter() {
    for (int i = 0; i < 70; i++) {
      combiner.add(FLOOD, FIRST, 0, article(i), 1);
    }
    combiner.add(FLOOD, FIRST, 0, article(3), -1);
    combiner.add(FLOOD, FIRST, 0, article(80), -1);
    combiner.add(FLOOD, FIRST, 0, article(80), 1);

    Tally tally = passedOn().get(0).tally();

    assertThat(tally.mentions()).isEqualTo(69);
    assertThat(tally.stories().count("s3")).isZero();
    assertThat(tally.stories().count("s80")).isZero();
    assertThat(tally.stories().count("s69")).isEqualTo(1);
  }

  @Test
  void whatIsOnlyTakenBackIsLessThanNothing() {
    combiner.add(FLOOD, FIRST, 0, article(3), -1);

    Tally tally = passedOn().get(0).tally();

    assertThat(tally.mentions()).isEqualTo(-1);
    assertThat(tally.takesAway()).isTrue();
  }

  @Test
  void theHottestSubjectsShareIsOfAllArticles() {
    for (int i = 0; i < 8; i++) {
      combiner.add(Subject.TOTAL, FIRST, 0, article(i), 1);
    }
    for (int i = 0; i < 6; i++) {
      combiner.add(FLOOD, FIRST, 0, article(i), 1);
    }
    passedOn();
    assertThat(combiner.hottestShare()).isEqualTo(0.75);
  }
}
