package dev.prunella.app.demo;

import dev.prunella.job.Clock;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.RecordCodec;
import dev.prunella.schemas.SchemaEvent;
import dev.prunella.schemas.SingleObjectCodec;
import dev.prunella.schemas.Telemetry;
import dev.prunella.settings.Connection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes to Kafka what simulated pipelines say, and what time it is there. Records carry the
 * simulated time as their Kafka timestamp. Not thread-safe.
 */
public final class Feed implements AutoCloseable {

  private final String telemetryTopic;
  private final int partitions;
  private final String schemaTopic;
  private final String outcomeTopic;
  private final Producer<byte[], byte[]> producer;
  private volatile Exception failure; // by the producer's thread
  private final RecordCodec<Telemetry> telemetryCodec = new SingleObjectCodec<>(Telemetry.class);
  private final RecordCodec<SchemaEvent> schemaCodec = new SingleObjectCodec<>(SchemaEvent.class);
  private final RecordCodec<Outcome> outcomeCodec = new SingleObjectCodec<>(Outcome.class);

  /**
   * @param partitions of the telemetry topic
   */
  public Feed(Connection connection, int partitions) {
    this.telemetryTopic = connection.topics().telemetry().get(0).name();
    this.partitions = partitions;
    this.schemaTopic = connection.topics().of("schema-events");
    this.outcomeTopic = connection.topics().of("outcomes");
    producer =
        new KafkaProducer<>(
            connection.clientProperties(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  public void telemetry(Telemetry telemetry) {
    String key = telemetry.getFleet() + "/" + telemetry.getStage();
    send(telemetryTopic, key, telemetry.getAt(), telemetryCodec, telemetry);
  }

  public void schema(SchemaEvent event) {
    send(schemaTopic, event.getSubject(), event.getAt(), schemaCodec, event);
  }

  public void outcome(Outcome outcome) {
    send(outcomeTopic, outcome.getTarget(), outcome.getAt(), outcomeCodec, outcome);
  }

  private <T extends SpecificRecord> void send(
      String topic, String key, Instant at, RecordCodec<T> codec, T value) {
    producer.send(
        new ProducerRecord<>(
            topic,
            null,
            at.toEpochMilli(),
            key.getBytes(StandardCharsets.UTF_8),
            codec.encode(value)),
        this::sent);
  }

  /**
   * Says that all telemetry before that time has been written.
   *
   * @throws IllegalStateException if some of what was written before was lost
   * @return when that was handed to Kafka, in milliseconds since 1970 by the wall clock
   */
  public long tell(Instant time) {
    if (failure != null) {
      throw new IllegalStateException("Kafka did not take what pipelines said", failure);
    }
    long now = System.currentTimeMillis();
    byte[] written = Long.toString(now).getBytes(StandardCharsets.US_ASCII);
    for (int partition = 0; partition < partitions; partition++) {
      ProducerRecord<byte[], byte[]> record = Clock.record(telemetryTopic, partition, time);
      record.headers().add(DecisionLatency.WRITTEN, written);
      producer.send(record, this::sent);
    }
    return now;
  }

  private void sent(RecordMetadata metadata, Exception failed) {
    if (failed != null) {
      failure = failed;
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
