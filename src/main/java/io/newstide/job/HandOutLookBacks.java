package io.newstide.job;

import io.newstide.kafka.ControlAck;
import io.newstide.kafka.ControlRecord;
import io.newstide.kafka.LookBack;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Hands out what look-backs found, in its order, and tells everyone where one ends: right before
 * the barrier of the next checkpoint, and so behind all that it found. The acknowledgement belongs
 * to that checkpoint. It keeps nothing over a barrier.
 */
final class HandOutLookBacks extends AbstractStreamOperator<LookBack.Found>
    implements OneInputStreamOperator<LookBack, LookBack.Found>, BoundedOneInput {

  private static final long serialVersionUID = 1;

  /** Where look-backs end. */
  static final OutputTag<Broadcast> ENDS =
      new OutputTag<>("ends-of-look-backs", WireTypes.BROADCAST);

  private transient List<LookBack.End> ended;
  private transient Counter lookBacks;

  @Override
  public void open() throws Exception {
    super.open();
    ended = new ArrayList<>();
    lookBacks = getMetricGroup().counter("lookBacks");
  }

  @Override
  public void processElement(StreamRecord<LookBack> element) {
    if (element.getValue() instanceof LookBack.Found found) {
      output.collect(new StreamRecord<>(found));
    } else if (element.getValue() instanceof LookBack.End end) {
      ended.add(end);
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpoint) {
    tell(checkpoint);
  }

  @Override
  public void endInput() {
    tell(0);
  }

  private void tell(long checkpoint) {
    for (LookBack.End end : ended) {
      lookBacks.inc();
      LOG.info(
          "topic {}, version {}, looked back: {} articles carry it",
          end.topic(),
          end.version(),
          end.carried());
      output.collect(ENDS, new StreamRecord<>(new LookBackEnd(end.topic(), end.from())));
      output.collect(
          Coordinate.ACKNOWLEDGEMENTS,
          new StreamRecord<>(
              ControlAck.ofNoChange(
                  end.requestId(),
                  ControlRecord.Kind.TOPIC,
                  end.topic(),
                  true,
                  "looked back: %,d article%s counted"
                      .formatted(end.carried(), end.carried() == 1 ? "" : "s"),
                  end.version(),
                  checkpoint)));
    }
    ended.clear();
  }
}
