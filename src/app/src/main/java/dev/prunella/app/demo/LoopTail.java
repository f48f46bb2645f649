package dev.prunella.app.demo;

import dev.prunella.registry.CodecSupplier;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.Heartbeat;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.MalformedRecordException;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.RecordCodec;
import dev.prunella.settings.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Follows what job and executor write, from the beginning of each topic. Within a topic records
 * come in their order, between topics in none. Not thread-safe.
 */
final class LoopTail implements AutoCloseable {

  /** Is told of each record. */
  interface Listener {

    void onIncident(Incident version);

    /**
     * @param written when it was appended to its topic, in milliseconds since 1970 by the wall
     *     clock
     */
    void onDecision(Decision decision, long written);

    void onCommand(Command command);

    void onOutcome(Outcome outcome);

    void onHeartbeat(Heartbeat beat);
  }

  private interface Door {
    void take(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException;
  }

  private final Connection connection;
  private final Consumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions = new ArrayList<>();
  private final Map<String, Door> doors = new LinkedHashMap<>();
  private long taken;

  LoopTail(Connection connection, List<Listener> listeners) {
    this.connection = connection;
    RecordCodec<Incident> incidents = follow(Incident.class, "incidents");
    RecordCodec<Decision> decisions = follow(Decision.class, "decisions");
    RecordCodec<Command> commands = follow(Command.class, "commands");
    RecordCodec<Outcome> outcomes = follow(Outcome.class, "outcomes");
    RecordCodec<Heartbeat> heartbeat = follow(Heartbeat.class, "heartbeat");
    door("incidents", r -> tell(listeners, Listener::onIncident, incidents.decode(r.value())));
    door("commands", r -> tell(listeners, Listener::onCommand, commands.decode(r.value())));
    door("outcomes", r -> tell(listeners, Listener::onOutcome, outcomes.decode(r.value())));
    door("heartbeat", r -> tell(listeners, Listener::onHeartbeat, heartbeat.decode(r.value())));
    door(
        "decisions",
        r -> {
          Decision decision = decisions.decode(r.value());
          listeners.forEach(listener -> listener.onDecision(decision, r.timestamp()));
        });
    Map<String, Object> client = connection.clientProperties();
    client.put("isolation.level", "read_committed");
    consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    for (String topic : doors.keySet()) {
      consumer
          .partitionsFor(topic)
          .forEach(p -> partitions.add(new TopicPartition(topic, p.partition())));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  private <T extends SpecificRecord> RecordCodec<T> follow(Class<T> type, String topic) {
    return CodecSupplier.of(type, topic, connection).reader();
  }

  private static <T> void tell(List<Listener> listeners, BiConsumer<Listener, T> of, T news) {
    listeners.forEach(listener -> of.accept(listener, news));
  }

  private void door(String topic, Door door) {
    doors.put(connection.topics().of(topic), door);
  }

  /** Takes in what has come, waiting for at most so long. */
  void poll(Duration wait) throws MalformedRecordException {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
      doors.get(record.topic()).take(record);
      taken++;
    }
  }

  /** Waits for a record to come, and takes it in; false if none comes within so long. */
  boolean comes(Duration wait) throws MalformedRecordException {
    long begun = System.nanoTime();
    long before = taken;
    while (taken == before && System.nanoTime() - begun < wait.toNanos()) {
      poll(Duration.ofMillis(100));
    }
    return taken > before;
  }

  /** Takes in everything that is there now. */
  void pollToEnd() throws MalformedRecordException {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      poll(Duration.ofMillis(100));
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
