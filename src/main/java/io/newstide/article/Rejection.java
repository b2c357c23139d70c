package io.newstide.article;

import java.util.Arrays;
import java.util.Objects;

/**
 * A record that was not counted, with all it takes to look into it and to send it again.
 *
 * @param reason why
 * @param detail what is wrong, for a person
 * @param topic where it stood
 * @param partition where it stood
 * @param offset where it stood
 * @param timestamp its arrival, epoch milliseconds
 * @param raw its bytes, the first {@value #MOST_RAW} of them; not to be changed
 * @param rawLength how many bytes it has
 */
public record Rejection(
    RejectionReason reason,
    String detail,
    String topic,
    int partition,
    long offset,
    long timestamp,
    byte[] raw,
    int rawLength) {

  /** How many bytes of a record are kept. */
  public static final int MOST_RAW = 64 * 1024;

  /** A rejection of a record. */
  public static Rejection of(RejectionReason reason, String detail, RawRecord record) {
    byte[] value = record.value();
    return new Rejection(
        reason,
        detail,
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        value.length <= MOST_RAW ? value : Arrays.copyOf(value, MOST_RAW),
        value.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Rejection that
        && reason == that.reason
        && detail.equals(that.detail)
        && topic.equals(that.topic)
        && partition == that.partition
        && offset == that.offset
        && timestamp == that.timestamp
        && Arrays.equals(raw, that.raw)
        && rawLength == that.rawLength;
  }

  @Override
  public int hashCode() {
    return Objects.hash(reason, detail, topic, partition, offset, timestamp, rawLength);
  }

  @Override
  public String toString() {
    return "%s-%d-%d: %s: %s".formatted(topic, partition, offset, reason.label(), detail);
  }
}
