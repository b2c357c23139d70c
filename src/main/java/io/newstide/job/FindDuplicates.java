package io.newstide.job;

import io.newstide.article.Article;
import io.newstide.article.Incoming;
import io.newstide.article.Rejection;
import io.newstide.article.RejectionReason;
import io.newstide.duplicate.Signature;
import io.newstide.duplicate.SignedArticle;
import io.newstide.window.Slicing;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Counts each article id once within its time-to-live, decides once for each article whether it is
 * late, and signs it: {@link #SIGNED} has what its story is found by. How far event time had come
 * is part of the state, because Flink does not restore watermarks: after a failure the same
 * articles are late as before it.
 */
final class FindDuplicates extends KeyedProcessFunction<String, Incoming.Accepted, Counted>
    implements CheckpointedFunction {

  private static final long serialVersionUID = 1;

  /** The articles that count, by their texts' signatures. */
  static final OutputTag<SignedArticle> SIGNED = new OutputTag<>("signed", WireTypes.SIGNED);

  private final Slicing slicing;
  private final long allowedLateness;
  private final long ttl;
  private transient ValueState<Long> expiries;
  private transient ListState<Long> sealedByTask;
  private transient long sealed;
  private transient RejectedByReason rejections;
  private transient Counter late;

  private FindDuplicates(Slicing slicing, Duration allowedLateness, Duration ttl) {
    this.slicing = slicing;
    this.allowedLateness = allowedLateness.toMillis();
    this.ttl = ttl.toMillis();
  }

  /**
   * The operator, which tells of every watermark: one that no article follows has sealed its time
   * all the same.
   */
  static KeyedProcessOperator<String, Incoming.Accepted, Counted> operator(
      Slicing slicing, Duration allowedLateness, Duration ttl) {
    return new Operator(new FindDuplicates(slicing, allowedLateness, ttl));
  }

  private static final class Operator
      extends KeyedProcessOperator<String, Incoming.Accepted, Counted> {

    private static final long serialVersionUID = 1;

    private final FindDuplicates function;

    Operator(FindDuplicates function) {
      super(function);
      this.function = function;
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
      function.reached(mark.getTimestamp());
      super.processWatermark(mark);
    }
  }

  /** The last watermark, at the end of a run, seals nothing that a later run will read. */
  private void reached(long mark) {
    if (mark < Long.MAX_VALUE) {
      sealed = Math.max(sealed, mark);
    }
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    sealedByTask =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("sealed", Types.LONG));
    sealed = Long.MIN_VALUE;
    for (long before : sealedByTask.get()) {
      sealed = Math.max(sealed, before);
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    sealedByTask.clear();
    sealedByTask.add(sealed);
  }

  @Override
  public void open(OpenContext context) {
    expiries = getRuntimeContext().getState(new ValueStateDescriptor<>("expiry", Types.LONG));
    var metrics = getRuntimeContext().getMetricGroup();
    rejections = new RejectedByReason(metrics, RejectionReason.REPEATED_ID);
    late = metrics.counter("late");
  }

  @Override
  public void processElement(Incoming.Accepted accepted, Context context, Collector<Counted> out)
      throws Exception {
    Article article = accepted.article();
    if (expiries.value() != null) {
      rejections.count(RejectionReason.REPEATED_ID);
      context.output(
          SortOutRejected.REJECTED,
          Rejection.of(
              RejectionReason.REPEATED_ID,
              "the id '%s' was counted already".formatted(article.id()),
              accepted.raw()));
      return;
    }
    long expiry = Math.max(article.publishedAt().toEpochMilli(), sealed) + ttl;
    expiries.update(expiry);
    context.timerService().registerEventTimeTimer(expiry);
    context.output(
        SIGNED,
        new SignedArticle(
            article.id(), article.publishedAt().toEpochMilli(), sealed, Signature.of(article)));
    Duration lateBy = lateBy(article);
    if (!lateBy.isZero()) {
      late.inc();
    }
    out.collect(new Counted(article, lateBy, Counted.reached(sealed)));
  }

  private Duration lateBy(Article article) {
    long lastMoment = slicing.sliceOf(article).end() - 1 + allowedLateness;
    // The watermark says that all up to it has come.
    return sealed < lastMoment
        ? Duration.ZERO
        : Duration.between(Instant.ofEpochMilli(lastMoment), Instant.ofEpochMilli(sealed + 1));
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Counted> out) {
    expiries.clear();
  }
}
