package io.newstide.kafka;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Kafka topics of a deployment: what they are called, what they hold, how Kafka keeps them. */
public enum TopicName {
  ARTICLES("articles", Kind.INPUT, "the article's id", "article", "News as it comes"),
  CONTROL("control", Kind.UPSERT, "kind/id", "control", "Changes asked of the running job"),
  CONTROL_ACKS(
      "control-acks.v1",
      Kind.APPEND,
      "kind/id",
      "control-ack",
      "What became of the changes asked for"),
  BACKFILL(
      "backfill",
      Kind.UPSERT,
      "article/TOPIC/ID or end/TOPIC",
      TopicName.MEMORY,
      "Articles of the past that a topic which looks back is to count"),
  ENRICHED("enriched.v1", Kind.UPSERT, "the article's id", "enriched", "Articles understood"),
  SLICES(
      "slices.v1",
      Kind.UPSERT,
      "kind/id/sliceStart/sliceEnd",
      "slice",
      "What was counted of a subject in a slice"),
  TRENDS(
      "trends.v1",
      Kind.UPSERT,
      "kind/id/window/windowStart/windowEnd",
      "trend",
      "Subjects in windows"),
  ALERTS(
      "alerts.v1",
      Kind.APPEND,
      "kind/id/episodeStart",
      "alert",
      "Bursts and silences opened, updated, closed, a row a state"),
  EMERGING(
      "emerging.v1",
      Kind.UPSERT,
      "window/windowStart/group",
      "emerging",
      "Subjects that rise without being a topic"),
  LATE(
      "late.v1",
      Kind.APPEND,
      "the article's id",
      "late",
      "Articles that came too late for every window"),
  REJECTED(
      "rejected.v1",
      Kind.APPEND,
      "topic-partition-offset",
      "rejected",
      "Records that were not counted"),
  FEED_STATE(
      "feed-state",
      Kind.UPSERT,
      "source/NAME/NOTE or replay/REASON/PARTITION",
      TopicName.MEMORY,
      "What of each source has been read, and what of the rejected was sent again"),
  NOTIFY_STATE(
      "notify-state",
      Kind.UPSERT,
      "channel/NAME/NOTE or position/NAME/PARTITION",
      TopicName.MEMORY,
      "Which alerts were told, and which wait to be");

  /** In place of a schema: what a command remembers there, in a form that may change. */
  private static final String MEMORY = "";

  /** The most bytes a record may have: more than an article may, so that the job can reject it. */
  public static final int MAX_RECORD = 32 * 1024 * 1024;

  private enum Kind {
    INPUT,
    UPSERT,
    APPEND
  }

  private final String base;
  private final Kind kind;
  private final String key;
  private final String schema;
  private final String holds;

  TopicName(String base, Kind kind, String key, String schema, String holds) {
    this.base = base;
    this.kind = kind;
    this.key = key;
    this.schema = schema;
    this.holds = holds;
  }

  /** What the job writes, in the order of the contract. */
  public static List<TopicName> results() {
    return List.of(ENRICHED, TRENDS, SLICES, ALERTS, EMERGING, LATE, REJECTED);
  }

  /** Its full name under a deployment's prefix. */
  public String in(String prefix) {
    return prefix + "." + base;
  }

  /** Its name as a file's, without the version. */
  public String fileName() {
    return base.replaceFirst("\\.v\\d+$", "");
  }

  /** What it holds, in a few words. */
  public String holds() {
    return holds;
  }

  /** Whether others write it and the job reads it. */
  public boolean input() {
    return this == ARTICLES || this == CONTROL;
  }

  /** What its keys are made of. */
  public String key() {
    return key;
  }

  /**
   * The schema of its rows, one of {@link Schemas#names}; empty where they are a command's memory,
   * whose form may change.
   */
  public Optional<String> schema() {
    return Optional.of(schema).filter(name -> !name.equals(MEMORY));
  }

  /** Whether a row replaces the one before it with the same key. */
  public boolean upsert() {
    return kind == Kind.UPSERT;
  }

  /**
   * How Kafka is to keep it. Rows are stamped with event time, so a retention by time would delete
   * the rows of old news as soon as they are written.
   *
   * @param sliceRetention how long slices are kept
   */
  public Map<String, String> configuration(Duration sliceRetention) {
    Map<String, String> configuration = new LinkedHashMap<>();
    switch (this) {
      case CONTROL, TRENDS, EMERGING -> configuration.put("cleanup.policy", "compact");
      case ENRICHED -> {
        configuration.put("cleanup.policy", "compact");
        configuration.put("min.compaction.lag.ms", Long.toString(Duration.ofDays(1).toMillis()));
      }
      case FEED_STATE, NOTIFY_STATE -> {
        configuration.put("cleanup.policy", "compact");
        // It is read as a whole at every start: only full segments are compacted.
        configuration.put("segment.bytes", Integer.toString(2 * MAX_RECORD));
      }
      case SLICES, BACKFILL -> {
        configuration.put("cleanup.policy", "compact,delete");
        configuration.put("message.timestamp.type", "LogAppendTime");
        configuration.put("retention.ms", Long.toString(sliceRetention.toMillis()));
      }
      case ARTICLES, CONTROL_ACKS, ALERTS, LATE, REJECTED ->
          configuration.put("retention.ms", "-1");
    }
    if (stampedWithEventTime()) {
      // Kafka 4 refuses what lies more than an hour ahead, as the end of a window that is open
      // does.
      configuration.put("message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
    }
    configuration.put("max.message.bytes", Integer.toString(MAX_RECORD));
    return configuration;
  }

  private boolean stampedWithEventTime() {
    return switch (this) {
      case ARTICLES, ENRICHED, TRENDS, ALERTS, EMERGING, LATE, REJECTED -> true;
      case CONTROL, CONTROL_ACKS, BACKFILL, SLICES, FEED_STATE, NOTIFY_STATE -> false;
    };
  }
}
