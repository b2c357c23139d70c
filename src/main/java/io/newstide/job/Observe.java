package io.newstide.job;

import io.newstide.topic.Enriched;
import io.newstide.trend.WholeStream;
import io.newstide.window.Slicing;
import io.newstide.window.Span;
import io.newstide.window.SubjectKind;
import io.newstide.window.SubjectSlice;
import io.newstide.window.Tally;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Counts articles for their subjects, combined locally before anything is shuffled. It needs no
 * state: it passes on what it holds before every watermark and before every checkpoint's barrier.
 */
final class Observe extends AbstractStreamOperator<SubjectSlice>
    implements OneInputStreamOperator<Enriched, SubjectSlice>, BoundedOneInput {

  private static final long serialVersionUID = 1;

  private final Slicing slicing;

  /** What each article adds to the whole stream. */
  static final OutputTag<StreamArticle> STREAM =
      new OutputTag<>("stream", WireTypes.STREAM_ARTICLE);

  /** Terms of articles that carry no topic. */
  static final OutputTag<SubjectSlice> TERMS = new OutputTag<>("terms", WireTypes.SUBJECT_SLICE);

  private transient Combiner combiner;
  private transient Combiner terms;

  Observe(Slicing slicing) {
    this.slicing = slicing;
  }

  @Override
  public void open() throws Exception {
    super.open();
    combiner = new Combiner(slicing);
    terms = new Combiner(slicing);
    getMetricGroup().gauge("hotSubjectShare", combiner::hottestShare);
  }

  @Override
  public void processElement(StreamRecord<Enriched> element) {
    Enriched enriched = element.getValue();
    if (enriched.late()) {
      return;
    }
    Span slice = slicing.sliceOf(enriched.article());
    count(enriched, slice, 1);
    // A correction: the new less the old, both as of now.
    enriched.replaced().ifPresent(before -> count(before, slice, -1));
    if (combiner.isFull() || terms.isFull()) {
      passOn();
    }
  }

  private void count(Enriched enriched, Span slice, int times) {
    boolean withoutTopic = enriched.topics().isEmpty();
    Observations.of(
        enriched,
        (subject, article) -> {
          Tally tally = Tally.of(article);
          combiner.add(subject, slice, enriched.sealed(), tally, times);
          if (withoutTopic && subject.kind() != SubjectKind.TOTAL) {
            terms.add(subject, slice, enriched.sealed(), tally, times);
          }
        });
    output.collect(
        STREAM,
        new StreamRecord<>(
            new StreamArticle(
                new WholeStream.Article(
                    slice, enriched.storyId(), enriched.article().source(), withoutTopic),
                times,
                enriched.sealed())));
  }

  private void passOn() {
    combiner.passOn(slice -> output.collect(new StreamRecord<>(slice)));
    terms.passOn(slice -> output.collect(TERMS, new StreamRecord<>(slice)));
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
