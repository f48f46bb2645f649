package dev.prunella.app.recovery;

import dev.prunella.learn.DecisionLog;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.Heartbeat;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.MalformedRecordException;
import dev.prunella.schemas.RecordCodec;
import dev.prunella.schemas.SingleObjectCodec;
import dev.prunella.settings.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** All that the job has said, as its topics hold it; read as they grow. Not thread-safe. */
final class Ledger implements AutoCloseable {

  /** Which step of which incident a command is for. */
  record Step(String incident, int number) {
    static Step of(Command command) {
      return new Step(command.getIncident(), command.getStep());
    }
  }

  private final KafkaConsumer<byte[], byte[]> committed;
  private final KafkaConsumer<byte[], byte[]> uncommitted;
  private final RecordCodec<Command> commandCodec = new SingleObjectCodec<>(Command.class);
  private final RecordCodec<Decision> decisionCodec = new SingleObjectCodec<>(Decision.class);
  private final RecordCodec<Incident> incidentCodec = new SingleObjectCodec<>(Incident.class);
  private final RecordCodec<Heartbeat> heartbeatCodec = new SingleObjectCodec<>(Heartbeat.class);

  private final List<Command> commands = new ArrayList<>();
  private final List<Command> written = new ArrayList<>();
  private final DecisionLog decisions = new DecisionLog();
  private final Map<String, Incident> incidents = new LinkedHashMap<>();
  private Instant time = Instant.MIN;

  Ledger(Connection connection) {
    committed =
        consumer(
            connection,
            "read_committed",
            List.of("commands", "decisions", "incidents", "heartbeat"));
    uncommitted = consumer(connection, "read_uncommitted", List.of("commands"));
  }

  private static KafkaConsumer<byte[], byte[]> consumer(
      Connection connection, String isolation, List<String> topics) {
    Map<String, Object> client = new HashMap<>(connection.clientProperties());
    client.put("isolation.level", isolation);
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        topics.stream()
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(p -> new TopicPartition(p.topic(), p.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  /** Takes in what has come. */
  Ledger read() throws MalformedRecordException {
    for (ConsumerRecord<byte[], byte[]> record : uncommitted.poll(Duration.ofMillis(20))) {
      if (record.value().length > 1) { // else it is none, and was never committed
        written.add(commandCodec.decode(record.value()));
      }
    }
    for (ConsumerRecord<byte[], byte[]> record : committed.poll(Duration.ofMillis(20))) {
      switch (record.topic()) {
        case "commands" -> commands.add(commandCodec.decode(record.value()));
        case "decisions" -> decisions.append(decisionCodec.decode(record.value()));
        case "heartbeat" -> {
          Instant at = heartbeatCodec.decode(record.value()).getAt();
          time = at.isAfter(time) ? at : time;
        }
        default -> {
          Incident incident = incidentCodec.decode(record.value());
          Incident known = incidents.get(incident.getId());
          if (known == null || known.getVersion() <= incident.getVersion()) {
            incidents.put(incident.getId(), incident);
          }
        }
      }
    }
    return this;
  }

  /** Every command that a consumer sees that reads what is committed. */
  List<Command> commands() {
    return commands;
  }

  /** Every command that was written, taken back or not. */
  List<Command> written() {
    return written;
  }

  /** The entries of the log of decisions that hold. */
  List<Decision> decisions() {
    return decisions.entries();
  }

  /** The commands that were sent, as the log of decisions holds. */
  Set<String> decided() {
    return decisions().stream()
        .filter(Decision::getSent)
        .map(decision -> decision.getIntended().getId())
        .collect(Collectors.toSet());
  }

  /** The newest version of each incident. */
  Stream<Incident> incidents() {
    return incidents.values().stream();
  }

  boolean allClosed() {
    return !incidents.isEmpty() && incidents().allMatch(incident -> incident.getClosedAt() != null);
  }

  /** How far the job's time has come; {@link Instant#MIN} at first. */
  Instant time() {
    return time;
  }

  static Set<String> ids(List<Command> commands) {
    return commands.stream().map(Command::getId).collect(Collectors.toSet());
  }

  /** The ids that more than one command has. */
  static List<String> repeatedIds(List<Command> commands) {
    return repeated(commands.stream().map(Command::getId));
  }

  /** The steps that more than one command came for. */
  static List<Step> repeatedSteps(List<Command> commands) {
    return repeated(commands.stream().map(Step::of));
  }

  private static <T> List<T> repeated(Stream<T> all) {
    return all
        .collect(Collectors.groupingBy(each -> each, Collectors.counting()))
        .entrySet()
        .stream()
        .filter(each -> each.getValue() > 1)
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public void close() {
    committed.close(Duration.ZERO);
    uncommitted.close(Duration.ZERO);
  }
}
