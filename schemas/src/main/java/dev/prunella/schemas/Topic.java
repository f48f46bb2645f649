package dev.prunella.schemas;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * One topic of the catalogue.
 *
 * @param name its name in Kafka, prefix included
 * @param record class of its values
 * @param key what its keys are, in words; a key is the UTF-8 of that text
 * @param direction who writes it
 * @param partitions how many it is created with, 1 or more
 * @param cleanup Kafka's cleanup policy
 * @param retention how long a record is kept; empty: for ever (of a compacted topic, the newest
 *     record of each key)
 * @param maxMessageBytes largest record, in bytes, that the topic takes
 * @param description one sentence
 */
public record Topic(
    String name,
    Class<? extends SpecificRecord> record,
    String key,
    Direction direction,
    int partitions,
    Cleanup cleanup,
    Optional<Duration> retention,
    int maxMessageBytes,
    String description) {

  /** Who writes a topic, as the job sees it. */
  public enum Direction {
    /** Others write it, the job reads it. */
    IN,
    /** The job writes it. */
    OUT,
    /** Executors write and read it, the job does neither. */
    EXECUTORS
  }

  /** What Kafka does with old records. */
  public enum Cleanup {
    DELETE,
    COMPACT
  }

  /**
   * The topic's configuration in Kafka's own names. What the job writes is stamped by the broker:
   * so a record's timestamp against the times in it tells how long the job took, and what a replay
   * says of last year is not deleted for its age.
   */
  public Map<String, String> configuration() {
    return Map.of(
        "cleanup.policy",
        cleanup == Cleanup.COMPACT ? "compact" : "delete",
        "retention.ms",
        retention.map(time -> Long.toString(time.toMillis())).orElse("-1"),
        "max.message.bytes",
        Integer.toString(maxMessageBytes),
        "message.timestamp.type",
        direction == Direction.OUT ? "LogAppendTime" : "CreateTime");
  }
}
