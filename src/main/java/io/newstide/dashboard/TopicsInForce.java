package io.newstide.dashboard;

import io.newstide.kafka.ControlAck;
import io.newstide.kafka.ControlRecord;
import io.newstide.topic.TopicDefinition;
import io.newstide.topic.TopicFiles;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The topics of a deployment: those of its job file, changed by what the job has accepted since. A
 * paused one is among them, a removed one is not. Safe for use by many threads.
 */
final class TopicsInForce {

  private final List<TopicDefinition> ofJobFile;

  /** What was asked for, in the order of the control topic. */
  private final List<ControlRecord> asked = new ArrayList<>();

  /** The requests that were accepted: they may become known before what was asked for. */
  private final Set<String> accepted = new HashSet<>();

  TopicsInForce(List<TopicDefinition> ofJobFile) {
    this.ofJobFile = ofJobFile;
  }

  synchronized void ask(ControlRecord record) {
    if (record.kind() == ControlRecord.Kind.TOPIC && record.wrong().isEmpty()) {
      asked.add(record);
    }
  }

  synchronized void answer(ControlAck ack) {
    if (ack.kind() == ControlRecord.Kind.TOPIC && ack.accepted()) {
      accepted.add(ack.requestId());
    }
  }

  /** Those there are now, in the order of the job file, then as they came. */
  synchronized List<TopicDefinition> all() {
    Map<String, TopicDefinition> topics = new LinkedHashMap<>();
    ofJobFile.forEach(topic -> topics.put(topic.id(), topic));
    for (ControlRecord record : asked) {
      if (accepted.contains(record.requestId())) {
        if (record.removed()) {
          topics.remove(record.id());
        }
        record
            .definition()
            .ifPresent(text -> topics.put(record.id(), TopicFiles.topic(record.id(), text)));
      }
    }
    return List.copyOf(topics.values());
  }
}
