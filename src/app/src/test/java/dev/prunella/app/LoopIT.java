package dev.prunella.app;

import static dev.prunella.app.RunningLoop.measurement;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.DeadLetter;
import dev.prunella.schemas.DeadLetterReason;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.PlainJsonCodec;
import dev.prunella.schemas.SchemaEvent;
import dev.prunella.schemas.SchemaFormat;
import dev.prunella.schemas.SignalKind;
import dev.prunella.settings.Configuration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job against a real broker, by the wall clock. */
class LoopIT {

  private static final List<String> INPUTS =
      List.of("telemetry", "schema-events", "settings", "outcomes", "orders");

  @TempDir private Path folder;
  private RunningLoop loop;

  @AfterEach
  void stop() throws Exception {
    if (loop != null) {
      loop.close();
    }
  }

  @Test
  void shouldSendGarbageToTheDeadLettersAndHandleTheGoodRecordsAroundIt() throws Exception {
    loop = new RunningLoop(Map.of()).start();
    Map<String, String> future =
        Map.of(
            "telemetry",
            "{'stage':'a/b','at':'2099-01-01T00:00:00Z','kind':'MEASUREMENT','metric':'m','value':1}",
            "schema-events",
            "{'subject':'s','at':'2099-01-01T00:00:00Z','format':'AVRO','definition':'x'}",
            "settings",
            "{'fleet':'default','part':'freeze','at':'2099-01-01T00:00:00Z','freeze':{}}",
            "outcomes",
            "{'fleet':'default','target':'t','action':'WAIT','status':'FAILED',"
                + "'at':'2099-01-01T00:00:00Z','actor':'x'}",
            "orders",
            "{'fleet':'default','kind':'FALSE_ALARM','at':'2099-01-01T00:00:00Z','author':'x',"
                + "'incident':'i'}");
    breach("pipeline/before");
    for (String topic : INPUTS) {
      loop.send(topic, "garbage", new byte[0]);
      loop.send(topic, "garbage", new byte[] {(byte) 0xC3, 0x01, 7}); // truncated Avro
      loop.send(topic, "garbage", new byte[] {0, 0, 0, 0x30, 0x39, 2, 4}); // schema id 12345
      loop.send(topic, "garbage", new byte[20 << 20]);
      loop.send(topic, "garbage", new byte[] {'{', '"', (byte) 0xFF, (byte) 0xFE, '"', '}'});
      loop.send(topic, "garbage", json(future.get(topic)));
    }
    breach("pipeline/after");

    LoopView view =
        loop.await(
            "a dead letter for each piece of garbage, and both incidents",
            v -> v.deadLetters().size() >= 6 * INPUTS.size() && v.incidents().size() == 2);

    assertEquals(6 * INPUTS.size(), view.deadLetters().size());
    for (String topic : INPUTS) {
      List<DeadLetter> letters =
          view.deadLetters().stream().filter(l -> l.getTopic().equals(topic)).toList();
      assertEquals(
          Set.of(
              DeadLetterReason.EMPTY,
              DeadLetterReason.NOT_AVRO,
              DeadLetterReason.UNKNOWN_SCHEMA,
              DeadLetterReason.TOO_LARGE,
              DeadLetterReason.NOT_JSON,
              DeadLetterReason.FROM_THE_FUTURE),
          letters.stream().map(DeadLetter::getReason).collect(Collectors.toSet()),
          topic);
      DeadLetter large =
          letters.stream()
              .filter(l -> l.getReason() == DeadLetterReason.TOO_LARGE)
              .findFirst()
              .orElseThrow();
      assertEquals(20 << 20, large.getSize());
      assertEquals(16_384, large.getHead().remaining());
      assertEquals(20 << 20, origin(large).value().length);
    }
    assertEquals(
        Set.of("pipeline/before", "pipeline/after"),
        view.incidents().stream().map(Incident::getRootStage).collect(Collectors.toSet()));
  }

  @Test
  void shouldNoticeThatAllTelemetryStops() throws Exception {
    loop = new RunningLoop(Map.of());
    loop.publish(configuration("shadow"));
    loop.start();
    Instant now = Instant.now();
    loop.send(measurement("orders/ingest", now, "rows", 1));
    loop.send(measurement("orders/load", now, "rows", 1));

    LoopView view = loop.await("both stages are missed", v -> stages(v).size() == 2);

    assertEquals(Set.of("orders/ingest", "orders/load"), stages(view));
    assertTrue(
        view.incidents().stream()
            .flatMap(i -> i.getEvidence().stream())
            .allMatch(s -> s.getKind() == SignalKind.SILENCE));
  }

  @Test
  void shouldWriteNoCommandInShadowAndSayWhatItWouldHaveDone() throws Exception {
    loop = new RunningLoop(Map.of());
    loop.publish(configuration("shadow"));
    loop.start();
    breach("orders/load");

    LoopView view =
        loop.await(
            "a decision, in words too",
            v -> decided(v) != null && v.incidents().get(0).getExplanation().contains("would"));

    Decision decision = decided(view);
    assertEquals(Action.RETRY_WITH_BACKOFF, decision.getChosen());
    assertEquals("redshift:1/eu/orders", decision.getIntended().getTarget());
    loop.stop();
    assertEquals(List.of(), loop.read("commands"));
  }

  @Test
  void shouldSendTheCommandAsJsonWithCloudEventsHeadersWhenAutonomous() throws Exception {
    loop = new RunningLoop(Map.of("connection.format.commands", "json"));
    loop.publish(configuration("autonomous"));
    loop.start();
    breach("orders/load");

    LoopView view =
        loop.await("a decision that was sent", v -> decided(v) != null && decided(v).getSent());

    loop.stop();
    List<ConsumerRecord<byte[], byte[]>> commands = loop.read("commands");
    assertEquals(1, commands.size());
    JsonNode command = new ObjectMapper().readTree(commands.get(0).value());
    assertEquals(decided(view).getIntended().getId(), command.get("id").textValue());
    assertEquals(
        command.get("id").textValue(),
        new String(commands.get(0).headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8));
    assertArrayEquals(
        "application/json".getBytes(StandardCharsets.UTF_8),
        commands.get(0).headers().lastHeader("content-type").value());
  }

  @Test
  void shouldSendNothingWhileFrozenAndActOnWhatIsStillOpenAfterwards() throws Exception {
    loop = new RunningLoop(Map.of());
    loop.publish(configuration("autonomous"));
    verb("freeze", "default", "--reason", "release");
    loop.start();
    breach("orders/load");
    LoopView frozen = loop.await("a decision", v -> decided(v) != null);
    assertEquals(Action.WAIT, decided(frozen).getChosen());
    assertEquals(List.of(), loop.read("commands"));

    verb("freeze", "default", "--off");
    LoopView after =
        loop.await("a decision that was sent", v -> decided(v) != null && decided(v).getSent());
    loop.stop();
    assertEquals(
        frozen.incidents().get(0).getId(), decided(after).getIncident(), "it is not forgotten");
    assertEquals(1, loop.read("commands").size());
  }

  private void verb(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("-D", "connection.brokers=" + loop.connection().bootstrapServers()));
    CommandLineRun run = CommandLineRun.of(all.toArray(String[]::new));
    assertEquals(0, run.exitCode(), run.err());
  }

  /** Brokers refuse transactions that may last longer than a quarter of an hour. */
  @Test
  void shouldSendTheCommandWithACheckpointWhereDeliveryIsExactlyOnce() throws Exception {
    loop = new RunningLoop(Map.of("connection.delivery", "exactly-once"));
    loop.publish(configuration("autonomous"));
    loop.start();
    breach("orders/load");
    loop.await("a decision that was sent", v -> decided(v) != null && decided(v).getSent());

    loop.stop();

    assertEquals(1, loop.read("commands").size());
  }

  @Test
  void shouldNameTheSchemaChangeAtTheConsumer() throws Exception {
    loop = new RunningLoop(Map.of());
    loop.publish(configuration("shadow"));
    loop.start();
    Instant now = Instant.now();
    schema(
        "{'type':'record','name':'O','fields':[{'name':'id','type':'long'},{'name':'total','type':'double'}]}",
        1,
        now.minusSeconds(1));
    schema(
        "{'type':'record','name':'O','fields':[{'name':'id','type':'long'},{'name':'sum','type':'double'}]}",
        2,
        now);

    LoopView view = loop.await("the drift", v -> decided(v) != null);

    Incident incident = view.incidents().get(0);
    assertEquals("orders/load", incident.getRootStage());
    assertTrue(incident.getExplanation().contains("total was removed"), incident.getExplanation());
  }

  @Test
  void shouldGoOnWithAnOpenIncidentAfterARestart() throws Exception {
    loop = new RunningLoop(Map.of());
    loop.publish(configuration("shadow"));
    loop.start();
    breach("orders/load");
    Incident before = loop.await("an incident", v -> decided(v) != null).incidents().get(0);

    loop.stop();
    loop.start();
    // Again and again: a stage that falls silent is not well, however good its last values were.
    Incident after =
        loop.await(
                "its end",
                v -> {
                  loop.send(measurement("orders/load", Instant.now(), "latency_seconds", 5));
                  return v.incidents().get(0).getClearSince() != null;
                })
            .incidents()
            .get(0);
    assertEquals(before.getId(), after.getId());
    assertTrue(after.getVersion() > before.getVersion());
  }

  private void breach(String stage) throws Exception {
    boolean bounded = stage.startsWith("orders/");
    if (bounded) {
      loop.send(measurement(stage, Instant.now(), "latency_seconds", 100));
      loop.send(measurement(stage, Instant.now().plusMillis(1), "latency_seconds", 101));
    } else {
      loop.send(
          "telemetry",
          "default/" + stage,
          json(
              "{'stage':'"
                  + stage
                  + "','at':'"
                  + Instant.now()
                  + "','kind':'RUN','run':{'runId':'1','state':'FAILED','message':'timed out'}}"));
    }
  }

  private void schema(String definition, int version, Instant at) throws Exception {
    SchemaEvent event =
        SchemaEvent.newBuilder()
            .setSubject("orders-value")
            .setAt(at)
            .setFormat(SchemaFormat.AVRO)
            .setVersion(version)
            .setDefinition(definition.replace('\'', '"'))
            .build();
    loop.send(
        "schema-events", "orders-value", new PlainJsonCodec<>(SchemaEvent.class).encode(event));
  }

  private Configuration configuration(String autonomy) throws Exception {
    Path file = folder.resolve(autonomy + ".yaml");
    Files.writeString(
        file,
        """
        fleets:
          default:
            pipelines:
              orders:
                stages:
                  ingest: {silence_after: 5s}
                  load:
                    kind: load
                    service: redshift
                    target: redshift:1/eu/orders
                    silence_after: 5s
                    slo: {latency_seconds: {max: 60}}
                    contract: {idempotent: true, data_loss: none, permits: [scale_out, apply_schema_remap]}
            subjects:
              orders-value: {producers: [orders/ingest], consumers: [orders/load]}
            guardrails: {gather: 1s, hold: 1s}
            learning: {exploration: 0} # always the best: no test may hang on the draw
            autonomy: {otherwise: %s}
        """
            .formatted(autonomy));
    return Configuration.load(file, Map.of());
  }

  private static Decision decided(LoopView view) {
    return view.incidents().isEmpty() ? null : view.decision(view.incidents().get(0));
  }

  private static Set<String> stages(LoopView view) {
    return view.incidents().stream()
        .flatMap(i -> i.getStages().stream())
        .collect(Collectors.toSet());
  }

  /** The record that the dead letter says it came from. */
  private ConsumerRecord<byte[], byte[]> origin(DeadLetter letter) {
    return loop.read(letter.getTopic()).stream()
        .filter(r -> r.partition() == letter.getPartition() && r.offset() == letter.getOffset())
        .findFirst()
        .orElseThrow();
  }

  private static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
