package dev.prunella.app.replay;

import dev.prunella.job.Clock;
import dev.prunella.schemas.RecordCodec;
import dev.prunella.schemas.SingleObjectCodec;
import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.TelemetryKind;
import dev.prunella.settings.Connection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Plays a recording into the telemetry topic, as fast as Kafka takes it, with a clock record for
 * each step of its time.
 */
public final class Player {

  /** Clock records are at least this far apart. */
  private static final Duration STEP = Duration.ofMinutes(1);

  /** Time goes on for so long after the end, so that all that is due comes to its end. */
  private static final Duration AFTER = Duration.ofHours(1);

  private final String topic;
  private final int partitions;
  private final Map<String, Object> client;
  private final AtomicLong rows = new AtomicLong();

  /**
   * @param partitions of the telemetry topic
   */
  public Player(Connection connection, int partitions) {
    this.topic = connection.topics().telemetry().get(0).name();
    this.partitions = partitions;
    this.client = connection.clientProperties();
  }

  /** Measurements played so far. */
  public long rows() {
    return rows.get();
  }

  /**
   * Returns when all is in Kafka.
   *
   * @return the last clock record's time
   * @throws IOException if the recording holds no row, or cannot be read
   */
  public Instant play(Recording recording) throws IOException {
    RecordCodec<Telemetry> codec = new SingleObjectCodec<>(Telemetry.class);
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      Instant clock = Instant.MIN;
      Instant at = null;
      for (Telemetry next = recording.next(); next != null; next = recording.next()) {
        at = next.getAt();
        if (clock.equals(Instant.MIN) || !at.isBefore(clock.plus(STEP))) {
          clock = at;
          tell(producer, clock);
        }
        byte[] key = (next.getFleet() + "/" + next.getStage()).getBytes(StandardCharsets.UTF_8);
        producer.send(
            new ProducerRecord<>(topic, null, at.toEpochMilli(), key, codec.encode(next)));
        if (next.getKind() == TelemetryKind.MEASUREMENT) {
          rows.incrementAndGet();
        }
      }
      if (at == null) {
        throw new IOException("the recording holds no row that can be read");
      }
      Instant end = at.plus(AFTER);
      tell(producer, end);
      producer.flush();
      return end;
    }
  }

  private void tell(Producer<byte[], byte[]> producer, Instant time) {
    for (int partition = 0; partition < partitions; partition++) {
      producer.send(Clock.record(topic, partition, time));
    }
  }
}
