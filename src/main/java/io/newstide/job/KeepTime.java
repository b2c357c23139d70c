package io.newstide.job;

import io.newstide.article.Incoming;
import io.newstide.window.Slicing;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Lets event time move on where every partition is silent: at the clock's pace from where it stood,
 * a slice at a time. It stands behind the shuffle, where the input is idle only when all partitions
 * are. Before the first article there is no time that could move on. A partition that wakes is
 * heard at once; it does not take time back. How far time had come is state, so that it moves on
 * from there after a failure in the middle of a silence.
 */
final class KeepTime extends AbstractStreamOperator<Incoming.Accepted>
    implements OneInputStreamOperator<Incoming.Accepted, Incoming.Accepted> {

  private static final long serialVersionUID = 1;

  private final Slicing slicing;
  private transient ListState<Long> reachedByTask;
  private transient long reached;
  private transient boolean silent;
  private transient long silentSince;
  private transient long reachedThen;

  KeepTime(Slicing slicing) {
    this.slicing = slicing;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    reachedByTask =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("reached", Types.LONG));
    reached = Long.MIN_VALUE;
    for (long before : reachedByTask.get()) {
      reached = Math.max(reached, before);
    }
    getMetricGroup()
        .gauge(
            "eventTimeLagMillis",
            () ->
                reached == Long.MIN_VALUE || reached == Long.MAX_VALUE
                    ? 0
                    : getProcessingTimeService().getCurrentProcessingTime() - reached);
    getMetricGroup().gauge("silent", () -> silent ? 1 : 0);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    reachedByTask.update(List.of(reached));
  }

  @Override
  public void processElement(StreamRecord<Incoming.Accepted> element) {
    output.collect(element);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (mark.getTimestamp() > reached) {
      reached = mark.getTimestamp();
      super.processWatermark(mark);
    }
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) {
    // Behind this time always moves: the status is not passed on.
    if (status.isActive()) {
      silent = false;
    } else if (!silent) {
      silent = true;
      silentSince = getProcessingTimeService().getCurrentProcessingTime();
      reachedThen = reached;
      lookAgain();
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a failure fails the task
  private void lookAgain() {
    if (reachedThen == Long.MIN_VALUE || reachedThen == Long.MAX_VALUE) {
      return;
    }
    long next = reached + slicing.slice().toMillis();
    long since = silentSince;
    getProcessingTimeService()
        .registerTimer(silentSince + next - reachedThen, clock -> moveOn(since, next));
  }

  private void moveOn(long since, long next) throws Exception {
    if (silent && since == silentSince) {
      processWatermark(new Watermark(next));
      lookAgain();
    }
  }
}
