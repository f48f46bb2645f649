package dev.prunella.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobArgumentsTest {

  private static final String FILE =
      """
      connection:
        brokers: [one:9092, two:9092]
        kafka:
          security.protocol: SASL_SSL
          sasl.mechanism: SCRAM-SHA-512
          sasl.jaas.config: ${file:%s}
          max.poll.records: 100
          ssl.endpoint.identification.algorithm: ""
        registry:
          url: http://registry:8080/apis/ccompat/v7
          properties: { auto.register.schemas: false }
        topics:
          prefix: team.
          telemetry:
            - name: team.telemetry
            - { name: otlp_metrics, out_of_order: 1m }
        format: { commands: json }
        delivery: exactly-once
        future_tolerance: 90s
        job: { name: prunella-eu, checkpoint_interval: 5s, seed: 7 }
        executor:
          webhooks:
            airflow: { url: https://ops.example.com/heal, token: "${env:NOT_SET_ANYWHERE}" }
      fleets: { shop: {} }
      """;

  @TempDir private Path folder;

  @Test
  void shouldGiveTheJobTheConnectionOfTheFile() throws IOException {
    Path secret = Files.writeString(folder.resolve("jaas"), "Login required password=\"x\";");

    JobArguments job = JobArguments.of(file(secret), Map.of("connection.job.seed", "8"));

    Connection there = Configuration.load(overrides(job)).connection();
    assertEquals("prunella-eu", job.jobName());
    assertEquals("prunella-eu", there.job().name());
    assertEquals(8, there.job().seed());
    assertEquals(List.of("one:9092", "two:9092"), there.brokers());
    assertEquals("Login required password=\"x\";", there.kafka().values().get("sasl.jaas.config"));
    assertEquals("", there.kafka().values().get("ssl.endpoint.identification.algorithm"));
    assertEquals("100", there.kafka().values().get("max.poll.records"));
    assertEquals(
        "false", there.registry().orElseThrow().properties().values().get("auto.register.schemas"));
    assertEquals(2, there.topics().telemetry().size());
    assertEquals(60, there.topics().telemetry().get(1).outOfOrder().toSeconds());
    assertEquals(Connection.Delivery.EXACTLY_ONCE, there.delivery());
    assertEquals(90, there.futureTolerance().toSeconds());
  }

  @Test
  void shouldSendReferencesAndNoSecretAndNothingOfExecutors() throws IOException {
    Path secret = Files.writeString(folder.resolve("jaas"), "Login required password=\"x\";");

    String arguments = String.join(" ", JobArguments.of(file(secret), Map.of()).arguments());

    assertTrue(arguments.contains("\"sasl.jaas.config\":\"${file:" + secret + "}\""), arguments);
    assertFalse(arguments.contains("password"), arguments);
    assertFalse(arguments.contains("executor"), arguments);
    assertFalse(arguments.contains("shop"), arguments);
  }

  @Test
  void shouldRefuseASecretThatStandsInTheConfiguration() {
    ConfigurationException refused =
        assertThrows(
            ConfigurationException.class,
            () -> JobArguments.of(null, Map.of("connection.kafka.ssl.key.password", "x")));

    assertTrue(refused.getMessage().contains("holds a secret"), refused.getMessage());
  }

  @Test
  void shouldSendNothingOfWhatIsNotSet() {
    JobArguments job = JobArguments.of(null, Map.of());

    assertEquals(List.of(), job.arguments());
    assertEquals("prunella", job.jobName());
  }

  private Path file(Path secret) throws IOException {
    return Files.writeString(folder.resolve("prunella.yaml"), FILE.formatted(secret));
  }

  /** As the job's main method reads them. */
  private static Map<String, String> overrides(JobArguments job) {
    Map<String, String> overrides = new LinkedHashMap<>();
    for (int i = 0; i < job.arguments().size(); i += 2) {
      assertEquals("-D", job.arguments().get(i));
      String[] pair = job.arguments().get(i + 1).split("=", 2);
      overrides.put(pair[0], pair[1]);
    }
    return overrides;
  }
}
