package dev.prunella.job;

import dev.prunella.job.serde.RawRecord;
import dev.prunella.schemas.SingleObjectCodec;
import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.TelemetryKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * How time travels: records with the key {@code clock} in every partition of the telemetry, whose
 * Kafka timestamp is the time. A clock record of time t says that this partition holds all
 * telemetry before t. They go the same way as the telemetry itself, so time can neither overtake it
 * nor go on while the broker is down.
 */
public final class Clock {

  private static final byte[] KEY = "clock".getBytes(StandardCharsets.UTF_8);

  private Clock() {}

  /** The record that says that it is {@code time} in a partition. */
  public static ProducerRecord<byte[], byte[]> record(String topic, int partition, Instant time) {
    Telemetry clock = Telemetry.newBuilder().setKind(TelemetryKind.CLOCK).setAt(time).build();
    byte[] value = new SingleObjectCodec<>(Telemetry.class).encode(clock);
    return new ProducerRecord<>(topic, partition, time.toEpochMilli(), KEY, value);
  }

  static boolean is(RawRecord record) {
    return Arrays.equals(record.key(), KEY);
  }
}
