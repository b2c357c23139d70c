package io.newstide.job;

import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectHistory;
import io.newstide.window.SubjectKind;
import io.newstide.window.SubjectSlice;
import io.newstide.window.Tally;
import io.newstide.window.WindowCount;
import io.newstide.window.WindowDefinition;
import io.newstide.window.WindowedCount;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Keeps the slices of each subject and reports the windows over them as event time passes their
 * ends. One timer a subject, whatever the number of windows. Slices go to {@link #SLICES} when they
 * have ended and whenever they change after that.
 */
final class Accumulate extends KeyedProcessFunction<Subject, SubjectSlice, WindowedCount> {

  private static final long serialVersionUID = 1;

  /** The slices themselves. */
  static final OutputTag<SubjectSlice> SLICES = new OutputTag<>("slices", WireTypes.SUBJECT_SLICE);

  private final List<WindowDefinition> windows;
  private final long retention;
  private transient ValueState<SubjectHistory> histories;
  private transient MapState<Span, Tally> tallies;
  private transient ValueState<Long> timers;

  Accumulate(List<WindowDefinition> windows, Duration retention) {
    this.windows = windows;
    this.retention = retention.toMillis();
  }

  @Override
  public void open(OpenContext context) {
    histories =
        getRuntimeContext().getState(new ValueStateDescriptor<>("history", WireTypes.HISTORY));
    tallies =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("tallies", WireTypes.SPAN, WireTypes.TALLY));
    timers = getRuntimeContext().getState(new ValueStateDescriptor<>("timer", Types.LONG));
  }

  @Override
  public void processElement(SubjectSlice added, Context context, Collector<WindowedCount> out)
      throws Exception {
    SubjectHistory history = histories.value();
    if (history == null) {
      history = new SubjectHistory(added.subject().kind() == SubjectKind.TOTAL);
    }
    Tally held = tallies.get(added.slice());
    tallies.put(added.slice(), held == null ? added.tally() : held.plus(added.tally()));
    history.add(added.slice(), added.day(), added.tally().mentions());
    remember(history, context);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<WindowedCount> out)
      throws Exception {
    timers.clear();
    SubjectHistory history = histories.value();
    Subject subject = context.getCurrentKey();
    // A watermark says that nothing at or before it is to come, so time has reached the next one.
    long watermark = context.timerService().currentWatermark();
    long now = watermark == Long.MAX_VALUE ? watermark : watermark + 1;
    for (Span slice : history.publish(now)) {
      context.output(
          SLICES,
          new SubjectSlice(subject, slice, history.days().contains(slice), tallies.get(slice)));
    }
    for (Map.Entry<WindowDefinition, NavigableSet<Span>> due :
        history.report(windows, now).entrySet()) {
      WindowDefinition window = due.getKey();
      for (Span span : due.getValue()) {
        out.collect(
            new WindowedCount(
                window.name(), window.version(), count(subject, history, window, span)));
      }
    }
    if (watermark != Long.MAX_VALUE) {
      for (Span slice : history.expire(now - retention)) {
        tallies.remove(slice);
      }
    }
    remember(history, context);
  }

  private WindowCount count(
      Subject subject, SubjectHistory history, WindowDefinition window, Span span)
      throws Exception {
    Tally.Sum sum = new Tally.Sum();
    for (Span slice : history.slicesOf(window, span)) {
      if (subject.kind() == SubjectKind.TOTAL) {
        sum.addStories(tallies.get(slice));
      } else {
        sum.add(tallies.get(slice));
      }
    }
    return WindowCount.of(
        subject, span, sum.total(), history.mentions(window, window.previous(span)));
  }

  private void remember(SubjectHistory history, Context context) throws Exception {
    if (history.isEmpty()) {
      histories.clear();
      tallies.clear();
    } else {
      histories.update(history);
    }
    long due = Math.min(history.due(windows), expiry(history)) - 1;
    Long timer = timers.value();
    if (timer != null && timer == due) {
      return;
    }
    if (timer != null) {
      context.timerService().deleteEventTimeTimer(timer);
    }
    // Behind the last watermark every timer would fire at once, for ever.
    boolean ended = context.timerService().currentWatermark() == Long.MAX_VALUE;
    if (due < Long.MAX_VALUE - 1 && !ended) {
      context.timerService().registerEventTimeTimer(due);
      timers.update(due);
    } else {
      timers.clear();
    }
  }

  private long expiry(SubjectHistory history) {
    long oldest = history.oldestEnd();
    return oldest == Long.MAX_VALUE ? oldest : oldest + retention;
  }
}
