package io.newstide.job;

import io.newstide.article.RejectionReason;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** How many records an operator has rejected, by reason: the metric {@code rejected}. */
final class RejectedByReason {

  private final Map<RejectionReason, Counter> counters = new EnumMap<>(RejectionReason.class);

  RejectedByReason(MetricGroup group, RejectionReason... reasons) {
    for (RejectionReason reason : reasons) {
      counters.put(reason, group.addGroup("reason", reason.label()).counter("rejected"));
    }
  }

  void count(RejectionReason reason) {
    counters.get(reason).inc();
  }
}
