package io.newstide.job;

import io.newstide.article.Article;
import io.newstide.article.Incoming;
import io.newstide.window.Slicing;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * Event time as the articles of one partition tell it: the latest reliable {@code publishedAt} less
 * the out-of-orderness, floored to the slice, emitted with the record that moves it and never by
 * the clock. So the same records always give the same watermarks. What holds no article, and an
 * article whose date is not reliable, does not move it.
 */
final class EventTime implements WatermarkGenerator<Incoming> {

  private final Slicing slicing;
  private final long outOfOrderness;
  private long reached = Long.MIN_VALUE;

  EventTime(Slicing slicing, Duration outOfOrderness) {
    this.slicing = slicing;
    this.outOfOrderness = outOfOrderness.toMillis();
  }

  /** The strategy for a source; without idleness no partition is ever given up as idle. */
  static WatermarkStrategy<Incoming> strategy(Slicing slicing, Duration outOfOrderness) {
    WatermarkGeneratorSupplier<Incoming> supplier =
        context -> new EventTime(slicing, outOfOrderness);
    return WatermarkStrategy.forGenerator(supplier)
        .withTimestampAssigner((incoming, arrival) -> timestamp(incoming));
  }

  private static long timestamp(Incoming incoming) {
    if (incoming instanceof Incoming.Accepted accepted) {
      return accepted.article().publishedAt().toEpochMilli();
    }
    return ((Incoming.Rejected) incoming).rejection().timestamp();
  }

  @Override
  public void onEvent(Incoming incoming, long timestamp, WatermarkOutput output) {
    if (!(incoming instanceof Incoming.Accepted accepted)) {
      return;
    }
    Article article = accepted.article();
    if (!article.dateReliable()) {
      return;
    }
    long border = slicing.floor(article.publishedAt().toEpochMilli() - outOfOrderness);
    if (border > reached) {
      reached = border;
      output.emitWatermark(new Watermark(border - 1));
    }
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    // Event time comes from the records alone.
  }
}
