package io.newstide.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.article.Incoming;
import io.newstide.window.Slicing;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkOutputMultiplexer;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Event time where nothing comes. */
class KeepTimeTest {

  private static final Slicing SLICING =
      new Slicing(ZoneId.of("Asia/Shanghai"), Duration.ofMinutes(10));

  private static long at(String time) {
    return Instant.parse("2026-07-04T" + time + ":00Z").toEpochMilli();
  }

  private static OneInputStreamOperatorTestHarness<Incoming.Accepted, Incoming.Accepted> harness(
      OperatorSubtaskState state) throws Exception {
    var harness = new OneInputStreamOperatorTestHarness<>(new KeepTime(SLICING));
    harness.setup(WireTypes.ACCEPTED.createSerializer(new SerializerConfigImpl()));
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }

  /** The times reached since the last call, as UTC. */
  private static List<String> reached(
      OneInputStreamOperatorTestHarness<Incoming.Accepted, Incoming.Accepted> harness) {
    List<String> reached = new ArrayList<>();
    for (Object element : harness.getOutput()) {
      long mark = ((org.apache.flink.streaming.api.watermark.Watermark) element).getTimestamp();
      reached.add(Instant.ofEpochMilli(mark + 1).toString().substring(11, 16));
    }
    harness.getOutput().clear();
    return reached;
  }

  private static org.apache.flink.streaming.api.watermark.Watermark mark(String time) {
    return new org.apache.flink.streaming.api.watermark.Watermark(at(time) - 1);
  }

  @Test
  void movesOnAtTheClocksPaceFromWhereItStoodNotToTheClocksReading() throws Exception {
    try (var harness = harness(null)) {
      long clock = at("23:00");
      harness.setProcessingTime(clock);
      harness.processWatermark(mark("10:00"));
      harness.processWatermarkStatus(WatermarkStatus.IDLE);
      harness.setProcessingTime(clock + Duration.ofMinutes(10).toMillis() - 1);
      assertThat(reached(harness)).containsExactly("10:00");
      harness.setProcessingTime(clock + Duration.ofMinutes(25).toMillis());
      assertThat(reached(harness)).containsExactly("10:10", "10:20");
    }
  }

  @Test
  void standsStillBeforeTheFirstArticleAndWhenOneHasComeAgain() throws Exception {
    try (var harness = harness(null)) {
      harness.processWatermarkStatus(WatermarkStatus.IDLE);
      harness.setProcessingTime(Duration.ofHours(5).toMillis());
      assertThat(reached(harness)).isEmpty();

      harness.processWatermarkStatus(WatermarkStatus.ACTIVE);
      harness.processWatermark(mark("10:00"));
      harness.processWatermarkStatus(WatermarkStatus.IDLE);
      harness.setProcessingTime(Duration.ofHours(5).plusMinutes(40).toMillis());
      assertThat(reached(harness)).containsExactly("10:00", "10:10", "10:20", "10:30", "10:40");

      harness.processWatermarkStatus(WatermarkStatus.ACTIVE);
      harness.processWatermark(mark("10:20"));
      harness.setProcessingTime(Duration.ofHours(9).toMillis());
      assertThat(reached(harness)).as("what wakes does not take time back").isEmpty();
      harness.processWatermark(mark("10:50"));
      assertThat(reached(harness)).containsExactly("10:50");
    }
  }

  @Test
  void movesOnAfterAFailureInTheMiddleOfASilence() throws Exception {
    OperatorSubtaskState saved;
    try (var harness = harness(null)) {
      harness.processWatermark(mark("10:00"));
      saved = harness.snapshot(1, 1);
    }
    try (var harness = harness(saved)) {
      harness.processWatermarkStatus(WatermarkStatus.IDLE);
      harness.setProcessingTime(Duration.ofMinutes(10).toMillis());
      assertThat(reached(harness)).containsExactly("10:10");
    }
  }

  /** Two partitions as Flink combines them: the earlier one that is not idle counts. */
  @Test
  void aPartitionThatWakesAheadOfAnotherDoesNotMakeTheOthersArticlesLate() {
    List<Long> combined = new ArrayList<>();
    var multiplexer =
        new WatermarkOutputMultiplexer(
            new WatermarkOutput() {
              @Override
              public void emitWatermark(Watermark watermark) {
                combined.add(watermark.getTimestamp() + 1);
              }

              @Override
              public void markIdle() {}

              @Override
              public void markActive() {}
            });
    var nobody =
        new WatermarkOutputMultiplexer.WatermarkUpdateListener() {
          @Override
          public void onWatermarkUpdate(long watermark) {}

          @Override
          public void onIdleUpdate(boolean idle) {}
        };
    multiplexer.registerNewOutput("a", nobody);
    multiplexer.registerNewOutput("b", nobody);
    var a = new EventTime(SLICING, Duration.ofMinutes(10));
    var b = new EventTime(SLICING, Duration.ofMinutes(10));
    read(a, multiplexer.getImmediateOutput("a"), "10:10");
    read(b, multiplexer.getImmediateOutput("b"), "10:30");
    multiplexer.getImmediateOutput("a").markIdle();
    read(b, multiplexer.getImmediateOutput("b"), "10:50");
    read(a, multiplexer.getImmediateOutput("a"), "18:00");
    read(b, multiplexer.getImmediateOutput("b"), "11:00");
    assertThat(combined)
        .as("never past what b has told")
        .containsExactly(at("10:00"), at("10:20"), at("10:40"), at("10:50"));
  }

  private static void read(EventTime time, WatermarkOutput output, String publishedAt) {
    Incoming.Accepted article =
        Samples.accepted("x" + publishedAt, Instant.ofEpochMilli(at(publishedAt)).toString());
    time.onEvent(article, 0, output);
  }
}
