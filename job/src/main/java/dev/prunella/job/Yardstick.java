package dev.prunella.job;

import dev.prunella.detect.Expectations;
import dev.prunella.job.serde.RecordTypeInfo;
import dev.prunella.job.serde.RecordWriter;
import dev.prunella.monitor.Checks;
import dev.prunella.registry.CodecSupplier;
import dev.prunella.schemas.Heartbeat;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.TelemetryKind;
import dev.prunella.schemas.Transition;
import dev.prunella.settings.Connection;
import java.util.Map;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;

/**
 * What the job is measured by: a job that passes telemetry through, and a look at the signals
 * inside the job itself. Both write them to the topic {@value #SIGNALS}, by the same sink.
 */
public final class Yardstick {

  /** Not one of the catalogue's: in the job, signals are no topic. */
  public static final String SIGNALS = "signals";

  private Yardstick() {}

  /**
   * Adds a job with the source, the decoding, the key and the sinks of the job, and nothing between
   * them but a function that says of a run that it failed.
   */
  public static void passThrough(StreamExecutionEnvironment env, Connection connection) {
    env.configure(new Configuration().set(PipelineOptions.GENERIC_TYPES, false));
    env.enableCheckpointing(connection.job().checkpointInterval().toMillis());
    DataStream<Signal> signals =
        new KafkaInputs(env, connection)
            .telemetry()
            .process(
                new ParseFunction<>(
                    CodecSupplier.of(Telemetry.class, "telemetry", connection),
                    Checks::telemetry,
                    (key, at) -> null,
                    true,
                    connection.clock(),
                    connection.futureTolerance()),
                RecordTypeInfo.inFlight(Telemetry.class))
            .name("PARSE telemetry")
            .keyBy(t -> Expectations.key(t.getFleet(), t.getStage()))
            .flatMap(new PassThrough(), RecordTypeInfo.ofRecord(Signal.class))
            .name("PASS THROUGH");
    write(signals, connection);
    DataStream<Heartbeat> heartbeat =
        signals
            .flatMap((signal, none) -> {}, RecordTypeInfo.ofRecord(Incident.class))
            .transform(
                "HEARTBEAT",
                RecordTypeInfo.ofRecord(Heartbeat.class),
                new HeartbeatOperator(connection.job().name(), connection.clock()))
            .setParallelism(1);
    new KafkaOutputs(connection).write(heartbeat, "heartbeat", Heartbeat.class, Heartbeat::getJob);
  }

  /**
   * Writes down what DETECT says in a job that {@link HealingTopology} has added.
   *
   * @throws IllegalArgumentException if there is no such job
   */
  public static void showSignals(StreamExecutionEnvironment env, Connection connection) {
    for (Transformation<?> step : env.getTransformations()) {
      if (step.getName().equals("DETECT")) {
        @SuppressWarnings("unchecked") // it is what DETECT writes
        Transformation<Signal> detect = (Transformation<Signal>) step;
        write(new DataStream<>(env, detect), connection);
        return;
      }
    }
    throw new IllegalArgumentException("the job has no step DETECT");
  }

  private static void write(DataStream<Signal> signals, Connection connection) {
    String topic = connection.topics().of(SIGNALS);
    signals
        .sinkTo(
            KafkaSink.<Signal>builder()
                .setKafkaProducerConfig(KafkaOutputs.clientProperties(connection))
                .setBootstrapServers(connection.bootstrapServers())
                .setRecordSerializer(
                    new RecordWriter<>(
                        topic,
                        Signal::getStage,
                        signal -> Map.of(),
                        CodecSupplier.of(Signal.class, SIGNALS, connection)))
                .build())
        .name(SIGNALS);
  }

  /** Says of each failed run what DETECT says of it, and of nothing else anything. */
  private static final class PassThrough implements FlatMapFunction<Telemetry, Signal> {
    private static final long serialVersionUID = 1L;

    @Override
    public void flatMap(Telemetry telemetry, Collector<Signal> out) {
      if (telemetry.getKind() == TelemetryKind.RUN) {
        out.collect(
            Signal.newBuilder()
                .setFleet(telemetry.getFleet())
                .setStage(telemetry.getStage())
                .setKind(SignalKind.FAILURE)
                .setSubject("run")
                .setTransition(Transition.OPENED)
                .setAt(telemetry.getAt())
                .setOpenedAt(telemetry.getAt())
                .setSeenAt(telemetry.getAt())
                .setScore(1)
                .setEvidence("run")
                .setDetail(telemetry.getRun().getMessage())
                .build());
      }
    }
  }
}
