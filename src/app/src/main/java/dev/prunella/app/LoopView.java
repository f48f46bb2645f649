package dev.prunella.app;

import dev.prunella.registry.CodecSupplier;
import dev.prunella.schemas.DeadLetter;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.DecisionKind;
import dev.prunella.schemas.Heartbeat;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.MalformedRecordException;
import dev.prunella.schemas.RecordCodec;
import dev.prunella.settings.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the job has said so far, read from its topics from their beginning. Not thread-safe. */
public final class LoopView implements AutoCloseable {
  private final Connection connection;
  private final Consumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions = new ArrayList<>();
  private final RecordCodec<Incident> incidentCodec;
  private final RecordCodec<Decision> decisionCodec;
  private final RecordCodec<Heartbeat> heartbeatCodec;
  private final RecordCodec<DeadLetter> deadLetterCodec;

  private final Map<String, Incident> incidents = new LinkedHashMap<>();
  private final Map<String, Decision> decisions = new HashMap<>();
  private final List<DeadLetter> deadLetters = new ArrayList<>();
  private Instant time = Instant.MIN;

  public LoopView(Connection connection) {
    this.connection = connection;
    incidentCodec = reader(Incident.class, "incidents");
    decisionCodec = reader(Decision.class, "decisions");
    heartbeatCodec = reader(Heartbeat.class, "heartbeat");
    deadLetterCodec = reader(DeadLetter.class, "dead-letters");
    Map<String, Object> client = connection.clientProperties();
    client.put("isolation.level", "read_committed");
    consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    for (String topic : List.of("incidents", "decisions", "heartbeat", "dead-letters")) {
      String name = connection.topics().of(topic);
      consumer
          .partitionsFor(name)
          .forEach(p -> partitions.add(new TopicPartition(name, p.partition())));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  private <T extends SpecificRecord> RecordCodec<T> reader(Class<T> type, String topic) {
    return CodecSupplier.of(type, topic, connection).reader();
  }

  /** Takes in what has come, waiting for at most so long. */
  public void poll(Duration wait) throws MalformedRecordException {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
      take(record.topic().substring(connection.topics().prefix().length()), record.value());
    }
  }

  /** Takes in everything that is there now. */
  public void pollToEnd() throws MalformedRecordException {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      poll(Duration.ofMillis(100));
    }
  }

  private void take(String topic, byte[] value) throws MalformedRecordException {
    switch (topic) {
      case "incidents" -> {
        Incident incident = incidentCodec.decode(value);
        incidents.put(incident.getId(), incident); // the one written last holds
      }
      case "decisions" -> {
        Decision decision = decisionCodec.decode(value);
        if (decision.getKind() == DecisionKind.DECIDED) {
          decisions.put(decision.getIncident(), decision);
        }
      }
      case "heartbeat" -> {
        Instant at = heartbeatCodec.decode(value).getAt();
        time = at.isAfter(time) ? at : time;
      }
      default -> deadLetters.add(deadLetterCodec.decode(value));
    }
  }

  /** The newest version of each incident, by opening. */
  public List<Incident> incidents() {
    List<Incident> all = new ArrayList<>(incidents.values());
    all.sort(Comparator.comparing(Incident::getOpenedAt).thenComparing(Incident::getId));
    return all;
  }

  /** The newest decision on an incident, or null; what it was credited with later is another. */
  public Decision decision(Incident incident) {
    return decisions.get(incident.getId());
  }

  public List<DeadLetter> deadLetters() {
    return deadLetters;
  }

  /** How far the job has come in event time; {@link Instant#MIN} at first. */
  public Instant time() {
    return time;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
