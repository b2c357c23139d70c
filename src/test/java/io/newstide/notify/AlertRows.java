package io.newstide.notify;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** Rows of {@code alerts.v1} as tests need them. */
public final class AlertRows {

  /** When alerts of tests are opened. */
  public static final Instant OPENED = Instant.parse("2026-03-26T08:00:00Z");

  private static final ObjectMapper JSON = new ObjectMapper();

  private AlertRows() {}

  /**
   * A burst of a topic with two headlines.
   *
   * @param state of the alert
   * @param minutes how long after it was opened
   */
  public static ObjectNode burst(String topic, String name, String state, long minutes) {
    Instant at = OPENED.plus(Duration.ofMinutes(minutes));
    ObjectNode row = JSON.createObjectNode();
    row.put("schemaVersion", 1);
    row.put("alertId", "topic/" + topic + "/" + OPENED);
    row.put("state", state).put("kind", "topic").put("id", topic).put("name", name);
    row.put("window", "3h");
    row.put("windowStart", at.minus(Duration.ofHours(3)).toString());
    row.put("windowEnd", at.toString()).put("at", at.toString());
    row.put("mentions", 9).put("uniqueStories", 6).put("expected", 0.75);
    row.put("score", 5.25).put("peakScore", 6.04).put("reason", "burst");
    ObjectNode first = row.putArray("evidence").addObject();
    first.put("id", "a1").put("title", "暴雨致城区内涝").put("source", "亦城时报");
    first.put("publishedAt", "2026-03-26T07:20:00Z").put("url", "https://example.org/a?id=1");
    ObjectNode second = row.withArray("evidence").addObject();
    second.put("id", "a2").put("title", "水库开闸泄洪").putNull("source");
    second.put("publishedAt", "2026-03-26T07:40:00Z").putNull("url");
    return row;
  }

  /** A source that fell silent. */
  public static ObjectNode silence(String source, String state) {
    ObjectNode row = burst(source, source, state, 0);
    row.put("alertId", "source/" + source + "/" + OPENED).put("kind", "source");
    row.put("window", "silence").put("reason", "silence").put("mentions", 0);
    row.put("uniqueStories", 0).put("expected", 7.2).putArray("evidence");
    return row;
  }

  /** What a row says. */
  public static Alert alert(ObjectNode row) {
    return Alert.read(bytes(row));
  }

  /** A row as it stands in Kafka. */
  public static byte[] bytes(ObjectNode row) {
    return row.toString().getBytes(StandardCharsets.UTF_8);
  }
}
