package dev.prunella.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prunella.schemas.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExampleTest {

  private static final Path EXAMPLE = Path.of("../../deploy/prunella.yaml");

  @Test
  void shouldWorkAsItStands() {
    Configuration example = Configuration.load(EXAMPLE, Map.of(), Map.of());

    assertEquals("localhost:9092", example.connection().bootstrapServers());
    assertEquals(
        List.of("pipelines/orders", "subjects", "autonomy", "guardrails", "runbook"),
        example.settings(Instant.EPOCH).stream().map(Settings::getPart).toList());
  }

  @Test
  void shouldReachTheTelemetryByThePrefix() {
    Configuration example =
        Configuration.load(EXAMPLE, Map.of("connection.topics.prefix", "staging."), Map.of());

    assertEquals("staging.telemetry", example.connection().topics().telemetry().get(0).name());
  }

  @Test
  void shouldPointEditorsToTheSchema() throws Exception {
    String first = Files.readAllLines(EXAMPLE).get(0);

    assertTrue(first.startsWith("# yaml-language-server: $schema="), first);
    Path schema = EXAMPLE.resolveSibling(first.substring(first.indexOf('=') + 1));
    assertEquals(
        Configuration.FORMAT.shape().schema(), new ObjectMapper().readTree(schema.toFile()));
  }
}
