package dev.prunella.job;

import static org.apache.flink.configuration.CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION;
import static org.apache.flink.configuration.CheckpointingOptions.TOLERABLE_FAILURE_NUMBER;
import static org.apache.flink.configuration.ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION;

import dev.prunella.detect.Expectations;
import dev.prunella.drift.Subjects;
import dev.prunella.job.ParseFunction.SerializableCheck;
import dev.prunella.job.ParseFunction.Tombstone;
import dev.prunella.job.serde.RawRecord;
import dev.prunella.job.serde.RecordTypeInfo;
import dev.prunella.monitor.Checks;
import dev.prunella.monitor.SettingsKeys;
import dev.prunella.registry.CodecSupplier;
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
import dev.prunella.settings.Connection;
import dev.prunella.settings.Connection.TimeSource;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.streaming.api.datastream.BroadcastStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

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

  private final Connection connection;
  private final KafkaInputs in;
  private final KafkaOutputs out;

  private HealingTopology(StreamExecutionEnvironment env, Connection connection) {
    this.connection = connection;
    this.in = new KafkaInputs(env, connection);
    this.out = new KafkaOutputs(connection);
  }

  /** Adds the loop to the environment. */
  public static void build(StreamExecutionEnvironment env, Connection connection) {
    env.configure(new Configuration().set(PipelineOptions.GENERIC_TYPES, false));
    env.enableCheckpointing(connection.job().checkpointInterval().toMillis());
    env.configure(unlessSet(env.getConfiguration()));
    new HealingTopology(env, connection).build();
  }

  /** What suits a loop that must not stop, where the cluster's own configuration says nothing. */
  private static Configuration unlessSet(ReadableConfig cluster) {
    Configuration defaults = new Configuration();
    // A full disk is no reason to stop healing: the state is saved again once there is room.
    setUnless(cluster, defaults, TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
    // Who cancels a job to start it elsewhere goes on from here.
    setUnless(cluster, defaults, EXTERNALIZED_CHECKPOINT_RETENTION, RETAIN_ON_CANCELLATION);
    // State can be spread over at most so many instances, for ever: it is not left to what Flink
    // derives from the parallelism of the first start.
    setUnless(cluster, defaults, PipelineOptions.MAX_PARALLELISM, 128);
    return defaults;
  }

  private static <T> void setUnless(
      ReadableConfig cluster, Configuration defaults, ConfigOption<T> option, T value) {
    if (cluster.getOptional(option).isEmpty()) {
      defaults.set(option, value);
    }
  }

  private void build() {
    var telemetry = parse(in.telemetry(), "telemetry", Telemetry.class, Checks::telemetry);
    var schemas =
        parse(in.state("schema-events"), "schema-events", SchemaEvent.class, Checks::schemaEvent);
    var settings =
        parse(in.settings(), "settings", Settings.class, Checks::settings, SettingsKeys::removal);
    var outcomes = parse(in.news("outcomes"), "outcomes", Outcome.class, Checks::outcome);
    var orders = parse(in.news("orders"), "orders", Order.class, Checks::order);

    BroadcastStream<Settings> broadcast = settings.broadcast(BroadcastSettings.STATE);

    DataStream<Signal> detected =
        telemetry
            .keyBy(t -> Expectations.key(t.getFleet(), t.getStage()))
            .connect(broadcast)
            .process(new DetectFunction(connection.clock()), RecordTypeInfo.ofRecord(Signal.class))
            .name("DETECT")
            .setDescription("DETECT: telemetry of each stage to signals")
            .uid("detect");

    DataStream<Signal> drifted =
        schemas
            .keyBy(e -> Subjects.key(e.getFleet(), e.getSubject()))
            .connect(broadcast)
            .process(new DriftFunction(connection.clock()), RecordTypeInfo.ofRecord(Signal.class))
            .name("DRIFT")
            .setDescription("DRIFT: schemas of each subject to signals")
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
            .setDescription("HEAL: signals of each fleet to incidents, decisions and commands")
            .uid("heal");

    DataStream<Heartbeat> heartbeat =
        incidents
            .transform(
                "HEARTBEAT",
                RecordTypeInfo.ofRecord(Heartbeat.class),
                new HeartbeatOperator(connection.job().name(), connection.clock()))
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

    out.write(incidents, "incidents", Incident.class, Incident::getId);
    out.write(
        incidents.getSideOutput(HealFunction.DECISIONS),
        "decisions",
        Decision.class,
        Decision::getFleet);
    out.write(
        incidents.getSideOutput(HealFunction.POLICY),
        "policy",
        PolicySnapshot.class,
        PolicySnapshot::getFleet);
    out.write(heartbeat, "heartbeat", Heartbeat.class, Heartbeat::getJob);
    out.write(dead, "dead-letters", DeadLetter.class, DeadLetter::getTopic);
    out.writeCommands(incidents.getSideOutput(HealFunction.COMMANDS));
    if (connection.clock() == TimeSource.WALL) {
      in.tick();
    }
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
    CodecSupplier<T> codecs = CodecSupplier.of(type, topic, connection);
    return records
        .process(
            new ParseFunction<>(
                codecs,
                check,
                tombstone,
                topic.equals("telemetry"),
                connection.clock(),
                connection.futureTolerance()),
            RecordTypeInfo.inFlight(type))
        .name("PARSE " + topic)
        .setDescription("PARSE " + topic + ": bytes to records, or to dead letters")
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
}
