package io.newstide.kafka;

/**
 * A record for an output topic.
 *
 * @param key by which it is upserted
 * @param value JSON in UTF-8; null for a tombstone
 * @param timestamp the event time it is about, epoch milliseconds
 */
public record Row(String key, byte[] value, long timestamp) {}
