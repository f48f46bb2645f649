package dev.prunella.job;

import dev.prunella.job.serde.CloudEvents;
import dev.prunella.job.serde.RecordWriter;
import dev.prunella.registry.CodecSupplier;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Topics;
import dev.prunella.settings.Connection;
import dev.prunella.settings.Connection.Delivery;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.util.function.SerializableFunction;

/** What the job writes to Kafka. */
final class KafkaOutputs {

  /** In milliseconds, as long as brokers permit unless told otherwise; Flink would ask for more. */
  private static final String LONGEST_TRANSACTION = "900000";

  private final Connection connection;

  KafkaOutputs(Connection connection) {
    this.connection = connection;
  }

  /** Writes records to one of the topics, in the format that the connection gives it. */
  <T extends SpecificRecord> void write(
      DataStream<T> records, String topic, Class<T> type, SerializableFunction<T, String> key) {
    RecordWriter<T> writer =
        new RecordWriter<>(
            connection.topics().of(topic),
            key,
            r -> Map.of(),
            CodecSupplier.of(type, topic, connection).prepared());
    sink(records, topic, writer, DeliveryGuarantee.AT_LEAST_ONCE);
  }

  /** Writes commands, with their headers, by the delivery that the connection asks for. */
  void writeCommands(DataStream<Command> commands) {
    RecordWriter<Command> writer =
        new RecordWriter<>(
            connection.topics().of("commands"),
            Command::getTarget,
            CloudEvents::of,
            CodecSupplier.of(Command.class, "commands", connection).prepared());
    boolean exactlyOnce = connection.delivery() == Delivery.EXACTLY_ONCE;
    sink(
        commands,
        "commands",
        writer,
        exactlyOnce ? DeliveryGuarantee.EXACTLY_ONCE : DeliveryGuarantee.AT_LEAST_ONCE);
  }

  private <T extends SpecificRecord> void sink(
      DataStream<T> records, String topic, RecordWriter<T> writer, DeliveryGuarantee guarantee) {
    Properties producer = clientProperties(connection);
    int largest = Topics.withPrefix("").byName(topic).maxMessageBytes();
    producer.put("max.request.size", Integer.toString(largest));
    producer.putIfAbsent("transaction.timeout.ms", LONGEST_TRANSACTION);
    String transactions = connection.job().name() + "-" + connection.topics().of(topic);
    KafkaSink<T> sink =
        KafkaSink.<T>builder()
            .setKafkaProducerConfig(producer)
            .setBootstrapServers(connection.bootstrapServers())
            .setRecordSerializer(writer)
            .setDeliveryGuarantee(guarantee)
            .setTransactionalIdPrefix(transactions)
            .build();
    records
        .sinkTo(
            guarantee == DeliveryGuarantee.EXACTLY_ONCE
                ? new TransactionalSink<>(sink, transactions, connection.clientProperties())
                : sink)
        .name(topic)
        .uid(topic + "-sink")
        .setParallelism(records.getParallelism()); // what has an order keeps it
  }

  static Properties clientProperties(Connection connection) {
    Properties properties = new Properties();
    properties.putAll(connection.kafka().values());
    return properties;
  }
}
