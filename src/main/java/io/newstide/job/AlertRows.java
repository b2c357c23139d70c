package io.newstide.job;

import io.newstide.kafka.AlertJson;
import io.newstide.kafka.Row;
import io.newstide.trend.AlertEvent;
import io.newstide.window.Subject;
import io.newstide.window.SubjectKind;
import java.io.IOException;
import java.util.Map;
import org.apache.flink.api.common.functions.MapFunction;

/** Writes alerts, with the names that people know topics by. */
final class AlertRows implements MapFunction<AlertEvent, Row> {

  private static final long serialVersionUID = 1;

  private final Map<String, String> topics;

  AlertRows(Map<String, String> topics) {
    this.topics = Map.copyOf(topics);
  }

  @Override
  public Row map(AlertEvent alert) throws IOException {
    return AlertJson.row(alert, name(alert));
  }

  private String name(AlertEvent alert) {
    return switch (alert.kind()) {
      case "topic" -> topics.getOrDefault(alert.id(), alert.id());
      case "topic-place" -> {
        Subject at = new Subject(SubjectKind.TOPIC_PLACE, alert.id());
        yield topics.getOrDefault(at.topic(), at.topic()) + " " + at.place();
      }
      default -> alert.id();
    };
  }
}
