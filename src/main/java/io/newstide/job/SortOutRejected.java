package io.newstide.job;

import io.newstide.article.Incoming;
import io.newstide.article.Rejection;
import io.newstide.article.RejectionReason;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Lets articles through; rejections go to {@link #REJECTED}. */
final class SortOutRejected extends ProcessFunction<Incoming, Incoming.Accepted> {

  private static final long serialVersionUID = 1;

  /** What holds no article, or one that was counted already. */
  static final OutputTag<Rejection> REJECTED = new OutputTag<>("rejected", WireTypes.REJECTION);

  private final LongCounter read = new LongCounter();
  private transient RejectedByReason rejections;

  @Override
  public void open(OpenContext context) {
    getRuntimeContext().addAccumulator(NewstideJob.ARTICLES_READ, read);
    rejections =
        new RejectedByReason(getRuntimeContext().getMetricGroup(), RejectionReason.values());
  }

  @Override
  public void processElement(
      Incoming incoming, Context context, Collector<Incoming.Accepted> articles) {
    read.add(1L);
    if (incoming instanceof Incoming.Accepted accepted) {
      articles.collect(accepted);
    } else if (incoming instanceof Incoming.Rejected rejected) {
      rejections.count(rejected.rejection().reason());
      context.output(REJECTED, rejected.rejection());
    }
  }
}
