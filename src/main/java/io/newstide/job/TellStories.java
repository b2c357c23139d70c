package io.newstide.job;

import io.newstide.duplicate.StoryDecision;
import io.newstide.topic.Enriched;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Brings what was understood of an article together with the story it tells. It goes out with the
 * first decision; it is kept until the story is settled, and goes out once more, one revision
 * higher, if it is settled otherwise.
 *
 * <p>What the watermark has settled is told when event time is as far here: whichever of the two
 * inputs is ahead, a correction stands at the same place between the watermarks: before the one
 * that ends the article's slice, so that the slice is complete with what was settled.
 */
final class TellStories extends KeyedCoProcessFunction<String, Enriched, StoryDecision, Enriched> {

  private static final long serialVersionUID = 1;

  private transient ValueState<Enriched> told;
  private transient ValueState<List<StoryDecision>> early;
  private transient ValueState<StoryDecision> settled;
  private transient Counter copies;
  private transient Counter corrections;

  @Override
  public void open(OpenContext context) {
    told = getRuntimeContext().getState(new ValueStateDescriptor<>("told", WireTypes.ENRICHED));
    early =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("early", Types.LIST(WireTypes.STORY_DECISION)));
    settled =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("settled", WireTypes.STORY_DECISION));
    copies = getRuntimeContext().getMetricGroup().counter("copies");
    corrections = getRuntimeContext().getMetricGroup().counter("corrections");
  }

  @Override
  public void processElement1(Enriched enriched, Context context, Collector<Enriched> out)
      throws Exception {
    List<StoryDecision> decisions = early.value();
    if (decisions == null) {
      // Not told yet: without a story.
      told.update(enriched.telling(""));
      return;
    }
    early.clear();
    Enriched last = enriched.telling("");
    for (StoryDecision decision : decisions) {
      last = tell(last, decision, out);
    }
  }

  @Override
  public void processElement2(StoryDecision decision, Context context, Collector<Enriched> out)
      throws Exception {
    if (context.timestamp() != null) {
      settled.update(decision);
      context.timerService().registerEventTimeTimer(context.timestamp());
      return;
    }
    Enriched last = told.value();
    if (last == null) {
      List<StoryDecision> decisions = early.value();
      decisions = decisions == null ? new ArrayList<>(2) : new ArrayList<>(decisions);
      decisions.add(decision);
      early.update(decisions);
    } else {
      tell(last, decision, out);
    }
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Enriched> out) throws Exception {
    tell(told.value(), settled.value(), out);
    settled.clear();
  }

  private Enriched tell(Enriched last, StoryDecision decision, Collector<Enriched> out)
      throws Exception {
    Enriched next = last;
    if (last.storyId().isEmpty()) {
      next = last.telling(decision.storyId());
      if (!decision.storyId().equals(decision.articleId())) {
        copies.inc();
      }
      out.collect(next);
    } else if (!last.storyId().equals(decision.storyId())) {
      next = last.tellingInstead(decision.storyId());
      corrections.inc();
      out.collect(next);
    }
    if (decision.settled()) {
      told.clear();
    } else {
      told.update(next);
    }
    return next;
  }
}
