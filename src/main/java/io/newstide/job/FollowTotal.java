package io.newstide.job;

import io.newstide.trend.AlertEvent;
import io.newstide.trend.AlertSettings;
import io.newstide.trend.BaselineSettings;
import io.newstide.trend.WholeStream;
import io.newstide.window.Slicing;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Follows the whole stream, which every subject is compared with, in one task: with each step of
 * event time it tells all subtasks which stories began. A source that falls silent raises an alert
 * here.
 */
final class FollowTotal extends AbstractStreamOperator<Broadcast>
    implements OneInputStreamOperator<StreamArticle, Broadcast> {

  private static final long serialVersionUID = 1;

  /** The same of the articles that carry no topic. */
  static final OutputTag<Broadcast> WITHOUT_TOPIC =
      new OutputTag<>("without-topic", WireTypes.BROADCAST);

  private final Slicing slicing;
  private final AlertSettings alerts;
  private final BaselineSettings baseline;
  private transient ListState<WholeStream.Saved> saved;
  private transient ListState<StreamArticle> savedAhead;
  private transient WholeStream stream;
  private transient OpenAlerts openAlerts;

  /** Corrections made at a later moment of event time than has been reached here. */
  private transient List<StreamArticle> ahead;

  private transient long now;

  FollowTotal(Slicing slicing, AlertSettings alerts, BaselineSettings baseline) {
    this.slicing = slicing;
    this.alerts = alerts;
    this.baseline = baseline;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    var store = context.getOperatorStateStore();
    saved = store.getListState(new ListStateDescriptor<>("stream", WireTypes.WHOLE_STREAM));
    savedAhead = store.getListState(new ListStateDescriptor<>("ahead", WireTypes.STREAM_ARTICLE));
    var before = saved.get().iterator();
    stream =
        new WholeStream(
            alerts, baseline, before.hasNext() ? before.next() : WholeStream.Saved.NOTHING);
    openAlerts = new OpenAlerts(store, getMetricGroup());
    ahead = new ArrayList<>();
    savedAhead.get().forEach(ahead::add);
    now = stream.completed();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    saved.update(List.of(stream.save()));
    savedAhead.update(ahead);
    openAlerts.save();
  }

  @Override
  public void processElement(StreamRecord<StreamArticle> element) {
    StreamArticle article = element.getValue();
    if (article.isCorrection()) {
      ahead.add(article);
    } else {
      stream.add(article.article(), article.count());
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    boolean ended = mark.getTimestamp() == Long.MAX_VALUE;
    // When nothing more comes, time goes on to the end of the last slice, not for ever.
    long to = ended ? stream.lastEnd() : slicing.floor(mark.getTimestamp() + 1);
    // What was corrected since the last step; what goes on the way to the next one has to wait.
    correct(now);
    WholeStream.Step step = stream.advance(to);
    now = ended ? Long.MAX_VALUE : mark.getTimestamp() + 1;
    output.collect(new StreamRecord<>(new TotalStep(mark.getTimestamp(), to, step.all())));
    output.collect(
        WITHOUT_TOPIC,
        new StreamRecord<>(new TotalStep(mark.getTimestamp(), to, step.withoutTopic())));
    for (AlertEvent alert : step.alerts()) {
      openAlerts.count(alert);
      output.collect(Accumulate.ALERTS, new StreamRecord<>(alert));
    }
    super.processWatermark(mark);
  }

  /** Makes the corrections that were made by a moment. */
  private void correct(long moment) {
    ahead.removeIf(
        article -> {
          boolean due = article.sealed() <= moment;
          if (due) {
            stream.add(article.article(), article.count());
          }
          return due;
        });
  }
}
