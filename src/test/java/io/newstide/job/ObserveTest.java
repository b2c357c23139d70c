package io.newstide.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.article.DatePrecision;
import io.newstide.topic.Enriched;
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
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class ObserveTest {

  private static final Slicing SLICING =
      new Slicing(ZoneId.of("Asia/Shanghai"), Duration.ofMinutes(10));
  private static final Subject FLOOD = new Subject(SubjectKind.TOPIC, "flood");

  private static OneInputStreamOperatorTestHarness<Enriched, SubjectSlice> harness()
      throws Exception {
    var harness = new OneInputStreamOperatorTestHarness<>(new Observe(SLICING));
    harness.setup(WireTypes.SUBJECT_SLICE.createSerializer(new SerializerConfigImpl()));
    harness.open();
    return harness;
  }

  private static void read(
      OneInputStreamOperatorTestHarness<Enriched, SubjectSlice> harness, String id, String at)
      throws Exception {
    harness.processElement(new StreamRecord<>(Samples.enriched(Samples.article(id, at), "flood")));
  }

  private static Span span(String start, String end) {
    return new Span(Instant.parse(start).toEpochMilli(), Instant.parse(end).toEpochMilli());
  }

  @Test
  void combinesTheArticlesOfASliceBeforeTheWatermark() throws Exception {
    try (var harness = harness()) {
      read(harness, "a1", "2026-07-04T10:01:00Z");
      read(harness, "a2", "2026-07-04T10:09:59Z");
      read(harness, "a3", "2026-07-04T10:10:00Z");
      assertThat(harness.extractOutputValues()).isEmpty();

      harness.processWatermark(Instant.parse("2026-07-04T10:10:00Z").toEpochMilli());

      assertThat(harness.extractOutputValues())
          .filteredOn(slice -> !slice.subject().kind().ranked())
          .extracting(SubjectSlice::subject, SubjectSlice::slice, slice -> slice.tally().mentions())
          .containsExactlyInAnyOrder(
              tuple(FLOOD, span("2026-07-04T10:00:00Z", "2026-07-04T10:10:00Z"), 2L),
              tuple(FLOOD, span("2026-07-04T10:10:00Z", "2026-07-04T10:20:00Z"), 1L),
              tuple(Subject.TOTAL, span("2026-07-04T10:00:00Z", "2026-07-04T10:10:00Z"), 2L),
              tuple(Subject.TOTAL, span("2026-07-04T10:10:00Z", "2026-07-04T10:20:00Z"), 1L));
    }
  }

  private static org.assertj.core.groups.Tuple tuple(Object... values) {
    return org.assertj.core.groups.Tuple.tuple(values);
  }

  @Test
  void holdsNothingBackOverACheckpointOrTheEnd() throws Exception {
    try (var harness = harness()) {
      read(harness, "a1", "2026-07-04T10:01:00Z");
      harness.prepareSnapshotPreBarrier(1);
      assertThat(harness.extractOutputValues()).hasSize(8);

      read(harness, "a2", "2026-07-04T10:02:00Z");
      harness.endInput();
      assertThat(harness.extractOutputValues()).hasSize(16);
    }
  }

  @Test
  void whatIsDatedToTheDayStandsInASliceOfItsOwn() throws Exception {
    try (var harness = harness()) {
      harness.processElement(
          new StreamRecord<>(
              Samples.enriched(
                  Samples.article("d1", "2026-07-03T16:00:00Z", DatePrecision.DAY), "flood")));
      harness.endInput();
      assertThat(harness.extractOutputValues())
          .allMatch(SubjectSlice::day)
          .extracting(SubjectSlice::slice)
          .containsOnly(span("2026-07-03T16:00:00Z", "2026-07-04T16:00:00Z"));
    }
  }

  @Test
  void aRevisedStoryCorrectsTheTallyByTheNewLessTheOld() throws Exception {
    try (var harness = harness()) {
      Enriched first = Samples.enriched(Samples.article("a2", "2026-07-04T10:01:00Z"), "flood");
      harness.processElement(new StreamRecord<>(first));
      harness.prepareSnapshotPreBarrier(1);
      harness.processElement(new StreamRecord<>(first.tellingInstead("a1")));
      harness.endInput();

      List<SubjectSlice> flood =
          harness.extractOutputValues().stream()
              .filter(slice -> slice.subject().equals(FLOOD))
              .toList();
      assertThat(flood).hasSize(2);
      Tally correction = flood.get(1).tally();
      assertThat(correction.mentions()).isZero();
      assertThat(correction.stories().count("a2")).isEqualTo(-1);
      assertThat(correction.stories().count("a1")).isEqualTo(1);
      assertThat(correction.sources().distinct()).isZero();
      Tally corrected = flood.get(0).tally().plus(correction);
      assertThat(corrected.mentions()).isEqualTo(1);
      assertThat(corrected.stories().count("a1")).isEqualTo(1);
      assertThat(corrected.uniqueStories()).isEqualTo(1);
      List<String> shown = new ArrayList<>();
      corrected.evidence().forEach((evidence, count) -> shown.add(evidence.story() + count));
      assertThat(shown).containsExactly("a11");
    }
  }

  @Test
  void aLateArticleIsInNoWindow() throws Exception {
    try (var harness = harness()) {
      Enriched in = Samples.enriched(Samples.article("a1", "2026-07-04T10:01:00Z"), "flood");
      harness.processElement(
          new StreamRecord<>(
              new Enriched(
                  in.article(),
                  "a1",
                  "",
                  0,
                  Duration.ofMillis(1),
                  in.analysis(),
                  in.topics(),
                  in.analyser())));
      harness.endInput();
      assertThat(harness.extractOutputValues()).isEqualTo(List.of());
    }
  }

  @Test
  void anArticleCountsForItsTopicsItsNamesItsKeywordsAndItsTopicsAtItsPlaces() throws Exception {
    try (var harness = harness()) {
      read(harness, "a1", "2026-07-04T10:01:00Z");
      harness.endInput();
      assertThat(harness.extractOutputValues())
          .extracting(
              slice -> slice.subject().kind(),
              slice -> slice.subject().id(),
              slice -> slice.tally().evidence().top(1, Evidence.STRONGEST_FIRST).size(),
              slice -> slice.tally().titleMentions())
          .containsExactlyInAnyOrder(
              tuple(SubjectKind.TOTAL, "all", 0, 0L),
              tuple(SubjectKind.TOPIC, "flood", 1, 1L),
              tuple(SubjectKind.TOPIC_PLACE, "flood@澜江市", 1, 1L),
              tuple(SubjectKind.KEYWORD, "防汛", 1, 0L),
              tuple(SubjectKind.KEYWORD, "水位", 1, 0L),
              tuple(SubjectKind.PERSON, "梁若兰", 1, 0L),
              tuple(SubjectKind.PLACE, "澜江市", 1, 0L),
              tuple(SubjectKind.ORGANISATION, "澜江市水务局", 1, 0L));
    }
  }
}
