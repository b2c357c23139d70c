package io.newstide.dashboard;

import io.newstide.kafka.ControlAck;
import io.newstide.kafka.ControlClient;
import io.newstide.kafka.ControlRecord;
import io.newstide.topic.TopicDefinition;
import io.newstide.topic.TopicFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The topics of a deployment: those of its job file, changed by what the job has accepted since. A
 * paused one is among them, a removed one is not. Safe for use by many threads.
 */
final class TopicsInForce {

  private final List<TopicDefinition> ofJobFile;

  /** What was asked for, by request: acknowledgements of older versions say no more than that. */
  private final Map<String, ControlRecord> asked = new HashMap<>();

  /** What was accepted, in its order: it may become known before what was asked for. */
  private final List<ControlAck> accepted = new ArrayList<>();

  TopicsInForce(List<TopicDefinition> ofJobFile) {
    this.ofJobFile = ofJobFile;
  }

  synchronized void ask(ControlRecord record) {
    if (record.kind() == ControlRecord.Kind.TOPIC && record.wrong().isEmpty()) {
      asked.put(record.requestId(), record);
    }
  }

  synchronized void answer(ControlAck ack) {
    if (ack.kind() == ControlRecord.Kind.TOPIC && ack.accepted()) {
      accepted.add(ack);
    }
  }

  /** Those there are now, in the order of the job file, then as they came. */
  synchronized List<TopicDefinition> all() {
    Map<String, TopicDefinition> topics = new LinkedHashMap<>();
    ofJobFile.forEach(topic -> topics.put(topic.id(), topic));
    for (ControlAck ack : accepted) {
      ControlClient.inEffect(ack, Optional.ofNullable(asked.get(ack.requestId())))
          .ifPresent(
              change -> {
                if (change.removed()) {
                  topics.remove(change.id());
                } else {
                  change
                      .definition()
                      .map(text -> TopicFiles.topic(change.id(), text))
                      .ifPresent(topic -> topics.put(change.id(), topic));
                }
              });
    }
    return List.copyOf(topics.values());
  }
}
