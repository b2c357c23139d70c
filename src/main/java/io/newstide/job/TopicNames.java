package io.newstide.job;

import io.newstide.trend.AlertEvent;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.OperatorStateStore;

/** The names that people know topics by: of the job file, and of what came while the job ran. */
final class TopicNames {

  private final ListState<Definitions.Entry> saved;
  private final Map<String, String> jobFile;
  private final Definitions live = new Definitions(Map.of());
  private final Map<String, String> names = new HashMap<>();

  TopicNames(OperatorStateStore store, Map<String, String> jobFile) throws Exception {
    this.jobFile = jobFile;
    saved = Definitions.state(store, "topics");
    live.restore(saved.get());
    read();
  }

  void save(int subtask) throws Exception {
    live.save(saved, subtask);
  }

  void apply(ControlChange change) {
    live.apply(change);
    read();
  }

  private void read() {
    names.clear();
    names.putAll(jobFile);
    // A topic that has gone keeps its name for the alert that is still open.
    live.entries().forEach(entry -> names.put(entry.id(), TopicControl.topic(entry.text()).name()));
  }

  /** The ids of all topics. */
  Set<String> ids() {
    return names.keySet();
  }

  /** What people call the subject of an alert. */
  String of(AlertEvent alert) {
    return switch (alert.kind()) {
      case "topic" -> names.getOrDefault(alert.id(), alert.id());
      case "topic-place" -> {
        Subject at = new Subject(SubjectKind.TOPIC_PLACE, alert.id());
        yield at.place() + " · " + names.getOrDefault(at.topic(), at.topic());
      }
      default -> alert.id();
    };
  }
}
