package dev.prunella.app.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The compose file, which nothing here can run. */
class ComposeFileTest {

  private static final Path FILE = Path.of("../../deploy/local/docker-compose.yml");

  @Test
  void shouldBeAsTheComposeSpecificationWants() throws IOException {
    assertEquals(Set.of(), schema().validate(file()));
  }

  @Test
  void shouldBeRefusedWithAWordThatComposeDoesNotKnow() throws IOException {
    JsonNode file = file();
    ((ObjectNode) file.at("/services/kafka")).put("imagee", "apache/kafka");

    assertEquals(1, schema().validate(file).size());
  }

  @Test
  void shouldRunTheVersionsThatTheJobIsBuiltWith() throws IOException {
    JsonNode services = file().path("services");
    String flink = "flink:" + EnvironmentInformation.getVersion() + "-java17";
    for (String member : new String[] {"jobmanager", "taskmanager-1", "taskmanager-2"}) {
      assertEquals(flink, services.path(member).path("image").asText());
    }
    assertEquals(
        "apache/kafka:" + AppInfoParser.getVersion(),
        services.path("kafka").path("image").asText());
  }

  @Test
  void shouldOpenPortsToThisMachineOnly() throws IOException {
    for (JsonNode service : file().path("services")) {
      for (JsonNode port : service.path("ports")) {
        assertTrue(port.asText().startsWith("127.0.0.1:"), port.asText());
      }
    }
  }

  private static JsonNode file() throws IOException {
    Object yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(FILE));
    return new ObjectMapper().valueToTree(yaml);
  }

  private static JsonSchema schema() throws IOException {
    try (InputStream in = ComposeFileTest.class.getResourceAsStream("/compose/compose_spec.json")) {
      // It names parts of itself in the way of an older draft; the validator would ask what it is.
      String text =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .replaceAll("\"id\": \"[^\"]*\",", "");
      return JsonSchemaFactory.getInstance(VersionFlag.V201909).getSchema(text);
    }
  }
}
