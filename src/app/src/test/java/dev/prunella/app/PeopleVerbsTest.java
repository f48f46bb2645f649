package dev.prunella.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prunella.app.broker.EmbeddedKafka;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.Credit;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.DecisionKind;
import dev.prunella.schemas.DecisionState;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.FreezeSettings;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.IncidentStatus;
import dev.prunella.schemas.LatencyBucket;
import dev.prunella.schemas.Lesson;
import dev.prunella.schemas.Order;
import dev.prunella.schemas.OrderKind;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.PlainJsonCodec;
import dev.prunella.schemas.PolicyCell;
import dev.prunella.schemas.PolicySnapshot;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.SingleObjectCodec;
import dev.prunella.schemas.StageKind;
import dev.prunella.settings.Configuration;
import dev.prunella.settings.Connection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people say to Prunella, on a broker of this process; each test has its own prefix. */
@Timeout(120)
class PeopleVerbsTest {

  private static final EmbeddedKafka KAFKA = new EmbeddedKafka();
  private static final Instant AT = Instant.parse("2025-06-02T10:00:00Z");

  private static final String TWO_FLEETS =
      """
      fleets:
        shop:
          pipelines:
            orders:
              stages:
                load: { service: glue, target: glue:1/eu/o, contract: { permits: [restart] } }
        returns:
          pipelines: { parcels: { stages: { scan: {} } } }
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
  void shouldFreezeEveryFleetAtOnceAndTakeItBack() throws Exception {
    prepare("a.");

    CommandLineRun frozen = run("a.", "freeze", "--all", "--reason", "outage");
    Map<String, Optional<Settings>> during = published("a.");
    CommandLineRun lifted = run("a.", "freeze", "--off", "--all");

    assertEquals(0, frozen.exitCode(), frozen.err());
    assertEquals(
        List.of(
            "returns  frozen until it is taken back (outage)  was not frozen",
            "shop     frozen until it is taken back (outage)  was not frozen",
            "No command leaves. To take it back: ./prunella freeze --off --all"),
        frozen.lines());
    FreezeSettings outage = new FreezeSettings("outage", null, null);
    assertEquals(outage, during.get("shop/freeze").orElseThrow().getFreeze());
    assertEquals(outage, during.get("returns/freeze").orElseThrow().getFreeze());
    assertTrue(lifted.out().contains("shop     not frozen  was frozen until"), lifted.out());
    assertFalse(published("a.").containsKey("shop/freeze"));
    assertFalse(published("a.").containsKey("returns/freeze"));
  }

  @Test
  void shouldNotShortenAFreezeByAnotherNorByAFile() throws Exception {
    prepare("b.");
    run("b.", "freeze", "shop", "--reason", "outage");

    CommandLineRun shorter = run("b.", "freeze", "shop", "--for", "2h");
    CommandLineRun without = apply("b.", TWO_FLEETS);
    String ends =
        TWO_FLEETS.replace("  returns:", "    freeze: { until: 2099-01-01T00:00:00Z }\n  returns:");
    CommandLineRun with = apply("b.", ends);
    FreezeSettings kept = published("b.").get("shop/freeze").orElseThrow().getFreeze();
    CommandLineRun asked = apply("b.", ends, "--lift-freeze");

    assertTrue(
        shorter.out().contains("frozen until it is taken back (outage)  as before"), shorter.out());
    for (CommandLineRun apply : List.of(without, with)) {
      assertTrue(apply.out().contains("keep  "), apply.out());
      assertTrue(apply.out().contains("shop/freeze"), apply.out());
      assertTrue(apply.out().contains("Still frozen, though the file has no freeze or a shorter"));
    }
    assertEquals(new FreezeSettings("outage", null, null), kept);
    assertEquals(0, asked.exitCode());
    assertEquals(
        Instant.parse("2099-01-01T00:00:00Z"),
        published("b.").get("shop/freeze").orElseThrow().getFreeze().getUntil());
  }

  @Test
  void shouldLetAFileReplaceAFreezeThatIsOver() throws Exception {
    prepare("c.");
    String over =
        TWO_FLEETS.replace("  returns:", "    freeze: { until: 2025-01-01T00:00:00Z }\n  returns:");
    apply("c.", over);

    CommandLineRun removed = apply("c.", TWO_FLEETS);

    assertTrue(removed.out().contains("remove  shop/freeze"), removed.out());
    assertFalse(published("c.").containsKey("shop/freeze"));
  }

  @Test
  void shouldTellWhichFleetsThereAre() throws Exception {
    prepare("d.");

    CommandLineRun none = run("d.", "freeze");
    CommandLineRun unknown = run("d.", "freeze", "shpo");
    CommandLineRun past = run("d.", "freeze", "shop", "--until", "2025-01-01T00:00:00Z");
    CommandLineRun words = run("d.", "freeze", "shop", "--for", "2 hours");

    assertEquals(2, none.exitCode());
    assertEquals(
        "prunella freeze: name a fleet, or say --all; known: returns (not frozen), shop (not"
            + " frozen)\n",
        none.err());
    assertEquals(1, unknown.exitCode());
    assertEquals(
        "prunella freeze: there is no fleet 'shpo' in d.settings at "
            + KAFKA.bootstrapServers()
            + "; known: returns, shop\n",
        unknown.err());
    assertEquals(2, past.exitCode());
    assertTrue(past.err().contains("is over already"), past.err());
    assertEquals(2, words.exitCode());
    assertTrue(words.err().contains("'2 hours'; did you mean 2h?"), words.err());
    assertFalse(published("d.").containsKey("shop/freeze"));
  }

  @Test
  void shouldChangeOneLevelAndTellWhatTheFileWouldUndo() throws Exception {
    Path file = prepare("e.");

    CommandLineRun changed =
        run(
            "e.",
            "autonomy",
            "shop",
            "--level",
            "autonomous",
            "--error-type",
            "timeout",
            "--action",
            "restart",
            "--config",
            file.toString());
    CommandLineRun again =
        run(
            "e.",
            "autonomy",
            "shop",
            "--level",
            "AUTONOMOUS",
            "--error-type",
            "TIMEOUT",
            "--action",
            "RESTART");
    CommandLineRun shown = run("e.", "autonomy");
    CommandLineRun undone = apply("e.", TWO_FLEETS);

    assertEquals(0, changed.exitCode(), changed.err());
    assertEquals("restart: shadow -> autonomous, for timeout", changed.lines().get(0));
    assertTrue(changed.out().contains("  rule       timeout, restart: autonomous"), changed.out());
    assertTrue(changed.out().contains("  automatic  restart, for timeout"), changed.out());
    assertTrue(changed.out().contains("until executors.allow.glue lists it"), changed.out());
    assertTrue(
        changed.out().contains("    - { error_type: timeout, action: restart, level: autonomous }"),
        changed.out());
    assertTrue(changed.out().contains(file + " says otherwise; the next apply changes:"));
    assertTrue(again.out().startsWith("Nothing changes: it is so already."), again.out());
    assertTrue(
        shown.out().contains("fleet returns: shadow unless a rule says otherwise"), shown.out());
    assertTrue(
        undone.lines().contains("  shop/autonomy: restart: autonomous -> shadow, for timeout"),
        undone.out());
  }

  @Test
  void shouldAnswerMachinesWithWhatIsOut() throws Exception {
    prepare("f.");
    run("f.", "autonomy", "shop", "--level", "autonomous");

    JsonNode shop = json(run("f.", "autonomy", "shop", "--json")).at("/fleets/0");

    assertEquals("autonomous", shop.get("otherwise").textValue());
    assertEquals("restart", shop.at("/summary/automatic/1/action").textValue());
  }

  @Test
  void shouldOrderHandsOffTheFleetThatHasTheStage() throws Exception {
    prepare("g.");
    Instant before = Instant.now();

    CommandLineRun given =
        run(
            "g.",
            "order",
            "hands-off",
            "orders/load",
            "--for",
            "2h",
            "--author",
            "ada",
            "--note",
            "vacuum");
    CommandLineRun typo = run("g.", "order", "hands-off", "orders/laod", "--for", "2h");

    assertEquals(0, given.exitCode(), given.err());
    List<Order> orders = orders("g.");
    assertEquals(1, orders.size());
    Order order = orders.get(0);
    assertEquals("shop", order.getFleet());
    assertEquals(OrderKind.HANDS_OFF, order.getKind());
    assertEquals("orders/load", order.getStage());
    assertEquals("ada", order.getAuthor());
    assertEquals("vacuum", order.getNote());
    assertEquals(Duration.ofHours(2), Duration.between(order.getAt(), order.getUntil()));
    assertFalse(order.getAt().isBefore(before.minusMillis(1)));
    assertEquals(1, typo.exitCode());
    assertEquals(
        "prunella order hands-off: no fleet has a stage 'orders/laod'; known: parcels/scan,"
            + " orders/load\n",
        typo.err());
  }

  @Test
  void shouldOrderByTheBeginningOfAnIncidentsIdInItsOwnFleet() throws Exception {
    prepare("h.");
    publish("h.", incident("aaaa000000000001", 1), incident("aaab000000000002", 0));

    CommandLineRun wrong = run("h.", "order", "wrong", "aaaa", "--author", "ada");
    CommandLineRun early = run("h.", "order", "wrong", "aaab");
    CommandLineRun falseAlarm = run("h.", "order", "false-alarm", "AAAB");
    CommandLineRun both = run("h.", "order", "false-alarm", "aaa");
    CommandLineRun none = run("h.", "order", "false-alarm", "ffff");

    assertEquals(0, wrong.exitCode(), wrong.err());
    assertEquals(1, early.exitCode());
    assertTrue(
        early.err().contains("nothing was decided on incident aaab000000000002"), early.err());
    assertEquals(0, falseAlarm.exitCode(), falseAlarm.err());
    assertEquals(
        List.of(
            "WRONG aaaa000000000001 shop ada",
            "FALSE_ALARM aaab000000000002 shop " + System.getProperty("user.name")),
        orders("h.").stream()
            .map(
                o ->
                    "%s %s %s %s"
                        .formatted(o.getKind(), o.getIncident(), o.getFleet(), o.getAuthor()))
            .toList());
    assertTrue(both.err().contains("2 incidents begin with 'aaa'"), both.err());
    assertTrue(none.err().contains("there is no incident 'ffff'"), none.err());
    assertTrue(none.err().contains("aaab000000000002  2025-06-02T10:00:00Z  shop"), none.err());
    assertEquals(1, none.exitCode());
  }

  @Test
  void shouldHandAFleetWhatWasLearnedElsewhere() throws Exception {
    prepare("m.");
    Path file = folder.resolve("policy.json");
    PolicyFile.write(policy(0.5), file);
    Path wrong = folder.resolve("wrong.json");
    PolicyFile.write(policy(7), wrong);

    CommandLineRun which = run("m.", "policy", "import", file.toString());
    CommandLineRun given =
        run("m.", "policy", "import", file.toString(), "--fleet", "shop", "--author", "ada");
    CommandLineRun malformed = run("m.", "policy", "import", wrong.toString(), "--fleet", "shop");
    CommandLineRun missing = run("m.", "policy", "import", "no.json", "--fleet", "shop");

    assertEquals(0, given.exitCode(), given.err());
    assertEquals(1, orders("m.").size());
    Order order = orders("m.").get(0);
    assertEquals(OrderKind.IMPORT_POLICY, order.getKind());
    assertEquals("shop", order.getFleet());
    assertEquals(policy(0.5), order.getPolicy());
    assertEquals(2, which.exitCode());
    assertTrue(which.err().contains("say which fleet with --fleet: returns, shop"), which.err());
    assertEquals(1, malformed.exitCode());
    assertTrue(malformed.err().contains("learned is '7.0', expected -1 to 1"), malformed.err());
    assertEquals("prunella policy import: there is no file no.json\n", missing.err());
  }

  private static PolicySnapshot policy(double learned) {
    PolicyCell cell =
        PolicyCell.newBuilder()
            .setState(
                new DecisionState(
                    ErrorType.TIMEOUT, StageKind.LOAD, LatencyBucket.UNKNOWN, -1, Action.UNKNOWN))
            .setAction(Action.RESTART)
            .setScore(learned)
            .setWeight(30)
            .setLearned(learned)
            .setCredits(30)
            .build();
    return new PolicySnapshot("simulated", AT, "q-learner", 0L, 0L, List.of(cell));
  }

  @Test
  void shouldExplainAnIncidentFromTheTopicsAlone() throws Exception {
    prepare("i.");
    Incident incident = incident("abcd000000000001", 1);
    publish(
        "i.",
        incident,
        Incident.newBuilder(incident)
            .setVersion(2)
            .setStatus(IncidentStatus.RECOVERED)
            .setClosedAt(AT.plusSeconds(600))
            .setClearSince(AT.plusSeconds(300))
            .build());
    write(
        "i.",
        "decisions",
        "shop",
        decided(incident, 1, Action.WAIT),
        decided(incident, 1, Action.RESTART),
        credited(incident, 2));
    write("i.", "outcomes", "glue:1/eu/o", outcome(incident));

    CommandLineRun list = run("i.", "explain");
    CommandLineRun told = run("i.", "explain", "abcd");
    JsonNode json = json(run("i.", "explain", "abcd", "--json"));

    assertTrue(
        list.lines().get(1).startsWith("abcd000000000001  2025-06-02T10:00:00Z"), list.out());
    assertEquals(0, told.exitCode(), told.err());
    assertTrue(told.out().contains("TIMEOUT at orders/load, RECOVERED"), told.out());
    assertTrue(told.out().contains("Chosen: restart."), told.out());
    assertFalse(
        told.out().contains("Chosen: wait."), "an entry written anew replaces the one of before");
    assertTrue(told.out().contains("ada did roll_back on glue:1/eu/o: SUCCEEDED"), told.out());
    assertTrue(told.out().contains("reward +0.84 = healed 0.89 - cost 0.05"), told.out());
    assertEquals(2, json.at("/incident/version").intValue());
    assertEquals("CREDITED", json.at("/decisions/1/kind").textValue());
    assertEquals("ada", json.at("/outcomes/0/actor").textValue());
  }

  @Test
  void shouldSayInOneLineThatNothingIsThere() throws Exception {
    CommandLineRun noTopic = run("j.", "explain");
    prepare("k.");
    CommandLineRun none = run("k.", "explain", "abcd");

    assertEquals(1, noTopic.exitCode());
    assertTrue(noTopic.err().contains("there is no topic j.incidents at"), noTopic.err());
    assertEquals(1, noTopic.err().lines().count());
    assertTrue(none.err().endsWith("; there is none at all yet\n"), none.err());
  }

  /** Topics, and two fleets in them. */
  private Path prepare(String prefix) throws Exception {
    assertEquals(0, run(prefix, "topics", "create").exitCode());
    CommandLineRun applied = apply(prefix, TWO_FLEETS);
    assertEquals(0, applied.exitCode(), applied.err());
    return folder.resolve("prunella.yaml");
  }

  private CommandLineRun apply(String prefix, String yaml, String... options) throws Exception {
    Path file = Files.writeString(folder.resolve("prunella.yaml"), yaml);
    List<String> arguments = new ArrayList<>(List.of("apply", "--config", file.toString()));
    arguments.addAll(List.of(options));
    return run(prefix, arguments.toArray(String[]::new));
  }

  private static CommandLineRun run(String prefix, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("-D", "connection.brokers=" + KAFKA.bootstrapServers()));
    all.addAll(List.of("-D", "connection.topics.prefix=" + prefix));
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  private static Connection connection(String prefix) {
    return Configuration.load(
            Map.of(
                "connection.brokers", KAFKA.bootstrapServers(), "connection.topics.prefix", prefix))
        .connection();
  }

  private static Map<String, Optional<Settings>> published(String prefix) {
    Connection connection = connection(prefix);
    try (Cluster cluster = Cluster.connect(connection)) {
      return new SettingsTopic(cluster, connection).read();
    }
  }

  private static List<Order> orders(String prefix) {
    List<Order> orders = new ArrayList<>();
    try (Cluster cluster = Cluster.connect(connection(prefix))) {
      TopicReader.read(
          cluster,
          prefix + "orders",
          record -> {
            try {
              orders.add(new SingleObjectCodec<>(Order.class).decode(record.value()));
            } catch (Exception e) {
              throw new AssertionError(e);
            }
            assertEquals(orders.get(orders.size() - 1).getFleet(), record.key());
          });
    }
    return orders;
  }

  private static void publish(String prefix, Incident... incidents) {
    for (Incident incident : incidents) {
      write(prefix, "incidents", incident.getId(), incident);
    }
  }

  @SafeVarargs
  private static <T extends SpecificRecord> void write(
      String prefix, String topic, String key, T... records) {
    try (Cluster cluster = Cluster.connect(connection(prefix))) {
      for (T record : records) {
        @SuppressWarnings("unchecked")
        Class<T> type = (Class<T>) record.getClass();
        byte[] value = new PlainJsonCodec<>(type).encode(record);
        cluster.write(List.of(new ProducerRecord<>(prefix + topic, key, value)));
      }
    }
  }

  private static Incident incident(String id, int steps) {
    return Incident.newBuilder()
        .setId(id)
        .setFleet("shop")
        .setVersion(1)
        .setStatus(IncidentStatus.OPEN)
        .setRootStage("orders/load")
        .setStages(List.of("orders/load"))
        .setErrorType(ErrorType.TIMEOUT)
        .setConfidence(0.9)
        .setOpenedAt(AT)
        .setUpdatedAt(AT.plusSeconds(30))
        .setEvidence(List.of())
        .setSteps(steps)
        .setExplanation("")
        .build();
  }

  private static Decision decided(Incident incident, long sequence, Action chosen) {
    return Decision.newBuilder()
        .setFleet("shop")
        .setSequence(sequence)
        .setEpoch(0)
        .setKind(DecisionKind.DECIDED)
        .setAt(AT.plusSeconds(30))
        .setIncident(incident.getId())
        .setStep(0)
        .setState(
            new DecisionState(
                ErrorType.TIMEOUT, StageKind.LOAD, LatencyBucket.HIGH, 0, Action.UNKNOWN))
        .setChosen(chosen)
        .setAutonomy(Autonomy.AUTONOMOUS)
        .setReason("")
        .build();
  }

  private static Decision credited(Incident incident, long sequence) {
    return Decision.newBuilder(decided(incident, sequence, Action.RESTART))
        .setKind(DecisionKind.CREDITED)
        .setCredit(
            Credit.newBuilder()
                .setDecided(1)
                .setLesson(Lesson.LEARNED)
                .setSeconds(300)
                .setDiscount(0.89)
                .setHealed(0.89)
                .setCost(0.05)
                .setLost(0)
                .setHarm(0)
                .setReward(0.84)
                .setTarget(0.84)
                .setKeep(0.98)
                .build())
        .setReason("telemetry shows that it recovered")
        .build();
  }

  private static Outcome outcome(Incident incident) {
    return Outcome.newBuilder()
        .setFleet("shop")
        .setIncident(incident.getId())
        .setTarget("glue:1/eu/o")
        .setAction(Action.ROLL_BACK)
        .setStatus(OutcomeStatus.SUCCEEDED)
        .setAt(AT.plusSeconds(60))
        .setActor("ada")
        .build();
  }

  private static JsonNode json(CommandLineRun run) throws Exception {
    return new ObjectMapper().readTree(run.out());
  }
}
