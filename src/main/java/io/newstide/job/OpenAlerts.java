package io.newstide.job;

import io.newstide.trend.AlertEvent;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.MetricGroup;

/** How many alerts are open, for the metric {@code alertsOpen}. */
final class OpenAlerts {

  private final ListState<Long> saved;
  private long open;

  OpenAlerts(OperatorStateStore store, MetricGroup metrics) throws Exception {
    saved = store.getListState(new ListStateDescriptor<>("open-alerts", Types.LONG));
    for (long before : saved.get()) {
      open += before;
    }
    metrics.gauge("alertsOpen", () -> open);
  }

  void save() throws Exception {
    saved.update(List.of(open));
  }

  void count(AlertEvent event) {
    switch (event.state()) {
      case OPEN -> open++;
      case CLOSE -> open--;
      case UPDATE -> {}
    }
  }
}
