package dev.prunella.job.serde;

import dev.prunella.monitor.Origin;

/**
 * A Kafka record as it came.
 *
 * @param timestamp of the record, in milliseconds
 * @param key null if it has none
 * @param value null for a tombstone
 */
public record RawRecord(
    String topic, int partition, long offset, long timestamp, byte[] key, byte[] value) {

  public Origin origin() {
    return new Origin(topic, partition, offset);
  }
}
