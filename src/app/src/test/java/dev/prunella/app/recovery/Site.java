package dev.prunella.app.recovery;

import dev.prunella.app.broker.EmbeddedKafka;
import dev.prunella.job.Clock;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.SingleObjectCodec;
import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.TelemetryKind;
import dev.prunella.schemas.Topics;
import dev.prunella.settings.Configuration;
import dev.prunella.settings.Connection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/**
 * A broker with every topic, and one fleet {@code default} in which everything is permitted: the
 * stages {@code pN/load} run on the targets {@code redshift:1/eu/N}, and are broken while their
 * latency is above 60 seconds.
 */
final class Site implements AutoCloseable {

  static final double GOOD = 5;
  static final double BROKEN = 100;

  static final Duration PATIENCE = Duration.ofSeconds(90);

  private final EmbeddedKafka kafka;
  private final Map<String, String> overrides;
  private final Connection connection;
  private final KafkaProducer<byte[], byte[]> producer;

  Site(Map<String, String> overrides) throws Exception {
    this(new EmbeddedKafka(), overrides);
  }

  Site(EmbeddedKafka kafka, Map<String, String> overrides) throws Exception {
    this.kafka = kafka;
    this.overrides = new HashMap<>(overrides);
    this.overrides.put("connection.brokers", kafka.start());
    this.overrides.put("connection.topics.telemetry", "[{name: telemetry, out_of_order: 0s}]");
    connection = Configuration.load(this.overrides).connection();
    try (Admin admin = Admin.create(connection.clientProperties())) {
      admin
          .createTopics(
              Topics.withPrefix("").all().stream()
                  .map(
                      topic ->
                          new NewTopic(topic.name(), topic.partitions(), (short) 1)
                              .configs(topic.configuration()))
                  .toList())
          .all()
          .get();
    }
    producer =
        new KafkaProducer<>(
            connection.clientProperties(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  Connection connection() {
    return connection;
  }

  /** The same, but for one setting. */
  Connection connection(String setting, String value) {
    Map<String, String> all = new HashMap<>(overrides);
    all.put(setting, value);
    return Configuration.load(all).connection();
  }

  EmbeddedKafka kafka() {
    return kafka;
  }

  static String stage(int number) {
    return "p" + number + "/load";
  }

  static int number(String stage) {
    return Integer.parseInt(stage.substring(1, stage.indexOf('/')));
  }

  /**
   * Publishes the fleet.
   *
   * @param guardrails as they stand in the configuration, in one line
   */
  void publish(int stages, String guardrails, Path folder) throws Exception {
    publish(stages, guardrails, Duration.ofSeconds(3), "retry_with_backoff", folder);
  }

  /**
   * Publishes the fleet.
   *
   * @param silenceAfter after which a stage counts as silent
   * @param remedy the first one in the runbook
   */
  void publish(int stages, String guardrails, Duration silenceAfter, String remedy, Path folder)
      throws Exception {
    StringBuilder fleets = new StringBuilder("fleets:\n  default:\n    pipelines:\n");
    for (int i = 0; i < stages; i++) {
      fleets.append(
          """
                p%d:
                  stages:
                    load:
                      kind: load
                      service: redshift
                      target: redshift:1/eu/%d
                      silence_after: %ds
                      slo: {latency_seconds: {max: 60}}
                      contract: {idempotent: true, data_loss: none, permits: [scale_out, restart]}
          """
              .formatted(i, i, silenceAfter.toSeconds()));
    }
    fleets.append(
        """
            guardrails: %s
            learning: {exploration: 0}
            runbook: {timeout: [%s]}
            autonomy: {otherwise: autonomous}
            executors:
              allow:
                redshift: [retry_with_backoff, restart, scale_out, scale_up, reroute, throttle]
                people: [page_human]
        """
            .formatted(guardrails, remedy));
    Path file = Files.writeString(folder.resolve("prunella.yaml"), fleets);
    SingleObjectCodec<Settings> codec = new SingleObjectCodec<>(Settings.class);
    for (Settings part : Configuration.load(file, Map.of()).settings(Instant.now())) {
      send("settings", part.getFleet() + "/" + part.getPart(), codec.encode(part)).get();
    }
  }

  Future<RecordMetadata> send(String topic, String key, byte[] value) {
    return producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value));
  }

  /** What a stage says of itself. */
  Future<RecordMetadata> latency(int stage, Instant at, double seconds) {
    Telemetry telemetry =
        Telemetry.newBuilder()
            .setStage(stage(stage))
            .setAt(at)
            .setKind(TelemetryKind.MEASUREMENT)
            .setMetric("latency_seconds")
            .setValue(seconds)
            .build();
    return send(
        "telemetry",
        "default/" + stage(stage),
        new SingleObjectCodec<>(Telemetry.class).encode(telemetry));
  }

  /** What TICK writes, at a time of the past. */
  void tick(Instant time) throws Exception {
    for (PartitionInfo partition : producer.partitionsFor("telemetry")) {
      producer.send(Clock.record("telemetry", partition.partition(), time)).get();
    }
  }

  /** Starts the verb {@code run} in a process of its own, which can be killed. */
  Process run(Path state, Path log) throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.prunella.app.Prunella",
                "run",
                "--web-port",
                "0",
                "--state",
                state.toString()));
    overrides.forEach((key, value) -> line.addAll(List.of("-D", key + "=" + value)));
    return new ProcessBuilder(line)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .redirectErrorStream(true)
        .start();
  }

  static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what).atMost(PATIENCE).until(condition);
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
    kafka.close();
  }
}
