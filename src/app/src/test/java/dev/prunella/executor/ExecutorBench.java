package dev.prunella.executor;

import dev.prunella.app.broker.EmbeddedKafka;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.AllowRule;
import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.AutonomySettings;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.DecisionState;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.ExecutorSettings;
import dev.prunella.schemas.FreezeSettings;
import dev.prunella.schemas.Heartbeat;
import dev.prunella.schemas.LatencyBucket;
import dev.prunella.schemas.MalformedRecordException;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.PipelineSettings;
import dev.prunella.schemas.RecordCodec;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.SingleObjectCodec;
import dev.prunella.schemas.StageContract;
import dev.prunella.schemas.StageKind;
import dev.prunella.schemas.StageSettings;
import dev.prunella.schemas.Topics;
import dev.prunella.settings.Configuration;
import dev.prunella.settings.Connection;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/**
 * A broker, a job that does nothing but beat, a service behind a webhook, and the settings of one
 * fleet {@code shop} whose stages {@code orders/N} run on the targets {@code airflow:1/eu/N}.
 */
final class ExecutorBench implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final EmbeddedKafka kafka = new EmbeddedKafka();
  private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
  private final RecordingService service;
  private final Map<String, String> overrides = new HashMap<>();
  private final Connection connection;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final RecordCodec<Outcome> outcomeCodec = new SingleObjectCodec<>(Outcome.class);
  private final Map<String, List<Outcome>> outcomes = new LinkedHashMap<>();
  private Future<?> beating;

  ExecutorBench(int targets, long millisEach) throws Exception {
    service = new RecordingService(millisEach);
    overrides.put("connection.brokers", kafka.start());
    overrides.put("connection.executor.action_timeout", "2s");
    overrides.put(
        "connection.executor.webhooks", "{airflow: {url: \"" + service.url() + "\", timeout: 2s}}");
    connection = Configuration.load(overrides).connection();
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
    Map<String, Object> reader = connection.clientProperties();
    reader.put("isolation.level", "read_committed");
    consumer =
        new KafkaConsumer<>(reader, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor("outcomes").stream()
            .map(p -> new TopicPartition("outcomes", p.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    publish(targets);
    beat();
  }

  Connection connection() {
    return connection;
  }

  RecordingService service() {
    return service;
  }

  /** Lets the job's heart beat, five times a second. */
  void beat() {
    if (beating != null) {
      beating.cancel(false);
    }
    beating =
        heart.scheduleAtFixedRate(
            () -> send("heartbeat", "prunella", new Heartbeat("prunella", Instant.now())),
            0,
            200,
            TimeUnit.MILLISECONDS);
  }

  void stopBeating() {
    beating.cancel(false);
  }

  /** Starts an executor in a process of its own. */
  Process process(Path log, String main, String... arguments) throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main));
    line.addAll(List.of(arguments));
    File file = log.toFile();
    return new ProcessBuilder(line)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(file))
        .redirectErrorStream(true)
        .start();
  }

  /** The configuration, as KEY=VALUE. */
  List<String> overrides() {
    return overrides.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }

  /** A command that everything permits. */
  static Command.Builder command(String id, int target) {
    return Command.newBuilder()
        .setId(id)
        .setFleet("shop")
        .setIncident("incident-" + id)
        .setStep(0)
        .setStage("orders/" + target)
        .setTarget("airflow:1/eu/" + target)
        .setService("airflow")
        .setAction(Action.RESTART)
        .setOperations(List.of())
        .setIssuedAt(Instant.now())
        .setExpiresAt(Instant.now().plusSeconds(600))
        .setState(
            new DecisionState(
                ErrorType.TIMEOUT, StageKind.LOAD, LatencyBucket.HIGH, 0, Action.UNKNOWN))
        .setPropensity(1)
        .setAutonomy(Autonomy.AUTONOMOUS)
        .setReason("it is late");
  }

  Future<RecordMetadata> send(Command command) {
    return send("commands", command.getTarget(), command);
  }

  /** A command in the Confluent wire format, by a schema that the registry knows by an id. */
  Future<RecordMetadata> sendWithSchema(int id, Command command) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
    BinaryEncoder out = EncoderFactory.get().binaryEncoder(bytes, null);
    new SpecificDatumWriter<>(Command.class).write(command, out);
    out.flush();
    return producer.send(
        new ProducerRecord<>("commands", bytes(command.getTarget()), bytes.toByteArray()));
  }

  /** Freezes the fleet, or lets it go again. */
  void freeze(boolean frozen) throws Exception {
    byte[] value =
        frozen
            ? new SingleObjectCodec<>(Settings.class)
                .encode(part("freeze").setFreeze(FreezeSettings.newBuilder().build()).build())
            : null;
    producer.send(new ProducerRecord<>("settings", bytes("shop/freeze"), value)).get();
  }

  /** Every outcome so far, by command id. */
  Map<String, List<Outcome>> outcomes() {
    consumer
        .poll(Duration.ofMillis(50))
        .forEach(
            record -> {
              try {
                Outcome outcome = outcomeCodec.decode(record.value());
                outcomes
                    .computeIfAbsent(outcome.getCommandId(), id -> new ArrayList<>())
                    .add(outcome);
              } catch (MalformedRecordException e) {
                throw new AssertionError(e);
              }
            });
    return outcomes;
  }

  List<OutcomeStatus> statuses(String id) {
    return outcomes().getOrDefault(id, List.of()).stream().map(Outcome::getStatus).toList();
  }

  static void await(String what, BooleanSupplier condition) {
    Awaitility.await(what).atMost(PATIENCE).until(condition::getAsBoolean);
  }

  private void publish(int targets) throws Exception {
    List<StageSettings> stages = new ArrayList<>();
    for (int i = 0; i < targets; i++) {
      stages.add(
          StageSettings.newBuilder()
              .setName(Integer.toString(i))
              .setService("airflow")
              .setTarget("airflow:1/eu/" + i)
              .setContract(
                  StageContract.newBuilder()
                      .setIdempotent(true)
                      .setPermits(List.of(Action.SCALE_OUT))
                      .build())
              .build());
    }
    publish(part("pipelines/orders").setPipeline(new PipelineSettings("orders", stages)));
    publish(
        part("autonomy")
            .setAutonomy(
                AutonomySettings.newBuilder()
                    .setOtherwise(Autonomy.AUTONOMOUS)
                    .setRules(List.of())
                    .build()));
    publish(
        part("executors")
            .setExecutors(
                new ExecutorSettings(List.of(new AllowRule("airflow", List.of(Action.RESTART))))));
  }

  private void publish(Settings.Builder part) throws Exception {
    Settings settings = part.build();
    send("settings", settings.getFleet() + "/" + settings.getPart(), settings).get();
  }

  private static Settings.Builder part(String name) {
    return Settings.newBuilder().setFleet("shop").setPart(name).setAt(Instant.now());
  }

  @SuppressWarnings("unchecked")
  private <T extends SpecificRecord> Future<RecordMetadata> send(
      String topic, String key, T record) {
    Class<T> type = (Class<T>) record.getClass();
    return producer.send(
        new ProducerRecord<>(topic, bytes(key), new SingleObjectCodec<>(type).encode(record)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    heart.shutdownNow();
    consumer.close();
    producer.close(Duration.ZERO);
    kafka.close();
    service.close();
  }
}
