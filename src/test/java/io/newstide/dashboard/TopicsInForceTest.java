package io.newstide.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.newstide.kafka.ControlAck;
import io.newstide.kafka.ControlRecord;
import io.newstide.topic.TopicDefinition;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TopicsInForceTest {

  private static final TopicDefinition FLOOD = new TopicDefinition("flood", "防汛", "防汛^3", 2);
  private static final TopicDefinition ROBOTS = new TopicDefinition("robots", "机器人", "机器人", 2);
  private static final String COMETS =
      "{\"id\":\"comets\",\"name\":\"彗星\",\"query\":\"彗星^3\",\"threshold\":2.5}";

  private final TopicsInForce topics = new TopicsInForce(List.of(FLOOD, ROBOTS));

  private static ControlRecord record(
      String request, String id, boolean removed, boolean paused, String definition) {
    return new ControlRecord(
        request,
        ControlRecord.Kind.TOPIC,
        id,
        removed,
        paused,
        Optional.ofNullable(definition),
        "test",
        "");
  }

  private static ControlAck ack(String request, String id, boolean accepted) {
    return ControlAck.ofNoChange(request, ControlRecord.Kind.TOPIC, id, accepted, "", "v", 7);
  }

  @Test
  void withoutAChangeTheyAreThoseOfTheJobFile() {
    assertThat(topics.all()).containsExactly(FLOOD, ROBOTS);
  }

  @Test
  void whatWasAcceptedIsAmongThemWhicheverIsHeardFirst() {
    topics.ask(record("1", "comets", false, false, COMETS));
    assertThat(topics.all()).as("not answered yet").containsExactly(FLOOD, ROBOTS);
    topics.answer(ack("1", "comets", true));
    topics.answer(ack("2", "flood", true));
    topics.ask(record("2", "flood", true, false, null));

    assertThat(topics.all())
        .containsExactly(ROBOTS, new TopicDefinition("comets", "彗星", "彗星^3", 2.5));
  }

  /** The control topic is compacted: what was asked for first is gone when others come. */
  @Test
  void anAcknowledgementThatSaysWhatIsInEffectNeedsNoRecord() {
    topics.answer(
        new ControlAck(
            "2",
            ControlRecord.Kind.TOPIC,
            "comets",
            true,
            "",
            "v",
            7,
            false,
            false,
            Optional.of(COMETS)));
    topics.ask(record("2", "comets", false, false, null));
    assertThat(topics.all())
        .containsExactly(FLOOD, ROBOTS, new TopicDefinition("comets", "彗星", "彗星^3", 2.5));

    topics.answer(
        new ControlAck(
            "3",
            ControlRecord.Kind.TOPIC,
            "comets",
            true,
            "",
            "v",
            8,
            true,
            false,
            Optional.of(COMETS)));
    assertThat(topics.all()).containsExactly(FLOOD, ROBOTS);
  }

  @Test
  void whatWasRefusedChangesNothing() {
    topics.ask(record("1", "flood", true, false, null));
    topics.answer(ack("1", "flood", false));
    assertThat(topics.all()).containsExactly(FLOOD, ROBOTS);
  }

  @Test
  void oneThatIsPausedStays() {
    topics.ask(record("1", "flood", false, true, null));
    topics.answer(ack("1", "flood", true));
    assertThat(topics.all()).containsExactly(FLOOD, ROBOTS);
  }
}
