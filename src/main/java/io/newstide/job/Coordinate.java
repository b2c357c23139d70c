package io.newstide.job;

import io.newstide.kafka.ControlAck;
import io.newstide.kafka.ControlRecord;
import io.newstide.topic.TopicDefinition;
import io.newstide.window.WindowDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides about changes to the running job, alone and in their order, so that all tasks make the
 * same ones. What is accepted is sent to all of them right before the barrier of a checkpoint: each
 * makes it when that barrier passes, and the acknowledgement is seen when that checkpoint is
 * complete. After a failure before that, it is decided again in the same way.
 */
final class Coordinate extends AbstractStreamOperator<Broadcast>
    implements OneInputStreamOperator<ControlRecord, Broadcast>, BoundedOneInput {

  private static final long serialVersionUID = 1;

  private static final Logger CHANGES = LoggerFactory.getLogger(Coordinate.class);

  /** What became of each record. */
  static final OutputTag<ControlAck> ACKNOWLEDGEMENTS =
      new OutputTag<>("acknowledgements", WireTypes.CONTROL_ACK);

  private final List<WindowDefinition> jobFile;
  private final WindowRules windowRules;
  private final List<TopicDefinition> topicsOfFile;
  private final String lexiconOfFile;
  private transient ListState<WindowPlan.Saved> plans;
  private transient ListState<Definitions.Entry> savedTopics;
  private transient ListState<Definitions.Entry> savedLexicons;
  private transient WindowPlan plan;
  private transient Definitions topics;
  private transient Definitions lexicons;
  private transient Map<ControlRecord.Kind, ControlRules> rules;
  private transient List<Decided> decided;
  private transient Counter changesAccepted;
  private transient Counter changesRejected;

  private record Decided(ControlRecord record, ControlRules.Accepted accepted) {}

  /**
   * Over what the job file has.
   *
   * @param jobFile the windows
   * @param topics the topics
   * @param lexicon the text of the lexicon
   */
  Coordinate(
      List<WindowDefinition> jobFile,
      WindowRules windowRules,
      List<TopicDefinition> topics,
      String lexicon) {
    this.jobFile = jobFile;
    this.windowRules = windowRules;
    this.topicsOfFile = List.copyOf(topics);
    this.lexiconOfFile = lexicon;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    plans =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("windows", WireTypes.WINDOW_PLAN));
    plan = new WindowPlan(jobFile, windowRules.slicing());
    for (WindowPlan.Saved saved : plans.get()) {
      plan.restore(saved.entries());
    }
    savedTopics = Definitions.state(context.getOperatorStateStore(), "topics");
    topics = TopicControl.of(topicsOfFile);
    topics.restore(savedTopics.get());
    savedLexicons = Definitions.state(context.getOperatorStateStore(), "lexicons");
    lexicons = LexiconControl.of(lexiconOfFile);
    lexicons.restore(savedLexicons.get());
    rules =
        Map.of(
            ControlRecord.Kind.WINDOW,
            new WindowControl(windowRules, plan),
            ControlRecord.Kind.TOPIC,
            new TopicControl(topics),
            ControlRecord.Kind.LEXICON,
            new LexiconControl(lexicons));
    decided = new ArrayList<>();
    changesAccepted = getMetricGroup().counter("changesAccepted");
    changesRejected = getMetricGroup().counter("changesRejected");
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    plans.update(List.of(new WindowPlan.Saved(plan.entries(), List.of(), 0, 1)));
    topics.save(savedTopics, 0);
    lexicons.save(savedLexicons, 0);
  }

  @Override
  public void processElement(StreamRecord<ControlRecord> element) {
    ControlRecord record = element.getValue();
    try {
      if (!record.wrong().isEmpty()) {
        throw new IllegalArgumentException(record.wrong());
      }
      ControlRules ofKind = rules.get(record.kind());
      decided.add(new Decided(record, ofKind.accept(record)));
    } catch (IllegalArgumentException e) {
      refuse(record, e.getMessage());
    } catch (RuntimeException e) {
      // Whoever may write to the topic could stop the job for good with a record nobody foresaw.
      LOG.error("{} {} could not be judged", record.kind().label(), record.id(), e);
      refuse(record, "it could not be judged: " + e);
    }
  }

  private void refuse(ControlRecord record, String reason) {
    changesRejected.inc();
    acknowledge(
        ControlAck.ofNoChange(record.requestId(), record.kind(), record.id(), false, reason, "", 0),
        record.requestedBy());
  }

  private void acknowledge(ControlAck ack, String requestedBy) {
    CHANGES.info(
        "{} {} {}, version {}, by {}: {}",
        ack.kind().label(),
        ack.id(),
        ack.accepted() ? "accepted" : "rejected",
        ack.version(),
        requestedBy,
        ack.reason());
    output.collect(ACKNOWLEDGEMENTS, new StreamRecord<>(ack));
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpoint) {
    send(checkpoint);
  }

  @Override
  public void endInput() {
    send(0);
  }

  private void send(long checkpoint) {
    for (Decided one : decided) {
      ControlRecord record = one.record();
      output.collect(
          new StreamRecord<>(
              new ControlChange(
                  record.kind(),
                  record.id(),
                  checkpoint,
                  record.removed(),
                  record.paused(),
                  one.accepted().definition())));
      changesAccepted.inc();
      acknowledge(
          new ControlAck(
              record.requestId(),
              record.kind(),
              record.id(),
              true,
              one.accepted().remark(),
              one.accepted().version(),
              checkpoint,
              record.removed(),
              record.paused(),
              Optional.of(one.accepted().written())),
          record.requestedBy());
    }
    decided.clear();
  }
}
