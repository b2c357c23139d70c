package io.newstide.job;

import io.newstide.duplicate.StoryDecision;
import io.newstide.topic.Enriched;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
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
 *
 * <p>An id can come again when it is forgotten, and while the story of the article that had it is
 * still open; what event time had reached when they came tells them apart.
 */
final class TellStories extends KeyedCoProcessFunction<String, Enriched, StoryDecision, Enriched> {

  private static final long serialVersionUID = 1;

  /** By what event time had reached when the article came, as the next one. */
  private transient MapState<Long, Enriched> told;

  private transient MapState<Long, List<StoryDecision>> early;

  /** By the watermark that has settled them. */
  private transient MapState<Long, List<StoryDecision>> settled;

  private transient Counter copies;
  private transient Counter corrections;

  @Override
  public void open(OpenContext context) {
    told =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("told", Types.LONG, WireTypes.ENRICHED));
    early = getRuntimeContext().getMapState(decisions("early"));
    settled = getRuntimeContext().getMapState(decisions("settled"));
    copies = getRuntimeContext().getMetricGroup().counter("copies");
    corrections = getRuntimeContext().getMetricGroup().counter("corrections");
  }

  private static MapStateDescriptor<Long, List<StoryDecision>> decisions(String name) {
    return new MapStateDescriptor<>(name, Types.LONG, Types.LIST(WireTypes.STORY_DECISION));
  }

  @Override
  public void processElement1(Enriched enriched, Context context, Collector<Enriched> out)
      throws Exception {
    Enriched last = enriched.telling("");
    List<StoryDecision> decisions = early.get(enriched.sealed());
    if (decisions == null) {
      told.put(enriched.sealed(), last);
      return;
    }
    early.remove(enriched.sealed());
    for (StoryDecision decision : decisions) {
      last = tell(last, decision, out);
    }
  }

  @Override
  public void processElement2(StoryDecision decision, Context context, Collector<Enriched> out)
      throws Exception {
    if (context.timestamp() != null) {
      add(decision, context.timestamp(), settled);
      context.timerService().registerEventTimeTimer(context.timestamp());
      return;
    }
    long reached = Counted.reached(decision.sealed());
    Enriched last = told.get(reached);
    if (last == null) {
      add(decision, reached, early);
    } else {
      tell(last, decision, out);
    }
  }

  private static void add(
      StoryDecision decision, long moment, MapState<Long, List<StoryDecision>> decisions)
      throws Exception {
    List<StoryDecision> before = decisions.get(moment);
    List<StoryDecision> all = before == null ? new ArrayList<>(2) : new ArrayList<>(before);
    all.add(decision);
    decisions.put(moment, all);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Enriched> out) throws Exception {
    for (StoryDecision decision : settled.get(time)) {
      tell(told.get(Counted.reached(decision.sealed())), decision, out);
    }
    settled.remove(time);
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
      told.remove(next.sealed());
    } else {
      told.put(next.sealed(), next);
    }
    return next;
  }
}
