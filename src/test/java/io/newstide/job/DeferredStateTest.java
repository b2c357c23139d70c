package io.newstide.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class DeferredStateTest {

  /** Says how often each word came; "word!" forgets it. */
  private static final class Count extends AbstractStreamOperator<String>
      implements OneInputStreamOperator<String, String> {

    private static final long serialVersionUID = 1;

    private transient DeferredState<String, Integer> counts;
    private final transient List<Integer> written = new ArrayList<>();

    @Override
    public void open() throws Exception {
      super.open();
      ValueState<Integer> state =
          getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.INT));
      counts =
          new DeferredState<>(
              new ValueState<>() {
                @Override
                public Integer value() throws IOException {
                  return state.value();
                }

                @Override
                public void update(Integer value) throws IOException {
                  written.add(value);
                  state.update(value);
                }

                @Override
                public void clear() {
                  state.clear();
                }
              },
              getKeyedStateBackend());
    }

    @Override
    public void processElement(StreamRecord<String> element) throws Exception {
      Integer before = counts.value();
      if (element.getValue().endsWith("!")) {
        counts.update(null);
      } else {
        counts.update(before == null ? 1 : before + 1);
      }
      output.collect(new StreamRecord<>(getCurrentKey() + "=" + counts.value()));
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpoint) throws Exception {
      counts.flush();
    }
  }

  private final Count count = new Count();

  private static KeyedOneInputStreamOperatorTestHarness<String, String, String> harness(Count count)
      throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        count, word -> word.replace("!", ""), Types.STRING);
  }

  @Test
  void theBackendIsWrittenToOnceFromCheckpointToCheckpoint() throws Exception {
    try (var harness = harness(count)) {
      harness.open();
      for (String word : List.of("防汛", "机器人", "防汛", "防汛")) {
        harness.processElement(new StreamRecord<>(word));
      }
      assertThat(harness.extractOutputValues()).containsExactly("防汛=1", "机器人=1", "防汛=2", "防汛=3");
      assertThat(count.written).isEmpty();
      harness.prepareSnapshotPreBarrier(1);
      assertThat(count.written).containsExactlyInAnyOrder(3, 1);
      harness.prepareSnapshotPreBarrier(2);
      assertThat(count.written).as("nothing has changed").hasSize(2);
    }
  }

  @Test
  void whatWasWrittenIsThereAfterARestartAndWhatWasForgottenIsNot() throws Exception {
    OperatorSubtaskState snapshot;
    try (var harness = harness(count)) {
      harness.open();
      for (String word : List.of("防汛", "防汛", "机器人")) {
        harness.processElement(new StreamRecord<>(word));
      }
      harness.prepareSnapshotPreBarrier(1);
      harness.snapshot(1, 0);
      harness.processElement(new StreamRecord<>("机器人!"));
      harness.processElement(new StreamRecord<>("防汛"));
      harness.prepareSnapshotPreBarrier(2);
      snapshot = harness.snapshot(2, 0);
    }
    try (var harness = harness(new Count())) {
      harness.initializeState(snapshot);
      harness.open();
      harness.processElement(new StreamRecord<>("防汛"));
      harness.processElement(new StreamRecord<>("机器人"));
      assertThat(harness.extractOutputValues()).containsExactly("防汛=4", "机器人=1");
    }
  }

  @Test
  void noMoreIsHeldThanMemoryIsMeantFor() throws Exception {
    try (var harness = harness(count)) {
      harness.open();
      for (int i = 0; i < 20_000; i++) {
        harness.processElement(new StreamRecord<>("word" + i));
      }
      assertThat(count.written).hasSize(20_000);
      // The key of the element at hand is what it was.
      assertThat(harness.extractOutputValues()).last().isEqualTo("word19999=1");
    }
  }
}
