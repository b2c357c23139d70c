package io.newstide.kafka;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The Kafka topics of a deployment: what they are called, what they hold, how Kafka keeps them. */
public enum TopicName {
  /** News as it comes. */
  ARTICLES("articles", Kind.INPUT),
  /** Changes to the running job. */
  CONTROL("control", Kind.UPSERT),
  /** What became of them. */
  CONTROL_ACKS("control-acks.v1", Kind.APPEND),
  /** Articles of the past that a topic which is new is to count. */
  BACKFILL("backfill", Kind.UPSERT),
  /** Articles understood. */
  ENRICHED("enriched.v1", Kind.UPSERT),
  /** Facts by subject and slice. */
  SLICES("slices.v1", Kind.UPSERT),
  /** Windows over them. */
  TRENDS("trends.v1", Kind.UPSERT),
  /** Bursts opened, updated, closed. */
  ALERTS("alerts.v1", Kind.APPEND),
  /** Subjects that rise without being a topic. */
  EMERGING("emerging.v1", Kind.UPSERT),
  /** Articles that came too late for every window. */
  LATE("late.v1", Kind.APPEND),
  /** Records that were not counted. */
  REJECTED("rejected.v1", Kind.APPEND),
  /** What of each source has been read, and what of the rejected was sent again. */
  FEED_STATE("feed-state", Kind.UPSERT),
  /** Which alerts were told, and which wait to be. */
  NOTIFY_STATE("notify-state", Kind.UPSERT);

  /** The most bytes a record may have: more than an article may, so that the job can reject it. */
  public static final int MAX_RECORD = 32 * 1024 * 1024;

  private enum Kind {
    INPUT,
    UPSERT,
    APPEND
  }

  private final String base;
  private final Kind kind;

  TopicName(String base, Kind kind) {
    this.base = base;
    this.kind = kind;
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
      case CONTROL, BACKFILL, TRENDS, EMERGING -> configuration.put("cleanup.policy", "compact");
      case ENRICHED -> {
        configuration.put("cleanup.policy", "compact");
        configuration.put("min.compaction.lag.ms", Long.toString(Duration.ofDays(1).toMillis()));
      }
      case FEED_STATE, NOTIFY_STATE -> {
        configuration.put("cleanup.policy", "compact");
        // It is read as a whole at every start: only full segments are compacted.
        configuration.put("segment.bytes", Integer.toString(2 * MAX_RECORD));
      }
      case SLICES -> {
        configuration.put("cleanup.policy", "compact,delete");
        configuration.put("message.timestamp.type", "LogAppendTime");
        configuration.put("retention.ms", Long.toString(sliceRetention.toMillis()));
      }
      case ARTICLES, CONTROL_ACKS, ALERTS, LATE, REJECTED ->
          configuration.put("retention.ms", "-1");
    }
    configuration.put("max.message.bytes", Integer.toString(MAX_RECORD));
    return configuration;
  }
}
