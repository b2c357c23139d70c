package io.newstide.job;

import io.newstide.trend.EmergingGroup;
import io.newstide.trend.EmergingSubjects;
import io.newstide.trend.RisingTerm;
import io.newstide.window.Span;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Brings the terms that rise in one window together: what rises together is one subject. */
final class GroupEmerging extends KeyedProcessFunction<Span, Rising, EmergingGroup> {

  private static final long serialVersionUID = 1;

  private final int most;
  private transient ListState<Rising> rising;

  /** Of each window at most so many subjects. */
  GroupEmerging(int most) {
    this.most = most;
  }

  @Override
  public void open(OpenContext context) {
    rising =
        getRuntimeContext().getListState(new ListStateDescriptor<>("rising", WireTypes.RISING));
  }

  @Override
  public void processElement(Rising term, Context context, Collector<EmergingGroup> out)
      throws Exception {
    rising.add(term);
    context.timerService().registerEventTimeTimer(term.window().end() - 1);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<EmergingGroup> out)
      throws Exception {
    List<RisingTerm> terms = new ArrayList<>();
    long stories = 0;
    for (Rising term : rising.get()) {
      terms.add(term.term());
      stories = term.totalStories();
    }
    EmergingSubjects.group(terms, stories, context.getCurrentKey(), most).forEach(out::collect);
    rising.clear();
  }
}
