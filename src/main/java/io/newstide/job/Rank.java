package io.newstide.job;

import io.newstide.trend.Trend;
import io.newstide.trend.WindowBoard;
import io.newstide.window.Span;
import io.newstide.window.WindowedCount;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Brings the subjects of one window together: total, share, rank. Rows are written when event time
 * has passed the window's end, and again when a late article changed what they say; when lateness
 * has ended the window is forgotten.
 */
final class Rank extends KeyedProcessFunction<WindowKey, WindowedCount, Trend> {

  private static final long serialVersionUID = 1;

  private final List<WindowBoard.RankedTopic> topics;
  private final long allowedLateness;
  private transient ValueState<WindowBoard> boards;
  private transient ValueState<String> versions;

  Rank(List<WindowBoard.RankedTopic> topics, Duration allowedLateness) {
    this.topics = topics;
    this.allowedLateness = allowedLateness.toMillis();
  }

  @Override
  public void open(OpenContext context) {
    boards = getRuntimeContext().getState(new ValueStateDescriptor<>("board", WireTypes.BOARD));
    versions = getRuntimeContext().getState(new ValueStateDescriptor<>("definition", Types.STRING));
  }

  @Override
  public void processElement(WindowedCount counted, Context context, Collector<Trend> out)
      throws Exception {
    WindowBoard board = boards.value();
    if (board == null) {
      board = new WindowBoard();
    }
    board.put(counted.count());
    boards.update(board);
    versions.update(counted.definitionVersion());
    // In the past for a correction: it then waits for the next watermark, with all others.
    context.timerService().registerEventTimeTimer(counted.count().span().end() - 1);
    context.timerService().registerEventTimeTimer(finalAt(context.getCurrentKey()));
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Trend> out)
      throws Exception {
    WindowBoard board = boards.value();
    if (board == null) {
      return;
    }
    Span span = context.getCurrentKey().span();
    long finalAt = finalAt(context.getCurrentKey());
    for (Trend row :
        board.settle(context.getCurrentKey().window(), versions.value(), span, finalAt, topics)) {
      out.collect(row);
    }
    // Without a total the window is not due yet: the next article makes it so, however late.
    if (timestamp >= finalAt && board.isComplete()) {
      boards.clear();
      versions.clear();
    } else {
      boards.update(board);
    }
  }

  private long finalAt(WindowKey key) {
    return key.span().end() + allowedLateness;
  }
}
