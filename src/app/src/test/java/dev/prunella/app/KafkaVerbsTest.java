package dev.prunella.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prunella.app.broker.EmbeddedKafka;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Topics;
import dev.prunella.settings.Configuration;
import dev.prunella.settings.Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that talk to Kafka, on a broker of this process; each test has its own prefix. */
@Timeout(60)
class KafkaVerbsTest {

  private static final EmbeddedKafka KAFKA = new EmbeddedKafka();

  private static final String SHOP =
      """
      fleets:
        shop:
          pipelines: { orders: { stages: { load: {} } } }
          guardrails: { concurrency: 1 }
          autonomy: { otherwise: shadow }
      """;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    KAFKA.start();
  }

  @AfterAll
  static void stop() {
    KAFKA.close();
  }

  @Test
  void shouldCreateWhatIsMissingAndLeaveTheRest() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic("a.commands", 1, (short) 1))).all().get();

      CommandLineRun first = run("a.", "topics", "create");
      CommandLineRun second = run("a.", "topics", "create");

      int all = Topics.withPrefix("a.").all().size();
      assertEquals(0, first.exitCode(), first.err());
      assertTrue(first.lines().contains("created  a.settings"), first.out());
      assertTrue(first.out().contains("differs  a.commands: 1 partitions instead of"), first.out());
      assertTrue(first.out().endsWith(": created %d, already there 1.\n".formatted(all - 1)));
      assertTrue(second.out().endsWith(": created 0, already there %d.\n".formatted(all)));
      assertEquals(
          1,
          admin
              .describeTopics(List.of("a.commands"))
              .allTopicNames()
              .get()
              .get("a.commands")
              .partitions()
              .size());
    }
  }

  @Test
  void shouldDescribeEveryTopicAndWhetherItIsThere() throws Exception {
    CommandLineRun before = run("b.", "topics", "describe");
    run("b.", "topics", "create");
    CommandLineRun after = run("b.", "topics", "describe");
    JsonNode json = new ObjectMapper().readTree(run("b.", "topics", "describe", "--json").out());

    int all = Topics.withPrefix("b.").all().size();
    assertEquals(1, before.exitCode());
    assertEquals(0, after.exitCode());
    assertEquals(all + 1, after.lines().size(), after.out());
    String settings =
        after.lines().stream().filter(l -> l.startsWith("b.settings")).findFirst().orElseThrow();
    assertTrue(
        settings.matches("b\\.settings +in +fleet/part +Settings +1 +compacted +yes +What .*"),
        settings);
    assertEquals(all, json.get("topics").size());
    assertTrue(json.at("/topics/0/exists").booleanValue());
  }

  @Test
  void shouldPublishWhatChangedAndNoMore() throws Exception {
    run("c.", "topics", "create");

    CommandLineRun first = apply("c.", SHOP);
    CommandLineRun again = apply("c.", SHOP);
    CommandLineRun changed =
        apply(
            "c.", SHOP.replace("concurrency: 1", "concurrency: 2").replaceAll("(?m).*auto.*", ""));

    assertEquals(0, first.exitCode(), first.err());
    assertEquals(
        List.of(
            "publish  shop/guardrails        new",
            "publish  shop/pipelines/orders  new",
            "publish  shop/autonomy          new",
            "c.settings at " + KAFKA.bootstrapServers() + ": published 3, removed 0, unchanged 0."),
        first.lines());
    assertTrue(again.out().endsWith(": published 0, removed 0, unchanged 3.\n"), again.out());
    assertEquals(
        List.of(
            "remove   shop/autonomy          removed",
            "publish  shop/guardrails        changed",
            "keep     shop/pipelines/orders  unchanged",
            "c.settings at " + KAFKA.bootstrapServers() + ": published 1, removed 1, unchanged 1."),
        changed.lines());
    assertEquals(Set.of("shop/guardrails", "shop/pipelines/orders"), published("c.").keySet());
    assertEquals(
        2, published("c.").get("shop/guardrails").orElseThrow().getGuardrails().getConcurrency());
  }

  @Test
  void shouldLeaveFleetsAloneThatTheFileDoesNotName() {
    run("d.", "topics", "create");
    apply("d.", "fleets: { returns: { guardrails: {} } }");

    CommandLineRun shop = apply("d.", SHOP);
    CommandLineRun gone = apply("d.", "fleets: { returns: {} }");

    assertTrue(
        shop.out().endsWith("Left alone, because the file does not name them: returns\n"),
        shop.out());
    assertTrue(gone.out().startsWith("remove  returns/guardrails  removed"), gone.out());
    assertFalse(published("d.").containsKey("returns/guardrails"));
    assertTrue(published("d.").containsKey("shop/guardrails"));
  }

  @Test
  void shouldKeepAFreezeUntilToldToLiftIt() {
    run("e.", "topics", "create");
    apply("e.", SHOP + "    freeze: { reason: stop everything }\n");

    CommandLineRun kept = apply("e.", SHOP);
    assertTrue(published("e.").containsKey("shop/freeze"));
    CommandLineRun lifted = apply("e.", SHOP, "--lift-freeze");

    assertTrue(
        kept.out()
            .endsWith(
                "Still frozen, though the file has no freeze or a shorter one; to lift it: ./prunella"
                    + " freeze --off FLEET, or apply --lift-freeze\n"),
        kept.out());
    assertTrue(lifted.out().contains("remove  shop/freeze"), lifted.out());
    assertFalse(published("e.").containsKey("shop/freeze"));
  }

  @Test
  void shouldWriteNothingInADryRun() throws Exception {
    run("f.", "topics", "create");

    CommandLineRun text = apply("f.", SHOP, "--dry-run");
    JsonNode json = new ObjectMapper().readTree(apply("f.", SHOP, "--dry-run", "--json").out());

    assertTrue(text.out().contains("would publish 3, would remove 0"), text.out());
    assertEquals("shop/guardrails", json.at("/changes/0/key").textValue());
    assertEquals("new", json.at("/changes/0/change").textValue());
    assertEquals(Map.of(), published("f."));
  }

  @Test
  void shouldNameTheCommandThatCreatesTheMissingTopic() {
    CommandLineRun run = apply("g.", SHOP);

    assertEquals(
        "prunella apply: there is no topic g.settings at "
            + KAFKA.bootstrapServers()
            + "; create it with ./prunella topics create, with the same --config and -D\n",
        run.err());
    assertEquals(1, run.exitCode());
    assertEquals("", run.out());
  }

  @Test
  void shouldTellThatNoBrokerAnswers() throws Exception {
    String address;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = "localhost:" + free.getLocalPort();
    }

    CommandLineRun run =
        CommandLineRun.of(
            "topics",
            "describe",
            "-D",
            "connection.brokers=" + address,
            "-D",
            "connection.kafka.default.api.timeout.ms=1000",
            "-D",
            "connection.kafka.request.timeout.ms=900");

    assertEquals(
        "prunella topics describe: no Kafka broker answers at "
            + address
            + "; start it, or name another with -D connection.brokers=HOST:PORT\n",
        run.err());
    assertEquals(1, run.exitCode());
    assertTrue(run.out().contains("fleet/part"), "the catalogue is shown all the same");
  }

  @Test
  void shouldTellThatAHostIsNotKnown() {
    CommandLineRun run =
        CommandLineRun.of("topics", "create", "-D", "connection.brokers=nowhere.invalid:9092");

    assertEquals(
        "prunella topics create: no host of nowhere.invalid:9092 is known to DNS; correct"
            + " connection.brokers\n",
        run.err());
    assertEquals(1, run.exitCode());
  }

  @Test
  void shouldTellThatAKeyStoreIsNotThere() {
    CommandLineRun run =
        run(
            "i.",
            "topics",
            "create",
            "-D",
            "connection.kafka.security.protocol=SSL",
            "-D",
            "connection.kafka.ssl.truststore.location=/nowhere.jks");

    assertEquals(
        "prunella topics create: Kafka at "
            + KAFKA.bootstrapServers()
            + " cannot be used (/nowhere.jks); see connection.kafka\n",
        run.err());
    assertEquals(1, run.exitCode());
  }

  @Test
  void shouldSayInOneLineWhyTheJobDoesNotRun() throws Exception {
    run("k.", "topics", "create");
    String state = folder.resolve("state").toString();
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(busy.getLocalPort());

      CommandLineRun parallel = run("k.", "run", "--parallelism", "0");
      CommandLineRun web = run("k.", "run", "--state", state, "--web-port", port);
      CommandLineRun telemetry =
          run("k.", "run", "-D", "connection.topics.telemetry=[{name: otlp_metrics}]");

      assertEquals(
          "prunella run: --parallelism is 0; expected a whole number from 1 to 32768\n",
          parallel.err());
      assertEquals(2, parallel.exitCode());
      assertTrue(web.err().startsWith("prunella run: port " + port + " is not free"), web.err());
      assertEquals(1, web.err().lines().count(), web.err());
      assertEquals(1, web.exitCode());
      assertEquals(
          "prunella run: Kafka at "
              + KAFKA.bootstrapServers()
              + " has no topic otlp_metrics, which connection.topics.telemetry names; correct the"
              + " name, or create it\n",
          telemetry.err());
      assertEquals(1, telemetry.exitCode());
    }
  }

  @Test
  void shouldPublishNothingOfAFileWithMistakes() {
    CommandLineRun run = apply("h.", "fleets: { shop: { freeze: now } }");

    assertTrue(
        run.err().startsWith(folder + "/prunella.yaml:1: fleets.shop.freeze is 'now'; expected"),
        run.err());
    assertEquals(2, run.exitCode());
    assertEquals(2, apply("h.", "connection: {}").exitCode());
  }

  private CommandLineRun apply(String prefix, String yaml, String... options) {
    try {
      Path file = Files.writeString(folder.resolve("prunella.yaml"), yaml);
      List<String> arguments = new ArrayList<>(List.of("apply", "--config", file.toString()));
      arguments.addAll(List.of(options));
      return run(prefix, arguments.toArray(String[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CommandLineRun run(String prefix, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("-D", "connection.brokers=" + KAFKA.bootstrapServers()));
    all.addAll(List.of("-D", "connection.topics.prefix=" + prefix));
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  private static Map<String, Optional<Settings>> published(String prefix) {
    Connection connection =
        Configuration.load(
                Map.of(
                    "connection.brokers",
                    KAFKA.bootstrapServers(),
                    "connection.topics.prefix",
                    prefix))
            .connection();
    try (Cluster cluster = Cluster.connect(connection)) {
      return new SettingsTopic(cluster, connection).read();
    }
  }
}
