package dev.prunella.app;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.app.broker.EmbeddedKafka;
import dev.prunella.job.Preflight;
import dev.prunella.job.PreflightException;
import dev.prunella.settings.Configuration;
import dev.prunella.settings.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the job is told before it starts, by a broker that has an authorizer. */
class PreflightTest {

  private static final EmbeddedKafka KAFKA =
      new EmbeddedKafka(
          Map.of(
              "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
              "allow.everyone.if.no.acl.found", "true"));

  @BeforeAll
  static void start() {
    KAFKA.start();
    TopicState.createMissing(connection(Map.of()));
  }

  @AfterAll
  static void stop() {
    KAFKA.close();
  }

  @AfterEach
  void permitAll() throws Exception {
    try (Admin admin = admin()) {
      admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
    }
    Awaitility.await()
        .untilAsserted(() -> assertDoesNotThrow(() -> Preflight.check(connection(Map.of()))));
  }

  @Test
  void shouldPassWhereAllIsThere() {
    assertDoesNotThrow(() -> Preflight.check(connection(Map.of())));
  }

  @Test
  void shouldNameTheTopicsThatAreMissingAndTheCommandThatCreatesThem() {
    String told = refusal(Map.of("connection.topics.prefix", "none."));

    assertTrue(told.contains("lacks the topics none.telemetry, none.schema-events"), told);
    assertTrue(told.endsWith("create them with `prunella topics create`"), told);
  }

  @Test
  void shouldNameEachRightThatIsMissing() throws Exception {
    deny(ResourceType.TOPIC, "settings", AclOperation.READ);
    deny(ResourceType.TOPIC, "incidents", AclOperation.WRITE);
    deny(ResourceType.TOPIC, "commands", AclOperation.DESCRIBE);
    deny(ResourceType.TOPIC, "commands", AclOperation.WRITE);
    deny(ResourceType.GROUP, "prunella", AclOperation.READ);

    // The broker hears of it from its controller.
    Awaitility.await()
        .untilAsserted(
            () ->
                assertEquals(
                    "Kafka at "
                        + KAFKA.bootstrapServers()
                        + " does not permit what the job must do: READ on topic settings,"
                        + " WRITE on topic commands, WRITE on topic incidents, READ on group"
                        + " prunella; ask its owner for these rights",
                    refusal(Map.of())));
  }

  @Test
  void shouldNotAskForRightsOfExecutors() throws Exception {
    deny(ResourceType.TOPIC, "fence", AclOperation.ALL);
    deny(ResourceType.TOPIC, "settings", AclOperation.READ);

    Awaitility.await()
        .untilAsserted(
            () -> {
              String told = refusal(Map.of());
              assertTrue(told.contains("must do: READ on topic settings; ask"), told);
            });
  }

  @Test
  void shouldSayThatNoBrokerAnswers() {
    String told =
        refusal(
            Map.of(
                "connection.brokers", "localhost:1",
                "connection.kafka.request.timeout.ms", "500",
                "connection.kafka.default.api.timeout.ms", "1000"));

    assertTrue(told.startsWith("no Kafka broker answers at localhost:1"), told);
  }

  @Test
  void shouldSayThatTheRegistryDoesNotAnswer() {
    String told = refusal(Map.of("connection.registry.url", "http://localhost:1"));

    assertTrue(told.contains("from the registry at http://localhost:1"), told);
  }

  private static String refusal(Map<String, String> overrides) {
    return assertThrows(PreflightException.class, () -> Preflight.check(connection(overrides)))
        .getMessage();
  }

  private static void deny(ResourceType type, String name, AclOperation operation)
      throws Exception {
    try (Admin admin = admin()) {
      admin
          .createAcls(
              List.of(
                  new AclBinding(
                      new ResourcePattern(type, name, PatternType.LITERAL),
                      new AccessControlEntry(
                          "User:ANONYMOUS", "*", operation, AclPermissionType.DENY))))
          .all()
          .get();
    }
  }

  private static Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", KAFKA.bootstrapServers()));
  }

  private static Connection connection(Map<String, String> overrides) {
    Map<String, String> all = new HashMap<>();
    all.put("connection.brokers", KAFKA.bootstrapServers());
    all.putAll(overrides);
    return Configuration.load(all).connection();
  }
}
