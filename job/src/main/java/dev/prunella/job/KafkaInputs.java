package dev.prunella.job;

import dev.prunella.job.serde.RawRecord;
import dev.prunella.job.serde.RawRecordReader;
import dev.prunella.settings.Connection;
import dev.prunella.settings.Connection.TelemetryTopic;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/**
 * What the job reads from Kafka, as it came; and the ticks that it writes there to read the time
 * by.
 */
final class KafkaInputs {

  private static final Duration TICK = Duration.ofSeconds(1);

  /**
   * Without state of its own, the job goes on where its consumer group has come to. What is state
   * rather than news (settings, schemas) it reads from the beginning.
   */
  private static final OffsetsInitializer GO_ON =
      OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);

  private final StreamExecutionEnvironment env;
  private final Connection connection;

  KafkaInputs(StreamExecutionEnvironment env, Connection connection) {
    this.env = env;
    this.connection = connection;
  }

  /** The telemetry, whose clock records are the time. */
  DataStream<RawRecord> telemetry() {
    List<String> topics = telemetryTopics();
    KafkaSource<RawRecord> source = kafkaSource("telemetry", topics, GO_ON);
    return env.fromSource(source, ClockWatermarks.strategy(connection), "telemetry")
        .uid("telemetry-source");
  }

  /** What may be news: read from where the job has come to. */
  DataStream<RawRecord> news(String topic) {
    return source(topic, GO_ON);
  }

  /** What is state: read from its beginning. */
  DataStream<RawRecord> state(String topic) {
    return source(topic, OffsetsInitializer.earliest());
  }

  private DataStream<RawRecord> source(String topic, OffsetsInitializer start) {
    KafkaSource<RawRecord> source =
        kafkaSource(topic, List.of(connection.topics().of(topic)), start);
    return env.fromSource(source, Timeless.strategy(), topic)
        .uid(topic + "-source")
        .setParallelism(1);
  }

  private KafkaSource<RawRecord> kafkaSource(
      String name, List<String> topics, OffsetsInitializer start) {
    return KafkaSource.<RawRecord>builder()
        .setProperties(KafkaOutputs.clientProperties(connection))
        .setBootstrapServers(connection.bootstrapServers())
        .setGroupId(connection.job().name())
        .setClientIdPrefix(connection.job().name() + "-" + name)
        .setTopics(topics)
        .setStartingOffsets(start)
        // Executors write in transactions: what they took back was never so.
        .setProperty("isolation.level", "read_committed")
        .setDeserializer(new RawRecordReader())
        .build();
  }

  /** The settings, which hold time back until they are read. */
  DataStream<RawRecord> settings() {
    return state("settings")
        .transform(
            "settings read",
            TypeInformation.of(RawRecord.class),
            new SettingsGate(
                new LastRecords(connection.topics().of("settings"), connection.clientProperties())))
        .uid("settings-gate")
        .setParallelism(1);
  }

  /** Writes the wall clock to every partition of the telemetry. */
  void tick() {
    DataGeneratorSource<Long> ticks =
        new DataGeneratorSource<>(
            index -> System.currentTimeMillis(),
            Long.MAX_VALUE,
            RateLimiterStrategy.perSecond(1.0 / TICK.toSeconds()),
            Types.LONG);
    env.fromSource(ticks, WatermarkStrategy.noWatermarks(), "TICK")
        .uid("tick-source")
        .setParallelism(1)
        .sinkTo(new TickSink(telemetryTopics(), connection.clientProperties()))
        .name("TICK to telemetry")
        .uid("tick-sink")
        .setParallelism(1);
  }

  private List<String> telemetryTopics() {
    return connection.topics().telemetry().stream().map(TelemetryTopic::name).toList();
  }
}
