package io.newstide.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.kafka.ControlAck;
import io.newstide.kafka.ControlRecord;
import io.newstide.kafka.LookBack;
import io.newstide.topic.TopicMatch;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class HandOutLookBacksTest {

  private static final LookBack.Found FOUND =
      new LookBack.Found(
          "comets",
          Samples.enriched(Samples.article("a1", "2026-07-04T10:01:00Z")),
          Optional.empty(),
          Optional.of(new TopicMatch("comets", 3, true, List.of("彗星"))));
  private static final LookBack.End END =
      new LookBack.End("r1", "comets", "v7", 1_783_000_000_000L, 1);

  private static OneInputStreamOperatorTestHarness<LookBack, LookBack.Found> harness()
      throws Exception {
    var harness = new OneInputStreamOperatorTestHarness<>(new HandOutLookBacks());
    harness.setup(WireTypes.FOUND.createSerializer(new SerializerConfigImpl()));
    harness.open();
    return harness;
  }

  @Test
  void theEndIsToldBeforeTheBarrierBehindAllThatWasFound() throws Exception {
    try (var harness = harness()) {
      harness.processElement(new StreamRecord<>(FOUND));
      harness.processElement(new StreamRecord<>(END));
      assertThat(harness.extractOutputValues()).containsExactly(FOUND);
      assertThat(harness.getSideOutput(HandOutLookBacks.ENDS)).isNull();

      harness.prepareSnapshotPreBarrier(12);
      assertThat(harness.getSideOutput(HandOutLookBacks.ENDS))
          .extracting(StreamRecord::getValue)
          .containsExactly(new LookBackEnd("comets", 1_783_000_000_000L));
      assertThat(harness.getSideOutput(Coordinate.ACKNOWLEDGEMENTS))
          .extracting(StreamRecord::getValue)
          .containsExactly(
              ControlAck.ofNoChange(
                  "r1",
                  ControlRecord.Kind.TOPIC,
                  "comets",
                  true,
                  "looked back: 1 article counted",
                  "v7",
                  12));

      harness.prepareSnapshotPreBarrier(13);
      assertThat(harness.getSideOutput(HandOutLookBacks.ENDS)).hasSize(1);
    }
  }

  @Test
  void theEndIsToldAtTheEndOfTheInput() throws Exception {
    try (var harness = harness()) {
      harness.processElement(new StreamRecord<>(END));
      harness.endInput();
      assertThat(harness.getSideOutput(Coordinate.ACKNOWLEDGEMENTS))
          .extracting(ack -> ack.getValue().checkpoint())
          .containsExactly(0L);
    }
  }
}
