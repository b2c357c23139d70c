package io.newstide.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.article.DatePrecision;
import io.newstide.kafka.LookBack;
import io.newstide.topic.Enriched;
import io.newstide.topic.TopicMatch;
import io.newstide.window.Evidence;
import io.newstide.window.Slicing;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import io.newstide.window.SubjectSlice;
import io.newstide.window.Tally;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes to the subjects for what a topic found in looking back. */
class CountLookBacksTest {

  private static final Slicing SLICING =
      new Slicing(ZoneId.of("Asia/Shanghai"), Duration.ofMinutes(10));
  private static final Subject COMETS = new Subject(SubjectKind.TOPIC, "comets");
  private static final TopicMatch IN_TITLE = new TopicMatch("comets", 3.5, true, List.of("彗星"));
  private static final TopicMatch IN_TEXT = new TopicMatch("comets", 2.25, false, List.of("彗尾"));

  private KeyedTwoInputStreamOperatorTestHarness<String, Enriched, LookBack.Found, SubjectSlice>
      harness;

  @BeforeEach
  void open() throws Exception {
    harness = opened(null);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, Enriched, LookBack.Found, SubjectSlice>
      opened(OperatorSubtaskState from) throws Exception {
    var harness =
        new KeyedTwoInputStreamOperatorTestHarness<String, Enriched, LookBack.Found, SubjectSlice>(
            new CountLookBacks(SLICING, Duration.ofDays(2)),
            article -> article.article().id(),
            found -> found.article().article().id(),
            Types.STRING);
    harness.setup(WireTypes.SUBJECT_SLICE.createSerializer(new SerializerConfigImpl()));
    if (from != null) {
      harness.initializeState(from);
    }
    harness.open();
    return harness;
  }

  private static Enriched article(String id, String at) {
    return Samples.enriched(Samples.article(id, at));
  }

  private void find(Enriched article, TopicMatch was, TopicMatch is) throws Exception {
    harness.processElement2(
        new StreamRecord<>(
            new LookBack.Found(
                "comets", article, Optional.ofNullable(was), Optional.ofNullable(is))));
  }

  private List<SubjectSlice> came() throws Exception {
    harness.getOperator().prepareSnapshotPreBarrier(1);
    List<SubjectSlice> slices = harness.extractOutputValues();
    harness.getOutput().removeIf(element -> element instanceof StreamRecord<?>);
    return slices;
  }

  private static Tally sum(List<SubjectSlice> slices, Subject of) {
    Tally.Sum sum = new Tally.Sum();
    slices.stream().filter(slice -> slice.subject().equals(of)).forEach(s -> sum.add(s.tally()));
    return sum.total();
  }

  private static Map<String, Long> shown(Tally tally) {
    Map<String, Long> shown = new TreeMap<>();
    tally
        .evidence()
        .forEach(
            (Evidence evidence, Long count) ->
                shown.put(evidence.story() + " " + evidence.strength(), count));
    return shown;
  }

  @Test
  void countsForTheTopicAtItsPlacesAndInItsProvincesAndForNothingElse() throws Exception {
    find(article("a1", "2026-07-04T10:01:00Z"), null, IN_TITLE);

    List<SubjectSlice> came = came();
    assertThat(came)
        .extracting(SubjectSlice::subject)
        .containsExactlyInAnyOrder(COMETS, Subject.topicAt("comets", "澜江市"));
    assertThat(came)
        .allSatisfy(
            slice -> {
              assertThat(slice.slice().start())
                  .isEqualTo(Instant.parse("2026-07-04T10:00:00Z").toEpochMilli());
              assertThat(slice.tally().mentions()).isEqualTo(1);
              assertThat(slice.tally().titleMentions()).isEqualTo(1);
              assertThat(slice.sealed()).isEqualTo(CountLookBacks.HELD);
            });
    assertThat(shown(came.get(0).tally())).isEqualTo(Map.of("a1 3.5", 1L));
  }

  @Test
  void whatIsFoundAgainCountsNothingMore() throws Exception {
    find(article("a1", "2026-07-04T10:01:00Z"), null, IN_TITLE);
    assertThat(came()).hasSize(2);
    OperatorSubtaskState saved = harness.snapshot(1, 1);
    find(article("a1", "2026-07-04T10:01:00Z"), null, IN_TITLE);
    assertThat(came()).isEmpty();

    harness.close();
    harness = opened(saved);
    find(article("a1", "2026-07-04T10:01:00Z"), null, IN_TITLE);
    assertThat(came()).isEmpty();
  }

  @Test
  void whatTheStreamCountedIsTakenBackForWhatIsFoundNow() throws Exception {
    Enriched article = article("a1", "2026-07-04T10:01:00Z");
    find(article, IN_TEXT, IN_TITLE);
    Tally first = sum(came(), COMETS);
    assertThat(first.mentions()).isZero();
    assertThat(first.titleMentions()).isEqualTo(1);
    assertThat(shown(first)).isEqualTo(Map.of("a1 2.25", -1L, "a1 3.5", 1L));

    // A further change of the topic finds it no longer: what was counted goes, and no more.
    find(article, IN_TEXT, null);
    Tally second = sum(came(), COMETS);
    assertThat(second.mentions()).isEqualTo(-1);
    assertThat(shown(second)).isEqualTo(Map.of("a1 3.5", -1L));

    // What the stream has counted is no change.
    find(article, IN_TEXT, IN_TEXT);
    assertThat(shown(sum(came(), COMETS))).isEqualTo(Map.of("a1 2.25", 1L));
  }

  @Test
  void whatWasSentForAnotherReadingIsReplacedAsAWhole() throws Exception {
    // The job went back to before the topic, and read the article with it this time.
    find(article("a1", "2026-07-04T10:01:00Z"), null, IN_TITLE);
    assertThat(sum(came(), COMETS).mentions()).isEqualTo(1);
    find(article("a1", "2026-07-04T10:01:00Z"), IN_TITLE, IN_TITLE);
    assertThat(sum(came(), COMETS).mentions()).isEqualTo(-1);
  }

  @Test
  void aStorySettledOtherwiseAfterwardsIsCorrected() throws Exception {
    Enriched article = article("a2", "2026-07-04T10:01:00Z");
    find(article, null, IN_TITLE);
    came();

    harness.processElement1(new StreamRecord<>(article.tellingInstead("a1")));

    List<SubjectSlice> corrections = came();
    assertThat(corrections).allMatch(slice -> slice.sealed() == Long.MIN_VALUE);
    Tally correction = sum(corrections, COMETS);
    assertThat(correction.mentions()).isZero();
    assertThat(shown(correction)).isEqualTo(Map.of("a2 3.5", -1L, "a1 3.5", 1L));
  }

  @Test
  void aCorrectionOfASliceThatHasEndedIsOne() throws Exception {
    Enriched article = article("a2", "2026-07-04T10:01:00Z");
    find(article, null, IN_TITLE);
    came();
    harness.processWatermark1(new Watermark(at("2026-07-04T10:20:00Z") - 1));
    harness.processElement1(new StreamRecord<>(article.tellingInstead("a1")));
    assertThat(came()).hasSize(2).allMatch(SubjectSlice::isCorrection);
  }

  @Test
  void aStorySettledOtherwiseBeforehandCountsAsItIsSettled() throws Exception {
    Enriched article = article("a2", "2026-07-04T10:01:00Z");
    harness.processElement1(new StreamRecord<>(article.tellingInstead("a1")));
    assertThat(came()).isEmpty();
    // Read before the story was settled.
    find(article, null, IN_TITLE);
    assertThat(shown(sum(came(), COMETS))).isEqualTo(Map.of("a1 3.5", 1L));
  }

  @Test
  void whatTheStreamCorrectsByItselfIsNotCorrectedTwice() throws Exception {
    Enriched article = article("a2", "2026-07-04T10:01:00Z");
    find(article, IN_TEXT, IN_TITLE);
    Tally.Sum all = new Tally.Sum();
    all.add(sum(came(), COMETS));
    harness.processElement1(new StreamRecord<>(article.tellingInstead("a1")));
    all.add(sum(came(), COMETS));
    // Beside what the stream counts: a1 with 2.25 by now.
    assertThat(shown(all.total())).isEqualTo(Map.of("a1 2.25", -1L, "a1 3.5", 1L));
  }

  @Test
  void anArticleDatedToTheDayCountsForTheDay() throws Exception {
    find(
        Samples.enriched(Samples.article("d1", "2026-07-03T16:00:00Z", DatePrecision.DAY)),
        null,
        IN_TITLE);
    assertThat(came())
        .hasSize(2)
        .allMatch(SubjectSlice::day)
        .extracting(SubjectSlice::slice)
        .containsOnly(new Span(at("2026-07-03T16:00:00Z"), at("2026-07-04T16:00:00Z")));
  }

  @Test
  void anIdThatComesAgainIsAnotherArticle() throws Exception {
    Enriched first = article("a1", "2026-07-04T10:01:00Z");
    Enriched again = article("a1", "2026-07-05T10:01:00Z");
    find(first, null, IN_TITLE);
    came();
    find(again, null, IN_TEXT);
    List<SubjectSlice> came = came();
    assertThat(came)
        .extracting(slice -> slice.slice().start())
        .containsOnly(at("2026-07-05T10:00:00Z"));
    assertThat(shown(sum(came, COMETS))).isEqualTo(Map.of("a1 2.25", 1L));

    // The story of the first one is settled now, and it is the first that is forgotten.
    harness.processElement1(new StreamRecord<>(first.tellingInstead("a0")));
    assertThat(shown(sum(came(), COMETS))).isEqualTo(Map.of("a1 3.5", -1L, "a0 3.5", 1L));
    harness.processWatermark1(new Watermark(at("2026-07-06T10:10:00Z")));
    find(again, null, IN_TEXT);
    assertThat(came()).isEmpty();
    harness.processElement1(new StreamRecord<>(again.tellingInstead("a0")));
    assertThat(shown(sum(came(), COMETS))).isEqualTo(Map.of("a1 2.25", -1L, "a0 2.25", 1L));
  }

  @Test
  void whatIsOlderThanSlicesAreKeptCountsNothing() throws Exception {
    harness.processWatermark1(new Watermark(at("2026-07-06T10:10:00Z") - 1));
    find(article("old", "2026-07-04T10:01:00Z"), null, IN_TITLE);
    find(article("new", "2026-07-04T10:11:00Z"), null, IN_TITLE);
    assertThat(shown(sum(came(), COMETS))).isEqualTo(Map.of("new 3.5", 1L));
  }

  @Test
  void nothingIsRememberedWhenSlicesAreForgotten() throws Exception {
    find(article("a1", "2026-07-04T10:01:00Z"), null, IN_TITLE);
    harness.processElement1(
        new StreamRecord<>(article("a3", "2026-07-04T10:02:00Z").tellingInstead("a1")));
    assertThat(harness.numKeyedStateEntries()).isEqualTo(2);
    harness.processWatermark1(new Watermark(at("2026-07-06T10:10:00Z")));
    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
  }

  @Test
  void whatTheStreamCountedLikeThatIsNotRemembered() throws Exception {
    find(article("a1", "2026-07-04T10:01:00Z"), IN_TITLE, IN_TITLE);
    assertThat(came()).isEmpty();
    assertThat(harness.numKeyedStateEntries()).isZero();
  }

  @Test
  void eventTimeIsThatOfTheArticlesAlone() throws Exception {
    harness.processWatermark1(new Watermark(at("2026-07-04T10:10:00Z")));
    harness.processWatermark2(new Watermark(at("2026-07-05T10:10:00Z")));
    List<Object> marks = new ArrayList<>(harness.getOutput());
    assertThat(marks).containsExactly(new Watermark(at("2026-07-04T10:10:00Z")));
  }

  private static long at(String time) {
    return Instant.parse(time).toEpochMilli();
  }
}
