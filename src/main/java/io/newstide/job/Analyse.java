package io.newstide.job;

import io.newstide.kafka.ControlRecord;
import io.newstide.topic.Enriched;
import io.newstide.topic.TopicDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Reads each article once: keywords, names, topics. Changes of topics and lexicon come on the
 * second input, before the barrier at which all subtasks make them.
 */
final class Analyse extends AbstractStreamOperator<Enriched>
    implements TwoInputStreamOperator<Counted, Broadcast, Enriched>, BoundedMultiInput {

  private static final long serialVersionUID = 1;

  /** The analysis times that the histogram is over: the last so many articles of a subtask. */
  private static final int TIMES = 1000;

  private final Understanding.Settings settings;

  /** Where articles stand that were understood before; empty to read each. */
  private final String understood;

  private transient ListState<Definitions.Entry> savedTopics;
  private transient ListState<Definitions.Entry> savedLexicons;
  private transient Definitions topics;
  private transient Definitions lexicons;
  private transient List<ControlChange> pending;
  private transient Understanding understanding;
  private transient UnderstoodArticles before;
  private transient Histogram micros;

  Analyse(Understanding.Settings settings, Optional<Path> understood) {
    this.settings = settings;
    this.understood = understood.map(Path::toString).orElse("");
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    savedTopics = Definitions.state(context.getOperatorStateStore(), "topics");
    topics = TopicControl.of(settings.topics());
    topics.restore(savedTopics.get());
    savedLexicons = Definitions.state(context.getOperatorStateStore(), "lexicons");
    lexicons = LexiconControl.of(settings.language().lexicon());
    lexicons.restore(savedLexicons.get());
    pending = new ArrayList<>();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    topics.save(savedTopics, subtask);
    lexicons.save(savedLexicons, subtask);
  }

  @Override
  public void open() throws Exception {
    super.open();
    micros =
        getMetricGroup().histogram("analysisMicros", new DescriptiveStatisticsHistogram(TIMES));
    if (understood.isEmpty()) {
      readAll();
    } else {
      before = new UnderstoodArticles(Path.of(understood));
    }
  }

  @Override
  public void close() throws Exception {
    if (before != null) {
      before.close();
    }
    super.close();
  }

  private void readAll() {
    understanding =
        Understanding.of(
            new Understanding.Settings(
                settings
                    .language()
                    .withLexicon(settings.language().lexiconName(), LexiconControl.text(lexicons)),
                current()));
    tellVersions();
  }

  private List<TopicDefinition> current() {
    return topics.inEffect().stream().map(TopicControl::topic).toList();
  }

  private void tellVersions() {
    var versions = understanding.versions();
    MetricGroup group = getMetricGroup();
    group
        .addGroup("model", versions.model())
        .addGroup("lexicon", versions.lexicon())
        .addGroup("topics", versions.topics())
        .gauge("versions", () -> versions.equals(understanding.versions()) ? 1 : 0);
    LOG.info(
        "reading articles with model {}, lexicon {}, topics {}",
        versions.model(),
        versions.lexicon(),
        versions.topics());
  }

  @Override
  public void processElement1(StreamRecord<Counted> element) throws Exception {
    Counted counted = element.getValue();
    if (before != null) {
      output.collect(element.replace(before.next(counted)));
      return;
    }
    long start = System.nanoTime();
    Enriched enriched =
        understanding
            .enrich(counted.article(), counted.lateBy())
            .withoutText()
            .countedAt(counted.sealed());
    micros.update((System.nanoTime() - start) / 1000);
    output.collect(element.replace(enriched));
  }

  @Override
  public void processElement2(StreamRecord<Broadcast> element) {
    if (element.getValue() instanceof ControlChange change
        && change.kind() != ControlRecord.Kind.WINDOW) {
      pending.add(change);
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpoint) {
    takeEffect();
  }

  private void takeEffect() {
    if (pending.isEmpty()) {
      return;
    }
    boolean lexiconChanged = false;
    for (ControlChange change : pending) {
      if (change.kind() == ControlRecord.Kind.LEXICON) {
        lexicons.apply(change);
        lexiconChanged = true;
      } else {
        topics.apply(change);
      }
    }
    pending.clear();
    if (lexiconChanged) {
      readAll();
    } else {
      understanding = understanding.withTopics(current());
      tellVersions();
    }
  }

  @Override
  public void endInput(int input) {
    if (input == 2) {
      takeEffect();
    }
  }

  @Override
  public void processWatermark1(Watermark mark) throws Exception {
    processWatermark(mark);
  }

  @Override
  public void processWatermark2(Watermark mark) {
    // Changes hold nothing back.
  }
}
