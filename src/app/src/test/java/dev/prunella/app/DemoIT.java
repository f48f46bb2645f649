package dev.prunella.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prunella.learn.DecisionLog;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.AnyCodec;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.DecisionKind;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.IncidentStatus;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.PlainJsonCodec;
import dev.prunella.schemas.PolicyCell;
import dev.prunella.schemas.PolicySnapshot;
import dev.prunella.schemas.RecordCodec;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.SloBound;
import dev.prunella.schemas.StageSettings;
import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.TelemetryKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A short demo in a process of its own, as a shell starts it. Its figures are recomputed from what
 * is on its topics, by other code than the demo's own.
 */
class DemoIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Instant LIVE = Instant.parse("2026-01-13T09:00:00Z");

  @TempDir private Path folder;
  private Process demo;

  @BeforeEach
  void start() throws IOException {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    demo =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Prunella.class.getName(),
                "demo",
                "--headless",
                "--keep",
                "--duration",
                "30s",
                "--out",
                folder.resolve("out").toString())
            .redirectOutput(folder.resolve("stdout").toFile())
            .redirectError(folder.resolve("stderr").toFile())
            .start();
  }

  @AfterEach
  void kill() {
    demo.destroyForcibly();
  }

  @Test
  void shouldHealIncidentsAndTellFiguresThatItsTopicsConfirm() throws Exception {
    Awaitility.await("the demo has ended")
        .atMost(PATIENCE)
        .until(() -> stdout().contains("Ctrl-C ends both") || !demo.isAlive());
    assertTrue(demo.isAlive(), this::everything);

    JsonNode summary = new ObjectMapper().readTree(folder.resolve("out/summary.json").toFile());
    assertTrue(summary.get("incidents").intValue() >= 1, this::everything);
    assertTrue(summary.get("healed").intValue() >= 1, this::everything);
    assertTrue(summary.get("runbook_mttr_seconds").doubleValue() > 0);
    Topics topics = new Topics(brokers());
    assertIncidents(summary, topics);
    assertAdherence(summary, topics);
    assertLatency(summary, topics);
    assertPolicyIsTheFoldOfDecisions(topics);
    assertKept("incidents", Incident.class, topics);
    assertKept("decisions", Decision.class, topics);
    assertKept("commands", Command.class, topics);
    assertKept("outcomes", Outcome.class, topics);

    demo.destroy(); // as Ctrl-C does
    assertTrue(demo.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, demo.exitValue(), this::everything);
    assertEquals(List.of(), leftBehind());
  }

  private void assertIncidents(JsonNode summary, Topics topics) throws Exception {
    Map<String, Incident> newest = new TreeMap<>();
    Set<String> called = new HashSet<>();
    for (Incident version : topics.values("incidents", Incident.class)) {
      newest.merge(version.getId(), version, (a, b) -> a.getVersion() > b.getVersion() ? a : b);
      if (version.getStatus() == IncidentStatus.ESCALATED) {
        called.add(version.getId());
      }
    }
    Map<String, Command> ordered = new HashMap<>();
    for (Command command : topics.values("commands", Command.class)) {
      ordered.put(command.getId(), command);
      if (command.getAction() == Action.PAGE_HUMAN) {
        called.add(command.getIncident());
      }
    }
    Set<String> acted = new HashSet<>();
    for (Outcome outcome : topics.values("outcomes", Outcome.class)) {
      boolean remedy = outcome.getAction() != Action.PAGE_HUMAN;
      if (remedy
          && outcome.getStatus() == OutcomeStatus.SUCCEEDED
          && ordered.containsKey(outcome.getCommandId())) {
        acted.add(outcome.getIncident());
      }
    }
    for (Incident incident : newest.values()) {
      for (Set<String> some : List.of(called, acted)) {
        if (some.contains(incident.getId())) {
          some.add(incident.getMergedInto());
        }
      }
    }

    Instant horizon = topics.clock().lastKey();
    int incidents = 0;
    int healed = 0;
    int escalated = 0;
    int real = 0;
    double seconds = 0;
    for (Incident incident : newest.values()) {
      if (incident.getOpenedAt().isBefore(LIVE) || !incident.getMergedInto().isEmpty()) {
        continue;
      }
      incidents++;
      boolean recovered = incident.getStatus() == IncidentStatus.RECOVERED;
      escalated += called.contains(incident.getId()) ? 1 : 0;
      if (!isFalseAlarm(incident)) {
        real++;
        boolean own = acted.contains(incident.getId()) && !called.contains(incident.getId());
        healed += recovered && own ? 1 : 0;
        Instant end = recovered ? incident.getClearSince() : horizon;
        seconds += Duration.between(incident.getOpenedAt(), end).toMillis() / 1000.0;
      }
    }
    long commands = ordered.values().stream().filter(c -> !c.getIssuedAt().isBefore(LIVE)).count();
    assertEquals(incidents, summary.get("incidents").intValue());
    assertEquals(healed, summary.get("healed").intValue());
    assertEquals(escalated, summary.get("escalated").intValue());
    assertEquals(commands, summary.get("commands").longValue());
    assertEquals(seconds / real, summary.get("mttr_seconds").doubleValue(), 0.001);
    double simulated = Duration.between(LIVE, horizon).toMillis() / 1000.0;
    assertEquals(
        simulated / summary.get("live_seconds").doubleValue(),
        summary.get("clock_factor").doubleValue(),
        1);
  }

  private boolean isFalseAlarm(Incident incident) throws IOException {
    for (String line : Files.readAllLines(folder.resolve("out/faults.jsonl"))) {
      JsonNode fault = new ObjectMapper().readTree(line);
      String pipeline = fault.get("stage").textValue().replaceAll("/.*", "/");
      boolean there = incident.getStages().stream().anyMatch(s -> s.startsWith(pipeline));
      boolean begun =
          !Instant.parse(fault.get("started_at").textValue()).isAfter(incident.getUpdatedAt());
      boolean lasts =
          fault.get("recovered_at").isNull()
              || !Instant.parse(fault.get("recovered_at").textValue())
                  .isBefore(incident.getOpenedAt());
      if (there && begun && lasts) {
        return false;
      }
    }
    return true;
  }

  /** Whoever reads the log knows every value that the job had learned, bit by bit. */
  private static void assertPolicyIsTheFoldOfDecisions(Topics topics) throws Exception {
    DecisionLog log = new DecisionLog();
    topics.values("decisions", Decision.class).forEach(log::append);
    List<PolicySnapshot> snapshots = topics.values("policy", PolicySnapshot.class);
    assertTrue(snapshots.size() > 1, "nothing was learned");
    for (PolicySnapshot snapshot : snapshots) {
      List<List<Object>> told = snapshot.getCells().stream().map(DemoIT::learned).toList();
      List<PolicyCell> folded = log.foldTo(snapshot.getSequence()).cells();
      assertEquals(folded.stream().map(DemoIT::learned).toList(), told);
    }
  }

  private static List<Object> learned(PolicyCell cell) {
    return List.of(cell.getState(), cell.getAction(), cell.getLearned(), cell.getCredits());
  }

  private static void assertAdherence(JsonNode summary, Topics topics) throws Exception {
    Map<String, SloBound> bounds = new HashMap<>();
    for (Settings part : topics.values("settings", Settings.class)) {
      if (part.getPipeline() != null) {
        for (StageSettings stage : part.getPipeline().getStages()) {
          for (SloBound slo : stage.getSlo()) {
            String name = part.getPipeline().getName() + "/" + stage.getName();
            bounds.put(name + " " + slo.getMetric(), slo);
          }
        }
      }
    }
    double all = 0;
    double inside = 0;
    for (Telemetry telemetry : topics.values("telemetry", Telemetry.class)) {
      SloBound slo = bounds.get(telemetry.getStage() + " " + telemetry.getMetric());
      if (telemetry.getKind() == TelemetryKind.MEASUREMENT
          && slo != null
          && !telemetry.getAt().isBefore(LIVE)) {
        all++;
        boolean low = slo.getMin() == null || slo.getMin() <= telemetry.getValue();
        boolean high = slo.getMax() == null || slo.getMax() >= telemetry.getValue();
        inside += low && high ? 1 : 0;
      }
    }
    assertEquals(inside / all, summary.get("slo_adherence").doubleValue(), 1e-9);
  }

  private static void assertLatency(JsonNode summary, Topics topics) throws Exception {
    RecordCodec<Decision> codec = new AnyCodec<>(Decision.class);
    List<Long> latencies = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : topics.read("decisions")) {
      Decision decision = codec.decode(record.value());
      if (decision.getKind() == DecisionKind.DECIDED && !decision.getAt().isBefore(LIVE)) {
        latencies.add(record.timestamp() - topics.clock().higherEntry(decision.getAt()).getValue());
      }
    }
    latencies.sort(null);
    assertTrue(latencies.get(0) >= 0, latencies::toString);
    JsonNode told = summary.get("decision_latency_ms");
    assertEquals(latencies.get((latencies.size() - 1) / 2), told.get("p50").longValue());
    long p99 = latencies.get((int) Math.ceil(0.99 * latencies.size()) - 1);
    assertEquals(p99, told.get("p99").longValue());
  }

  /** The file is the topic. */
  private <T extends SpecificRecord> void assertKept(String topic, Class<T> type, Topics topics)
      throws Exception {
    RecordCodec<T> codec = new PlainJsonCodec<>(type);
    List<T> kept = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("out").resolve(topic + ".jsonl"))) {
      kept.add(codec.decode(line.getBytes(StandardCharsets.UTF_8)));
    }
    assertEquals(topics.values(topic, type), kept, topic);
  }

  /** Every record of the demo's topics. */
  private static final class Topics {
    private final String brokers;
    private TreeMap<Instant, Long> clock;

    Topics(String brokers) {
      this.brokers = brokers;
    }

    /** When each clock record was written, by simulated time. */
    TreeMap<Instant, Long> clock() {
      if (clock == null) {
        clock = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : read("telemetry")) {
          if ("clock".equals(new String(record.key(), StandardCharsets.UTF_8))) {
            byte[] written = record.headers().lastHeader("written").value();
            clock.putIfAbsent(
                Instant.ofEpochMilli(record.timestamp()),
                Long.parseLong(new String(written, StandardCharsets.US_ASCII)));
          }
        }
      }
      return clock;
    }

    <T extends SpecificRecord> List<T> values(String topic, Class<T> type) throws Exception {
      RecordCodec<T> codec = new AnyCodec<>(type);
      List<T> values = new ArrayList<>();
      for (ConsumerRecord<byte[], byte[]> record : read(topic)) {
        values.add(codec.decode(record.value()));
      }
      return values;
    }

    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
      Map<String, Object> client = new HashMap<>();
      client.put("bootstrap.servers", brokers);
      client.put("isolation.level", "read_committed");
      try (KafkaConsumer<byte[], byte[]> consumer =
          new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
        List<TopicPartition> partitions =
            consumer.partitionsFor(topic).stream()
                .map(p -> new TopicPartition(topic, p.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        while (ends.entrySet().stream()
            .anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
          consumer.poll(Duration.ofMillis(200)).forEach(records::add);
        }
        return records;
      }
    }
  }

  private String brokers() throws IOException {
    Matcher address = Pattern.compile("Kafka +(\\S+:\\d+)").matcher(stdout());
    assertTrue(address.find(), this::everything);
    return address.group(1);
  }

  private String stdout() throws IOException {
    return Files.readString(folder.resolve("stdout"));
  }

  private String everything() {
    try {
      return stdout() + Files.readString(folder.resolve("stderr"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private List<String> leftBehind() throws IOException {
    try (var files = Files.list(folder.resolve("tmp"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("prunella"))
          .toList();
    }
  }
}
