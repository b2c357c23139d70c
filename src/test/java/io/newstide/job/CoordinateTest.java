package io.newstide.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.kafka.ControlAck;
import io.newstide.kafka.ControlRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class CoordinateTest {

  private static final JobFile JOB = JobFile.read(Path.of("jobs/demo.yaml"), Map.of(), Map.of());

  private static OneInputStreamOperatorTestHarness<ControlRecord, Broadcast> harness()
      throws Exception {
    var harness =
        new OneInputStreamOperatorTestHarness<>(
            new Coordinate(
                JOB.windows(),
                WindowRules.of(JOB.settings(), JOB.slicing()),
                JOB.topics(),
                JOB.understanding().language().lexicon()));
    harness.setup(WireTypes.BROADCAST.createSerializer(new SerializerConfigImpl()));
    harness.open();
    return harness;
  }

  private static StreamRecord<ControlRecord> ask(
      ControlRecord.Kind kind, String id, boolean paused, String definition) {
    return new StreamRecord<>(
        new ControlRecord(
            "r1",
            kind,
            id,
            false,
            paused,
            Optional.of(definition).filter(text -> !text.isEmpty()),
            "",
            ""));
  }

  private static List<ControlAck> acks(
      OneInputStreamOperatorTestHarness<ControlRecord, Broadcast> harness) {
    return harness.getSideOutput(Coordinate.ACKNOWLEDGEMENTS).stream()
        .map(StreamRecord::getValue)
        .toList();
  }

  @Test
  void noRecordEndsTheJob() throws Exception {
    try (var harness = harness()) {
      for (String field : List.of("size", "gap")) {
        harness.processElement(
            ask(
                ControlRecord.Kind.WINDOW,
                "long",
                false,
                "{\"%s\":\"PT9999999999999999S\"}".formatted(field)));
      }
      harness.processElement(
          ask(
              ControlRecord.Kind.WINDOW,
              "steps",
              false,
              "{\"size\":\"P1D\",\"step\":\"PT2562047788015H\"}"));
      assertThat(acks(harness))
          .hasSize(3)
          .noneMatch(ControlAck::accepted)
          .allMatch(ack -> ack.reason().endsWith("is longer than 36,525 days"));
    }
  }

  /** The control topic is compacted: a pause is all that is left of a window in the end. */
  @Test
  void anAcknowledgementSaysWhatIsInEffect() throws Exception {
    try (var harness = harness()) {
      harness.processElement(ask(ControlRecord.Kind.WINDOW, "today", true, ""));
      harness.processElement(
          ask(
              ControlRecord.Kind.TOPIC,
              "comets",
              false,
              "{\"name\":\"彗星\",\"query\":\"彗星^3\",\"threshold\":2.5}"));
      harness.processElement(ask(ControlRecord.Kind.TOPIC, "comets", true, ""));
      harness.processElement(
          ask(ControlRecord.Kind.LEXICON, "ours", false, "{\"text\":\"organisation 望舒观测站\"}"));
      harness.processElement(ask(ControlRecord.Kind.LEXICON, "ours", true, ""));
      harness.prepareSnapshotPreBarrier(12);
      String comets = "{\"id\":\"comets\",\"name\":\"彗星\",\"query\":\"彗星^3\",\"threshold\":2.5}";
      String ours = "{\"text\":\"organisation 望舒观测站\"}";

      assertThat(acks(harness)).allMatch(ControlAck::accepted);
      assertThat(acks(harness))
          .extracting(ack -> ack.definition().orElse(""))
          .containsExactly(
              "{\"name\":\"today\",\"size\":\"P1D\",\"step\":\"PT1H\"}",
              comets,
              comets,
              ours,
              ours);
      assertThat(acks(harness))
          .extracting(ControlAck::paused)
          .containsExactly(true, false, true, false, true);
    }
  }
}
