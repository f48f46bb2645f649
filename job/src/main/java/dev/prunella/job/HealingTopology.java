package dev.prunella.job;

import dev.prunella.detect.Expectations;
import dev.prunella.drift.Subjects;
import dev.prunella.job.ParseFunction.SerializableCheck;
import dev.prunella.job.ParseFunction.Tombstone;
import dev.prunella.job.serde.CloudEvents;
import dev.prunella.job.serde.CodecSupplier;
import dev.prunella.job.serde.RawRecord;
import dev.prunella.job.serde.RawRecordReader;
import dev.prunella.job.serde.RecordTypeInfo;
import dev.prunella.job.serde.RecordWriter;
import dev.prunella.monitor.Checks;
import dev.prunella.monitor.SettingsKeys;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.DeadLetter;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.FleetEvent;
import dev.prunella.schemas.Heartbeat;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Order;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.PolicySnapshot;
import dev.prunella.schemas.SchemaEvent;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.Topics;
import dev.prunella.settings.Connection;
import dev.prunella.settings.Connection.Delivery;
import dev.prunella.settings.Connection.RecordFormat;
import dev.prunella.settings.Connection.TelemetryTopic;
import dev.prunella.settings.Connection.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.BroadcastStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.function.SerializableFunction;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/**
 * The loop as a Flink job:
 *
 * <pre>
 * telemetry ──────► PARSE ─► DETECT ─┐ signals        ┌─► incidents
 * schema-events ──► PARSE ─► DRIFT ──┴─► HEAL ────────┼─► decisions, policy, heartbeat
 * settings, outcomes, orders ─► PARSE ─────┘          └─► commands
 * TICK ─► telemetry: time                 every PARSE ──► dead-letters
 * </pre>
 */
public final class HealingTopology {

  private static final Duration TICK = Duration.ofSeconds(1);

  /**
   * Without state of its own, the job goes on where its consumer group has come to. What is state
   * rather than news (settings, schemas) it reads from the beginning.
   */
  private static final OffsetsInitializer GO_ON =
      OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);

  /** In milliseconds, as long as brokers permit unless told otherwise; Flink would ask for more. */
  private static final String LONGEST_TRANSACTION = "900000";

  private final StreamExecutionEnvironment env;
  private final Connection connection;

  private HealingTopology(StreamExecutionEnvironment env, Connection connection) {
    this.env = env;
    this.connection = connection;
  }

  /** Adds the loop to the environment. */
  public static void build(StreamExecutionEnvironment env, Connection connection) {
    env.configure(new Configuration().set(PipelineOptions.GENERIC_TYPES, false));
    env.enableCheckpointing(connection.job().checkpointInterval().toMillis());
    new HealingTopology(env, connection).build();
  }

  private void build() {
    var telemetry = parse(telemetrySource(), "telemetry", Telemetry.class, Checks::telemetry);
    var schemas =
        parse(
            source("schema-events", OffsetsInitializer.earliest()),
            "schema-events",
            SchemaEvent.class,
            Checks::schemaEvent);
    var settings =
        parse(
            gated(source("settings", OffsetsInitializer.earliest())),
            "settings",
            Settings.class,
            Checks::settings,
            SettingsKeys::removal);
    var outcomes = parse(source("outcomes", GO_ON), "outcomes", Outcome.class, Checks::outcome);
    var orders = parse(source("orders", GO_ON), "orders", Order.class, Checks::order);

    BroadcastStream<Settings> broadcast = settings.broadcast(BroadcastSettings.STATE);

    DataStream<Signal> detected =
        telemetry
            .keyBy(t -> Expectations.key(t.getFleet(), t.getStage()))
            .connect(broadcast)
            .process(new DetectFunction(connection.clock()), RecordTypeInfo.ofRecord(Signal.class))
            .name("DETECT")
            .uid("detect");

    DataStream<Signal> drifted =
        schemas
            .keyBy(e -> Subjects.key(e.getFleet(), e.getSubject()))
            .connect(broadcast)
            .process(new DriftFunction(connection.clock()), RecordTypeInfo.ofRecord(Signal.class))
            .name("DRIFT")
            .uid("drift");

    DataStream<FleetEvent> events =
        event(settings, "settings", s -> new FleetEvent(s.getFleet(), s, null, null))
            .union(
                event(outcomes, "outcomes", o -> new FleetEvent(o.getFleet(), null, o, null)),
                event(orders, "orders", o -> new FleetEvent(o.getFleet(), null, null, o)));

    SingleOutputStreamOperator<Incident> incidents =
        detected
            .union(drifted)
            .keyBy(Signal::getFleet)
            .connect(events.keyBy(FleetEvent::getFleet))
            .process(
                new HealFunction(connection.clock(), connection.job().seed()),
                RecordTypeInfo.ofRecord(Incident.class))
            .name("HEAL")
            .uid("heal");

    DataStream<Heartbeat> heartbeat =
        incidents
            .transform(
                "HEARTBEAT",
                RecordTypeInfo.ofRecord(Heartbeat.class),
                new HeartbeatOperator(connection.job().name()))
            .uid("heartbeat")
            .setParallelism(1);

    DataStream<DeadLetter> dead =
        telemetry
            .getSideOutput(ParseFunction.DEAD)
            .union(
                schemas.getSideOutput(ParseFunction.DEAD),
                settings.getSideOutput(ParseFunction.DEAD),
                outcomes.getSideOutput(ParseFunction.DEAD),
                orders.getSideOutput(ParseFunction.DEAD));

    sink(incidents, "incidents", Incident.class, Incident::getId);
    sink(
        incidents.getSideOutput(HealFunction.DECISIONS),
        "decisions",
        Decision.class,
        Decision::getFleet);
    sink(
        incidents.getSideOutput(HealFunction.POLICY),
        "policy",
        PolicySnapshot.class,
        PolicySnapshot::getFleet);
    sink(heartbeat, "heartbeat", Heartbeat.class, Heartbeat::getJob);
    sink(dead, "dead-letters", DeadLetter.class, DeadLetter::getTopic);
    commandSink(incidents.getSideOutput(HealFunction.COMMANDS));
    if (connection.clock() == TimeSource.WALL) {
      tick();
    }
  }

  private DataStream<RawRecord> telemetrySource() {
    List<String> topics = telemetryTopics();
    KafkaSource<RawRecord> source = kafkaSource("telemetry", topics, GO_ON);
    return env.fromSource(source, ClockWatermarks.strategy(connection), "telemetry")
        .uid("telemetry-source");
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
        .setProperties(clientProperties())
        .setBootstrapServers(connection.bootstrapServers())
        .setGroupId(connection.job().name())
        .setClientIdPrefix(connection.job().name() + "-" + name)
        .setTopics(topics)
        .setStartingOffsets(start)
        .setDeserializer(new RawRecordReader())
        .build();
  }

  private DataStream<RawRecord> gated(DataStream<RawRecord> settings) {
    return settings
        .transform(
            "settings read",
            TypeInformation.of(RawRecord.class),
            new SettingsGate(
                new LastRecords(connection.topics().of("settings"), connection.clientProperties())))
        .uid("settings-gate")
        .setParallelism(1);
  }

  private <T extends SpecificRecord> SingleOutputStreamOperator<T> parse(
      DataStream<RawRecord> records, String topic, Class<T> type, SerializableCheck<T> check) {
    return parse(records, topic, type, check, (key, at) -> null);
  }

  private <T extends SpecificRecord> SingleOutputStreamOperator<T> parse(
      DataStream<RawRecord> records,
      String topic,
      Class<T> type,
      SerializableCheck<T> check,
      Tombstone<T> tombstone) {
    CodecSupplier<T> codecs = codecs(type, topic, RecordFormat.AVRO);
    return records
        .process(
            new ParseFunction<>(
                codecs,
                check,
                tombstone,
                topic.equals("telemetry"),
                connection.clock(),
                connection.futureTolerance()),
            RecordTypeInfo.ofRecord(type))
        .name("PARSE " + topic)
        .uid("parse-" + topic)
        .setParallelism(records.getParallelism());
  }

  private static <T extends SpecificRecord> DataStream<FleetEvent> event(
      SingleOutputStreamOperator<T> records, String topic, MapFunction<T, FleetEvent> wrap) {
    return records
        .map(wrap, RecordTypeInfo.ofRecord(FleetEvent.class))
        .name("event " + topic)
        .uid("event-" + topic)
        .setParallelism(records.getParallelism());
  }

  private <T extends SpecificRecord> void sink(
      DataStream<T> records, String topic, Class<T> type, SerializableFunction<T, String> key) {
    RecordWriter<T> writer =
        new RecordWriter<>(
            connection.topics().of(topic),
            key,
            r -> Map.of(),
            codecs(type, topic, connection.format(topic)));
    sink(records, topic, writer, DeliveryGuarantee.AT_LEAST_ONCE);
  }

  private void commandSink(DataStream<Command> commands) {
    RecordWriter<Command> writer =
        new RecordWriter<>(
            connection.topics().of("commands"),
            Command::getTarget,
            CloudEvents::of,
            codecs(Command.class, "commands", connection.format("commands")));
    boolean exactlyOnce = connection.delivery() == Delivery.EXACTLY_ONCE;
    sink(
        commands,
        "commands",
        writer,
        exactlyOnce ? DeliveryGuarantee.EXACTLY_ONCE : DeliveryGuarantee.AT_LEAST_ONCE);
  }

  private <T extends SpecificRecord> void sink(
      DataStream<T> records, String topic, RecordWriter<T> writer, DeliveryGuarantee guarantee) {
    Properties producer = clientProperties();
    int largest = Topics.withPrefix("").byName(topic).maxMessageBytes();
    producer.put("max.request.size", Integer.toString(largest));
    producer.putIfAbsent("transaction.timeout.ms", LONGEST_TRANSACTION);
    records
        .sinkTo(
            KafkaSink.<T>builder()
                .setKafkaProducerConfig(producer)
                .setBootstrapServers(connection.bootstrapServers())
                .setRecordSerializer(writer)
                .setDeliveryGuarantee(guarantee)
                .setTransactionalIdPrefix(connection.job().name() + "-" + topic)
                .build())
        .name(topic)
        .uid(topic + "-sink")
        .setParallelism(records.getParallelism()); // what has an order keeps it
  }

  private void tick() {
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

  private <T extends SpecificRecord> CodecSupplier<T> codecs(
      Class<T> type, String topic, RecordFormat format) {
    return new CodecSupplier<>(type, connection.topics().of(topic), format, connection.registry());
  }

  private Properties clientProperties() {
    Properties properties = new Properties();
    properties.putAll(connection.kafka().values());
    return properties;
  }
}
