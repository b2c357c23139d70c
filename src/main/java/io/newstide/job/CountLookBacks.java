package io.newstide.job;

import io.newstide.kafka.LookBack;
import io.newstide.topic.Enriched;
import io.newstide.topic.TopicMatch;
import io.newstide.window.Slicing;
import io.newstide.window.Span;
import io.newstide.window.SubjectSlice;
import io.newstide.window.Tally;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Counts the articles that a topic found in looking back, by article. What comes in says what an
 * article is to count and what the stream has counted of it; what goes out is the one less the
 * other, as of what went out before. So a look-back that is repeated counts nothing twice, and one
 * by a changed topic takes back what it no longer finds.
 *
 * <p>Articles whose story is settled otherwise come on the first input. What was counted of them is
 * corrected, and what is found in them later counts for the story they tell by then.
 *
 * <p>What goes out is {@link #HELD}: it counts when the look-back has ended.
 */
final class CountLookBacks extends AbstractStreamOperator<SubjectSlice>
    implements TwoInputStreamOperator<Enriched, LookBack.Found, SubjectSlice>,
        Triggerable<String, VoidNamespace>,
        BoundedMultiInput {

  private static final long serialVersionUID = 1;

  /** Sealed by this, a slice waits for the end of its look-back. */
  static final long HELD = Long.MAX_VALUE;

  private final Slicing slicing;
  private final long retention;

  /** By when they arrived: an id can come again when it is forgotten. */
  private transient MapState<Long, LookedBackOn> articles;

  private transient InternalTimerService<VoidNamespace> timers;
  private transient Combiner combiner;
  private transient Counter lookedBackOn;
  private transient Counter beforeRetention;

  /**
   * Counts look-backs.
   *
   * @param retention how long slices are kept; what is older counts nothing
   */
  CountLookBacks(Slicing slicing, Duration retention) {
    this.slicing = slicing;
    this.retention = retention.toMillis();
  }

  @Override
  public void open() throws Exception {
    super.open();
    articles =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>("looked-back-on", Types.LONG, WireTypes.LOOKED_BACK_ON));
    timers = getInternalTimerService("forget", VoidNamespaceSerializer.INSTANCE, this);
    combiner = new Combiner(slicing);
    lookedBackOn = getMetricGroup().counter("lookedBackOn");
    beforeRetention = getMetricGroup().counter("beforeRetention");
  }

  @Override
  public void processElement1(StreamRecord<Enriched> element) throws Exception {
    Enriched revised = element.getValue();
    if (revised.revision() == 0 || revised.late()) {
      return;
    }
    LookedBackOn known = articles.get(arrival(revised));
    if (known == null) {
      keep(new LookedBackOn(withoutTopics(revised), Map.of()));
    } else if (revised.revision() > known.article().revision()) {
      keep(retold(known, revised));
    }
  }

  /** The same article for another story: what it counted, it counts for that. */
  private LookedBackOn retold(LookedBackOn known, Enriched revised) {
    LookedBackOn now = known.telling(revised);
    Span slice = slicing.sliceOf(known.article().article());
    long sealed = slice.end() <= now() ? slice.end() : Long.MIN_VALUE;
    for (LookedBackOn.Instead instead : known.topics().values()) {
      count(known.article(), instead, slice, sealed, -1);
      count(now.article(), instead, slice, sealed, 1);
    }
    return now;
  }

  @Override
  public void processElement2(StreamRecord<LookBack.Found> element) throws Exception {
    LookBack.Found found = element.getValue();
    Span slice = slicing.sliceOf(found.article().article());
    if (slice.end() + retention <= now()) {
      beforeRetention.inc();
      return;
    }
    LookedBackOn known = articles.get(arrival(found.article()));
    if (known == null) {
      if (found.was().equals(found.is())) {
        return;
      }
      known = new LookedBackOn(withoutTopics(found.article()), Map.of());
    } else if (found.article().revision() > known.article().revision()) {
      known = retold(known, found.article());
    }
    LookedBackOn.Instead instead = new LookedBackOn.Instead(found.was(), found.is());
    LookedBackOn.Instead before = known.topics().get(found.topic());
    if (!instead.equals(before)) {
      if (before != null) {
        count(known.article(), before, slice, HELD, -1);
      }
      count(known.article(), instead, slice, HELD, 1);
      lookedBackOn.inc();
    }
    keep(known.with(found.topic(), instead));
    if (combiner.isFull()) {
      passOn();
    }
  }

  private void count(
      Enriched article, LookedBackOn.Instead instead, Span slice, long sealed, int times) {
    if (!instead.was().equals(instead.is())) {
      count(article, instead.is(), slice, sealed, times);
      count(article, instead.was(), slice, sealed, -times);
    }
  }

  private void count(
      Enriched article, Optional<TopicMatch> topic, Span slice, long sealed, int times) {
    if (topic.isEmpty()) {
      return;
    }
    Observations.of(
        with(article, List.of(topic.get())),
        (subject, observation) -> {
          if (subject.kind().ofTopic()) {
            combiner.add(subject, slice, sealed, Tally.of(observation), times);
          }
        });
  }

  private static Enriched withoutTopics(Enriched article) {
    return with(article, List.of());
  }

  private static Enriched with(Enriched article, List<TopicMatch> topics) {
    return new Enriched(
        article.article(),
        article.storyId(),
        "",
        article.revision(),
        article.lateBy(),
        article.analysis(),
        topics,
        article.analyser());
  }

  private void keep(LookedBackOn article) throws Exception {
    articles.put(arrival(article.article()), article);
    timers.registerEventTimeTimer(VoidNamespace.INSTANCE, forgottenAt(article));
  }

  private static long arrival(Enriched article) {
    return article.article().arrivedAt().toEpochMilli();
  }

  private long forgottenAt(LookedBackOn article) {
    return slicing.sliceOf(article.article().article()).end() + retention;
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    for (Iterator<LookedBackOn> all = articles.values().iterator(); all.hasNext(); ) {
      if (forgottenAt(all.next()) <= timer.getTimestamp()) {
        all.remove();
      }
    }
    if (articles.isEmpty()) {
      articles.clear(); // An empty map is an entry of the heap's backend.
    }
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("no timer of the clock was set");
  }

  /** The time that event time has reached: nothing before it is to come. */
  private long now() {
    long watermark = timers.currentWatermark();
    return watermark == Long.MAX_VALUE || watermark == Long.MIN_VALUE ? watermark : watermark + 1;
  }

  private void passOn() {
    combiner.passOn(slice -> output.collect(new StreamRecord<>(slice)));
  }

  @Override
  public void processWatermark1(Watermark mark) throws Exception {
    passOn();
    processWatermark(mark);
  }

  @Override
  public void processWatermark2(Watermark mark) {
    // What is looked back on is of the past: it says nothing about event time.
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpoint) {
    passOn();
  }

  @Override
  public void endInput(int input) {
    passOn();
  }
}
