package io.newstide.job;

import io.newstide.topic.Enriched;
import io.newstide.window.Slicing;
import io.newstide.window.Span;
import io.newstide.window.Subject;
import io.newstide.window.SubjectSlice;
import io.newstide.window.Tally;
import java.util.HashMap;
import java.util.Map;
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

  /** More tallies than this are passed on at once, to bound memory. */
  private static final int MOST_HELD = 20_000;

  private final Slicing slicing;
  private transient Map<Held, Tally.Sum> held;

  private record Held(Subject subject, Span slice) {}

  Observe(Slicing slicing) {
    this.slicing = slicing;
  }

  @Override
  public void open() throws Exception {
    super.open();
    held = new HashMap<>();
  }

  @Override
  public void processElement(StreamRecord<Enriched> element) {
    Enriched enriched = element.getValue();
    if (enriched.late()) {
      return;
    }
    Span slice = slicing.sliceOf(enriched.article());
    Observations.of(enriched, (subject, article) -> held(subject, slice).add(article));
    // A correction: the new less the old.
    enriched
        .replaced()
        .ifPresent(
            before ->
                Observations.of(
                    before, (subject, article) -> held(subject, slice).subtract(article)));
    if (held.size() >= MOST_HELD) {
      passOn();
    }
  }

  private Tally.Sum held(Subject subject, Span slice) {
    return held.computeIfAbsent(new Held(subject, slice), absent -> new Tally.Sum());
  }

  private void passOn() {
    held.forEach(
        (of, sum) ->
            output.collect(
                new StreamRecord<>(
                    new SubjectSlice(
                        of.subject(), of.slice(), slicing.isDay(of.slice()), sum.total()))));
    held.clear();
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
