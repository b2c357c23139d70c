package io.newstide.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.duplicate.StoryDecision;
import io.newstide.topic.Enriched;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class TellStoriesTest {

  private static final Enriched ARTICLE =
      Samples.enriched(Samples.article("b", "2026-07-04T10:00:00Z"), "flood");

  private static KeyedTwoInputStreamOperatorTestHarness<String, Enriched, StoryDecision, Enriched>
      harness() throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new KeyedCoProcessOperator<>(new TellStories()),
        enriched -> enriched.article().id(),
        StoryDecision::articleId,
        Types.STRING);
  }

  private static void decide(
      KeyedTwoInputStreamOperatorTestHarness<String, Enriched, StoryDecision, Enriched> harness,
      String story,
      boolean settled)
      throws Exception {
    harness.processElement2(
        new StreamRecord<>(new StoryDecision("b", Long.MIN_VALUE, story, settled)));
  }

  @Test
  void goesOutWithTheFirstDecisionAndIsForgottenWhenSettledAsTold() throws Exception {
    try (var harness = harness()) {
      harness.open();
      harness.processElement1(new StreamRecord<>(ARTICLE));
      assertThat(harness.extractOutputValues()).isEmpty();
      decide(harness, "a", false);
      assertThat(harness.extractOutputValues()).containsExactly(ARTICLE.telling("a"));
      assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
      decide(harness, "a", true);
      assertThat(harness.extractOutputValues()).hasSize(1);
      assertThat(harness.numKeyedStateEntries()).isZero();
    }
  }

  @Test
  void goesOutOnceMoreARevisionHigherWhenSettledOtherwise() throws Exception {
    try (var harness = harness()) {
      harness.open();
      decide(harness, "b", false);
      harness.processElement1(new StreamRecord<>(ARTICLE));
      decide(harness, "a", true);

      List<Enriched> told = harness.extractOutputValues();
      assertThat(told)
          .extracting(Enriched::storyId, Enriched::revision, Enriched::formerStoryId)
          .containsExactly(tuple("b", 0, ""), tuple("a", 1, "b"));
      assertThat(told.get(1).replaced()).contains(told.get(0));
      assertThat(harness.numKeyedStateEntries()).isZero();
    }
  }

  @Test
  void whatTheWatermarkSettledWaitsForTheInputThatIsBehind() throws Exception {
    try (var harness = harness()) {
      harness.open();
      decide(harness, "b", false);
      // Decisions are ahead: the article stands before both watermarks, the settling at the second.
      harness.processWatermark2(new Watermark(100));
      harness.processElement2(
          new StreamRecord<>(new StoryDecision("b", Long.MIN_VALUE, "a", true), 200));
      harness.processWatermark2(new Watermark(200));
      harness.processElement1(new StreamRecord<>(ARTICLE));
      harness.processWatermark1(new Watermark(100));
      assertThat(harness.extractOutputValues()).containsExactly(ARTICLE.telling("b"));

      harness.processWatermark1(new Watermark(200));

      assertThat(harness.getOutput())
          .containsExactly(
              new StreamRecord<>(ARTICLE.telling("b")),
              new Watermark(100),
              new StreamRecord<>(ARTICLE.telling("b").tellingInstead("a"), 200),
              new Watermark(200));
      assertThat(harness.numKeyedStateEntries()).isZero();
    }
  }

  private static org.assertj.core.groups.Tuple tuple(Object... values) {
    return org.assertj.core.groups.Tuple.tuple(values);
  }

  @Test
  void decisionsThatComeBeforeTheAnalysisAreToldInTheirOrder() throws Exception {
    try (var harness = harness()) {
      harness.open();
      decide(harness, "b", false);
      decide(harness, "a", true);
      harness.processElement1(new StreamRecord<>(ARTICLE));
      assertThat(harness.extractOutputValues())
          .containsExactly(ARTICLE.telling("b"), ARTICLE.telling("b").tellingInstead("a"));
      assertThat(harness.numKeyedStateEntries()).isZero();
    }
  }

  @Test
  void anIdThatComesAgainIsToldApartFromTheOneThatIsNotSettled() throws Exception {
    long forgotten = 500;
    Enriched again = ARTICLE.countedAt(forgotten + 1);
    try (var harness = harness()) {
      harness.open();
      // Decisions are ahead by both articles and what settles them.
      decide(harness, "b", false);
      harness.processElement2(
          new StreamRecord<>(new StoryDecision("b", Long.MIN_VALUE, "a", true), 600));
      harness.processElement2(new StreamRecord<>(new StoryDecision("b", forgotten, "c", false)));
      harness.processElement2(
          new StreamRecord<>(new StoryDecision("b", forgotten, "d", true), 700));
      harness.processWatermark2(new Watermark(700));
      harness.processElement1(new StreamRecord<>(ARTICLE));
      harness.processElement1(new StreamRecord<>(again));
      harness.processWatermark1(new Watermark(600));
      harness.processWatermark1(new Watermark(700));

      assertThat(harness.getOutput())
          .containsExactly(
              new StreamRecord<>(ARTICLE.telling("b")),
              new StreamRecord<>(again.telling("c")),
              new StreamRecord<>(ARTICLE.telling("b").tellingInstead("a"), 600),
              new Watermark(600),
              new StreamRecord<>(again.telling("c").tellingInstead("d"), 700),
              new Watermark(700));
      assertThat(harness.numKeyedStateEntries()).isZero();
    }
  }

  @Test
  void anIdThatComesAgainWhileTheAnalysisIsAhead() throws Exception {
    long forgotten = 500;
    Enriched again = ARTICLE.countedAt(forgotten + 1);
    try (var harness = harness()) {
      harness.open();
      harness.processElement1(new StreamRecord<>(ARTICLE));
      harness.processElement1(new StreamRecord<>(again));
      decide(harness, "a", true);
      harness.processElement2(new StreamRecord<>(new StoryDecision("b", forgotten, "b", true)));
      assertThat(harness.extractOutputValues())
          .containsExactly(ARTICLE.telling("a"), again.telling("b"));
      assertThat(harness.numKeyedStateEntries()).isZero();
    }
  }

  @Test
  void whatIsNotSettledSurvivesAFailure() throws Exception {
    OperatorSubtaskState saved;
    try (var harness = harness()) {
      harness.open();
      harness.processElement1(new StreamRecord<>(ARTICLE));
      decide(harness, "b", false);
      saved = harness.snapshot(1, 1);
    }
    try (var harness = harness()) {
      harness.initializeState(saved);
      harness.open();
      decide(harness, "a", true);
      assertThat(harness.extractOutputValues())
          .containsExactly(ARTICLE.telling("b").tellingInstead("a"));
    }
  }
}
