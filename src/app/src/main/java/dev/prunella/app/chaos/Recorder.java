package dev.prunella.app.chaos;

import dev.prunella.app.chaos.check.Tape;
import dev.prunella.app.chaos.check.Written;
import dev.prunella.registry.CodecSupplier;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.DeadLetter;
import dev.prunella.schemas.DeadLetterReason;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.Fence;
import dev.prunella.schemas.Heartbeat;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.MalformedRecordException;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.PolicySnapshot;
import dev.prunella.schemas.RecordCodec;
import dev.prunella.settings.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads all that job and executor write, from the beginning of each topic, as a plain consumer that
 * sees only what is committed. Not thread-safe, except for {@link #reached}.
 */
final class Recorder implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);

  private interface Door {
    void take(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException;
  }

  private final Connection connection;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions = new ArrayList<>();
  private final Map<String, Door> doors = new LinkedHashMap<>();
  private final Deque<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
  private final Tape tape;
  private volatile Instant reached = Instant.MIN;

  Recorder(Connection connection) {
    this.connection = connection;
    tape =
        new Tape(
            follow(Incident.class, "incidents"),
            follow(Decision.class, "decisions"),
            follow(Command.class, "commands"),
            follow(Outcome.class, "outcomes"),
            follow(Fence.class, "fence"),
            follow(PolicySnapshot.class, "policy"),
            follow(Heartbeat.class, "heartbeat"),
            follow(DeadLetter.class, "dead-letters"));
    Map<String, Object> client = connection.clientProperties();
    client.put("isolation.level", "read_committed");
    consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    for (String topic : doors.keySet()) {
      consumer
          .partitionsFor(topic)
          .forEach(each -> partitions.add(new TopicPartition(topic, each.partition())));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  private <T extends SpecificRecord> List<Written<T>> follow(Class<T> type, String topic) {
    RecordCodec<T> codec = CodecSupplier.of(type, topic, connection).reader();
    List<Written<T>> written = new ArrayList<>();
    doors.put(
        connection.topics().of(topic),
        record ->
            written.add(
                new Written<>(
                    codec.decode(record.value()), Instant.ofEpochMilli(record.timestamp()))));
    return written;
  }

  /**
   * Takes in what has come, waiting for at most so long. What needs a registry that is away waits
   * for it.
   *
   * @throws MalformedRecordException if a record cannot be read
   */
  void poll(Duration wait) throws MalformedRecordException {
    consumer.poll(wait).forEach(waiting::add);
    while (!waiting.isEmpty()) {
      try {
        ConsumerRecord<byte[], byte[]> next = waiting.peek();
        if (next.value() != null) {
          doors.get(next.topic()).take(next);
        }
      } catch (MalformedRecordException e) {
        if (e.reason() == DeadLetterReason.REGISTRY_UNREACHABLE) {
          return;
        }
        throw e;
      }
      waiting.remove();
    }
    List<Written<Heartbeat>> beats = tape.beats();
    if (!beats.isEmpty()) {
      reached = beats.get(beats.size() - 1).value().getAt();
    }
  }

  /** Takes in everything that is there now. */
  void pollToEnd() throws MalformedRecordException {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (!waiting.isEmpty()
        || ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      poll(POLL);
    }
  }

  /** What was read so far; it grows. */
  Tape tape() {
    return tape;
  }

  /** Simulated time of the newest beat; {@link Instant#MIN} at first. */
  Instant reached() {
    return reached;
  }

  @Override
  public void close() {
    consumer.close(Duration.ZERO);
  }
}
