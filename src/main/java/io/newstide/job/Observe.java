package io.newstide.job;

import io.newstide.topic.Enriched;
import io.newstide.window.Slicing;
import io.newstide.window.Span;
import io.newstide.window.SubjectSlice;
import io.newstide.window.Tally;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Counts articles for their subjects, combined locally before anything is shuffled. It needs no
 * state: it passes on what it holds before every watermark and before every checkpoint's barrier.
 */
final class Observe extends AbstractStreamOperator<SubjectSlice>
    implements OneInputStreamOperator<Enriched, SubjectSlice>, BoundedOneInput {

  private static final long serialVersionUID = 1;

  private final Slicing slicing;
  private transient Combiner combiner;

  Observe(Slicing slicing) {
    this.slicing = slicing;
  }

  @Override
  public void open() throws Exception {
    super.open();
    combiner = new Combiner(slicing);
    getMetricGroup().gauge("hotSubjectShare", combiner::hottestShare);
  }

  @Override
  public void processElement(StreamRecord<Enriched> element) {
    Enriched enriched = element.getValue();
    if (enriched.late()) {
      return;
    }
    Span slice = slicing.sliceOf(enriched.article());
    Observations.of(
        enriched, (subject, article) -> combiner.add(subject, slice, Tally.of(article)));
    // A correction: the new less the old.
    enriched
        .replaced()
        .ifPresent(
            before ->
                Observations.of(
                    before,
                    (subject, article) -> combiner.subtract(subject, slice, Tally.of(article))));
    if (combiner.isFull()) {
      passOn();
    }
  }

  private void passOn() {
    combiner.passOn(slice -> output.collect(new StreamRecord<>(slice)));
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    passOn();
    super.processWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    passOn();
  }

  @Override
  public void endInput() {
    passOn();
  }
}
