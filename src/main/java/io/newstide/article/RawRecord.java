package io.newstide.article;

/**
 * A record as it came, before it was read.
 *
 * @param topic the topic, or the file, it came from
 * @param partition the partition; 0 for a file
 * @param offset the offset; for a file the line number, from 1
 * @param timestamp its arrival, epoch milliseconds
 * @param value its bytes; not to be changed
 */
public record RawRecord(String topic, int partition, long offset, long timestamp, byte[] value) {}
