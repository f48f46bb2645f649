package dev.prunella.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.AllowRule;
import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.AutonomyRule;
import dev.prunella.schemas.AutonomySettings;
import dev.prunella.schemas.DataLoss;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.ExecutorSettings;
import dev.prunella.schemas.FreezeSettings;
import dev.prunella.schemas.GuardrailSettings;
import dev.prunella.schemas.LearningSettings;
import dev.prunella.schemas.PipelineSettings;
import dev.prunella.schemas.RunbookRule;
import dev.prunella.schemas.RunbookSettings;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.SloBound;
import dev.prunella.schemas.StageContract;
import dev.prunella.schemas.StageKind;
import dev.prunella.schemas.StageSettings;
import dev.prunella.schemas.SubjectSettings;
import dev.prunella.settings.Connection.Delivery;
import dev.prunella.settings.Connection.Executor;
import dev.prunella.settings.Connection.Job;
import dev.prunella.settings.Connection.RecordFormat;
import dev.prunella.settings.Connection.TelemetryTopic;
import dev.prunella.settings.Connection.TimeSource;
import dev.prunella.settings.Connection.Webhook;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {

  private static final Instant AT = Instant.parse("2025-03-01T00:00:00Z");

  @TempDir Path folder;

  @Test
  void shouldWorkWithoutAFile() {
    Connection connection = Configuration.load(Map.of()).connection();

    assertEquals(List.of("localhost:9092"), connection.brokers());
    assertEquals(Map.of("bootstrap.servers", "localhost:9092"), connection.clientProperties());
    assertEquals(Optional.empty(), connection.registry());
    assertEquals("commands", connection.topics().of("commands"));
    assertEquals(
        List.of(new TelemetryTopic("telemetry", Duration.ofSeconds(10))),
        connection.topics().telemetry());
    assertEquals(RecordFormat.AVRO, connection.format("commands"));
    assertEquals(Delivery.AT_LEAST_ONCE, connection.delivery());
    assertEquals(TimeSource.WALL, connection.clock());
    assertEquals(Duration.ofMinutes(5), connection.futureTolerance());
    assertEquals(new Job("prunella", Duration.ofSeconds(10), 1), connection.job());
    assertEquals(List.of(), Configuration.load(Map.of()).settings(AT));
  }

  @Test
  void shouldReadEveryValueOfTheConnection() throws IOException {
    Connection connection =
        load(
                """
                connection:
                  brokers: [kafka-1:9092, "kafka-2:9092"]
                  kafka:
                    request.timeout.ms: 30000
                    enable.idempotence: true
                  registry:
                    url: http://localhost:8081
                    properties: { schema.registry.ssl.protocol: TLSv1.3 }
                  topics:
                    prefix: prod.
                    telemetry:
                      - name: otlp_metrics
                        out_of_order: 1m
                      - name: telemetry
                  format: { commands: json }
                  delivery: exactly-once
                  clock: records
                  future_tolerance: 1h
                  job: { name: prod, checkpoint_interval: 500ms, seed: 42 }
                  executor:
                    name: hands
                    action_timeout: 5m
                    webhooks:
                      airflow: { url: "https://ops.example.com/heal", timeout: 2m }
                      people: { url: "https://pager.example.com", token: "${env:KEY_PASSWORD}" }
                """,
                Map.of())
            .connection();

    assertEquals("kafka-1:9092,kafka-2:9092", connection.bootstrapServers());
    assertEquals(
        Map.of("request.timeout.ms", "30000", "enable.idempotence", "true"),
        connection.kafka().values());
    assertEquals("http://localhost:8081", connection.registry().orElseThrow().url());
    assertEquals(
        Map.of("schema.registry.ssl.protocol", "TLSv1.3"),
        connection.registry().orElseThrow().properties().values());
    assertEquals("prod.commands", connection.topics().of("commands"));
    assertEquals(
        List.of(
            new TelemetryTopic("otlp_metrics", Duration.ofMinutes(1)),
            new TelemetryTopic("telemetry", Duration.ofSeconds(10))),
        connection.topics().telemetry());
    assertEquals(RecordFormat.JSON, connection.format("commands"));
    assertEquals(RecordFormat.AVRO, connection.format("incidents"));
    assertEquals(Delivery.EXACTLY_ONCE, connection.delivery());
    assertEquals(TimeSource.RECORDS, connection.clock());
    assertEquals(Duration.ofHours(1), connection.futureTolerance());
    assertEquals(new Job("prod", Duration.ofMillis(500), 42), connection.job());
    assertEquals(
        new Executor(
            "hands",
            Duration.ofMinutes(5),
            Map.of(
                "airflow",
                new Webhook(
                    URI.create("https://ops.example.com/heal"),
                    Optional.empty(),
                    Duration.ofMinutes(2)),
                "people",
                new Webhook(
                    URI.create("https://pager.example.com"),
                    Optional.of("hunter2"),
                    Duration.ofSeconds(30)))),
        connection.executor());
    assertFalse(connection.toString().contains("hunter2"));
  }

  @Test
  void shouldPutTheCommandLineOverTheFile() throws IOException {
    Configuration configuration =
        load(
            """
            connection: { brokers: "file:9092", job: { name: file } }
            fleets: { shop: { guardrails: { concurrency: 1 } } }
            """,
            Map.of(
                "connection.brokers", "a:1, b:2",
                "connection.kafka.security.protocol", "SSL",
                "connection.topics.telemetry", "[{name: otlp_metrics}]",
                "fleets.shop.guardrails.concurrency", "4"));

    assertEquals(List.of("a:1", "b:2"), configuration.connection().brokers());
    assertEquals("file", configuration.connection().job().name());
    assertEquals(Map.of("security.protocol", "SSL"), configuration.connection().kafka().values());
    assertEquals("otlp_metrics", configuration.connection().topics().telemetry().get(0).name());
    assertEquals(4, configuration.settings(AT).get(0).getGuardrails().getConcurrency());
  }

  @Test
  void shouldResolveSecretsAndNeverShowThem() throws IOException {
    Path file = Files.writeString(folder.resolve("jaas.conf"), "Login required;\n");
    Configuration configuration =
        load(
            """
            connection:
              brokers: ${env:BROKERS}
              kafka:
                ssl.key.password: ${env:KEY_PASSWORD}
                sasl.jaas.config: ${file:%s}
            """
                .formatted(file),
            Map.of());

    Connection connection = configuration.connection();
    assertEquals(List.of("kafka:9093"), connection.brokers());
    assertEquals(
        Map.of("ssl.key.password", "hunter2", "sasl.jaas.config", "Login required;"),
        connection.kafka().values());
    assertFalse(connection.toString().contains("hunter2"), connection.toString());
    assertTrue(connection.toString().contains("ssl.key.password"), connection.toString());
  }

  @Test
  void shouldShowNoSecretThatWasRefused() throws IOException {
    ConfigurationException refused =
        assertThrows(
            ConfigurationException.class,
            () ->
                load(
                    "connection: { kafka: { sasl.password: hunter2 } }",
                    Map.of("connection.kafka.ssl.key.password", "hunter2")));

    assertEquals(2, refused.problems().size());
    assertFalse(refused.getMessage().contains("hunter2"), refused.getMessage());
  }

  @Test
  void shouldMakeOneDocumentOfEachPartThatIsSet() throws IOException {
    List<Settings> documents =
        load(
                """
                fleets:
                  shop:
                    pipelines:
                      orders:
                        stages:
                          ingest: {}
                          load:
                            kind: LOAD
                            service: redshift
                            target: redshift:1/eu/warehouse
                            upstream: [ingest]
                            slo: { latency: { min: 0.5, max: 3, meaning: timeout } }
                            silence_after: 15m
                            out_of_order: 30s
                            contract:
                              idempotent: yes
                              safe_to_reload: true
                              data_loss: recoverable
                              permits: [restart, Retry-With-Backoff]
                    subjects:
                      orders-value: { producers: [orders/ingest], consumers: [orders/load] }
                    autonomy:
                      rules: [{ error_type: TIMEOUT, action: restart, level: autonomous }]
                    guardrails: { gather: 0s, max_steps: 5 }
                    freeze: { reason: 2024, until: 2025-04-01T06:00+02:00 }
                    runbook:
                      LOCK_CONTENTION: [cancel_blocking_query]
                    learning: { learner: RUNBOOK, exploration: 0, half_life: 2m, memory: 7.5 }
                    executors:
                      allow: { redshift: [restart, SCALE_UP], people: [page_human] }
                """,
                Map.of())
            .settings(AT);

    StageSettings ingest = StageSettings.newBuilder().setName("ingest").build();
    StageSettings load =
        StageSettings.newBuilder()
            .setName("load")
            .setKind(StageKind.LOAD)
            .setService("redshift")
            .setTarget("redshift:1/eu/warehouse")
            .setUpstream(List.of("ingest"))
            .setSlo(
                List.of(
                    SloBound.newBuilder()
                        .setMetric("latency")
                        .setMin(0.5)
                        .setMax(3.0)
                        .setMeaning(ErrorType.TIMEOUT)
                        .build()))
            .setSilenceAfterMillis(900_000)
            .setOutOfOrderMillis(30_000)
            .setContract(
                StageContract.newBuilder()
                    .setIdempotent(true)
                    .setSafeToReload(true)
                    .setDataLoss(DataLoss.RECOVERABLE)
                    .setPermits(List.of(Action.RESTART, Action.RETRY_WITH_BACKOFF))
                    .build())
            .build();
    assertEquals(
        List.of(
            document("pipelines/orders")
                .setPipeline(
                    PipelineSettings.newBuilder()
                        .setName("orders")
                        .setStages(List.of(ingest, load))
                        .build())
                .build(),
            document("subjects")
                .setSubjects(
                    List.of(
                        SubjectSettings.newBuilder()
                            .setSubject("orders-value")
                            .setProducers(List.of("orders/ingest"))
                            .setConsumers(List.of("orders/load"))
                            .build()))
                .build(),
            document("autonomy")
                .setAutonomy(
                    AutonomySettings.newBuilder()
                        .setOtherwise(Autonomy.SHADOW)
                        .setRules(
                            List.of(
                                AutonomyRule.newBuilder()
                                    .setErrorType(ErrorType.TIMEOUT)
                                    .setAction(Action.RESTART)
                                    .setLevel(Autonomy.AUTONOMOUS)
                                    .build()))
                        .build())
                .build(),
            document("guardrails")
                .setGuardrails(
                    GuardrailSettings.newBuilder().setGatherMillis(0).setMaxSteps(5).build())
                .build(),
            document("freeze")
                .setFreeze(
                    FreezeSettings.newBuilder()
                        .setReason("2024")
                        .setUntil(Instant.parse("2025-04-01T04:00:00Z"))
                        .build())
                .build(),
            document("runbook")
                .setRunbook(
                    RunbookSettings.newBuilder()
                        .setRules(
                            List.of(
                                RunbookRule.newBuilder()
                                    .setErrorType(ErrorType.LOCK_CONTENTION)
                                    .setActions(List.of(Action.CANCEL_BLOCKING_QUERY))
                                    .build()))
                        .build())
                .build(),
            document("learning")
                .setLearning(
                    LearningSettings.newBuilder()
                        .setLearner("runbook")
                        .setExploration(0)
                        .setHalfLifeMillis(120_000)
                        .setMemory(7.5)
                        .build())
                .build(),
            document("executors")
                .setExecutors(
                    ExecutorSettings.newBuilder()
                        .setAllow(
                            List.of(
                                new AllowRule("redshift", List.of(Action.RESTART, Action.SCALE_UP)),
                                new AllowRule("people", List.of(Action.PAGE_HUMAN))))
                        .build())
                .build()),
        documents);
    assertNull(documents.get(0).getPipeline().getStages().get(0).getContract());
  }

  @Test
  void shouldShareContractsByAliases() throws IOException {
    List<Settings> documents =
        load(
                """
                fleets:
                  shop:
                    pipelines:
                      orders:
                        stages:
                          a: { contract: &careful { idempotent: true } }
                          b: { contract: *careful }
                """,
                Map.of())
            .settings(AT);

    List<StageSettings> stages = documents.get(0).getPipeline().getStages();
    assertTrue(stages.get(1).getContract().getIdempotent());
    assertEquals(stages.get(0).getContract(), stages.get(1).getContract());
  }

  private static Settings.Builder document(String part) {
    return Settings.newBuilder().setFleet("shop").setPart(part).setAt(AT);
  }

  private Configuration load(String yaml, Map<String, String> overrides) throws IOException {
    Path file = Files.writeString(folder.resolve("prunella.yaml"), yaml);
    return Configuration.load(
        file, overrides, Map.of("KEY_PASSWORD", "hunter2", "BROKERS", "kafka:9093"));
  }
}
