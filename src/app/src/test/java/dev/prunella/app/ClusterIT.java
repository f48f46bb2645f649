package dev.prunella.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.app.cluster.Distribution;
import dev.prunella.app.cluster.FlinkRest;
import dev.prunella.app.cluster.FlinkRest.Vertex;
import dev.prunella.app.cluster.LocalCluster;
import dev.prunella.app.cluster.Member;
import dev.prunella.app.cluster.Ports;
import dev.prunella.schemas.Incident;
import dev.prunella.settings.Configuration;
import dev.prunella.settings.Connection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of six processes: what is submitted to it, and what its deaths do to that. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT {

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String SECRET = "open-sesame-7261";

  @TempDir private static Path folder;

  private static LocalCluster cluster;
  private static FlinkRest flink;
  private static Connection connection;

  @BeforeAll
  static void start() throws IOException {
    cluster = LocalCluster.at(folder.resolve("cluster"), Ports.free());
    cluster.start();
    flink = cluster.flink();
    connection = Configuration.load(cluster.configuration(), Map.of()).connection();
    TopicState.createMissing(connection);
    Files.writeString(folder.resolve("secret"), SECRET);
  }

  @AfterAll
  static void stop() {
    cluster.stop();
    assertEquals(List.of(), cluster.members().stream().filter(Member::isAlive).toList());
    cluster.delete();
  }

  @Test
  @Order(1)
  void shouldSayWhyItDoesNotRunInsteadOfFailingAgainAndAgain() {
    CommandLineRun topics = submit("-D", "connection.topics.prefix=other.");
    CommandLineRun registry = submit("-D", "connection.registry.url=http://localhost:1");
    CommandLineRun secret = submit("-D", "connection.kafka.ssl.key.password=" + SECRET);
    CommandLineRun savepoint = submit("--from-savepoint", folder.resolve("none").toString());

    assertTrue(topics.err().contains("lacks the topics other.telemetry"), topics.err());
    assertTrue(topics.err().contains("prunella topics create"), topics.err());
    assertEquals(1, topics.exitCode());
    assertTrue(registry.err().contains("from the registry at http://localhost:1"), registry.err());
    assertEquals(1, registry.exitCode());
    assertTrue(secret.err().contains("holds a secret"), secret.err());
    assertEquals(2, secret.exitCode());
    assertTrue(savepoint.err().contains("Cannot find checkpoint or savepoint"), savepoint.err());
    assertEquals(1, savepoint.exitCode());
    assertTrue(flink.jobs().stream().noneMatch(FlinkRest.Job::isOngoing));
  }

  /** The web UI's upload is the REST call that {@code submit} makes; this is Flink's other way. */
  @Test
  @Order(2)
  void shouldTakeTheJobFromFlinksOwnCommandLine() throws Exception {
    Path log = folder.resolve("flink-run.log");
    ProcessBuilder run =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "--add-opens=java.base/java.util=ALL-UNNAMED", // as bin/flink does
            "-Dlog.file=" + folder.resolve("flink-cli.log"),
            "-Dlog4j2.configurationFile=" + cluster.folder().resolve("conf/log4j2.properties"),
            "-cp",
            Files.readString(
                    Distribution.ofThisProcess()
                        .home()
                        .resolve("deploy/local/target/flink.classpath"))
                .strip(),
            "org.apache.flink.client.cli.CliFrontend",
            "run",
            "--detached",
            Distribution.ofThisProcess().jobJar().toString(),
            "--config",
            cluster.configuration().toString(),
            "-D",
            "connection.job.name=by-flink-run");
    run.environment().put("FLINK_CONF_DIR", cluster.folder().resolve("conf").toString());
    Process process = run.redirectErrorStream(true).redirectOutput(log.toFile()).start();

    assertTrue(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), Files.readString(log));
    String id = runningJob("by-flink-run");
    await("it runs", () -> isRunning(id));
    flink.cancel(id);
    await("it has ended", () -> flink.jobs().stream().noneMatch(FlinkRest.Job::isOngoing));
  }

  @Test
  @Order(3)
  void shouldKeepTheJobAndItsIncidentsWhateverDies() throws Exception {
    CommandLineRun submitted =
        submit(
            "-D",
            "connection.job.checkpoint_interval=1s",
            "-D",
            "connection.registry.properties.basic.auth.credentials.source=USER_INFO",
            "-D",
            "connection.registry.properties.basic.auth.user.info=${file:"
                + folder.resolve("secret")
                + "}");
    assertEquals(0, submitted.exitCode(), submitted.err());
    String id = submitted.out().strip();
    assertEquals(
        2, taskManagers(id).stream().distinct().count(), "task managers: " + taskManagers(id));
    CommandLineRun again = submit();
    assertTrue(again.err().contains("runs already"), again.err());
    assertEquals(1, again.exitCode());
    try (LoopView view = new LoopView(connection)) {
      failure("orders/load");
      awaitIncident(view, "orders/load");
      awaitCheckpoint(id);

      // Without the registry the job goes on, even on another task manager.
      cluster.member(LocalCluster.REGISTRY).kill();
      cluster.member("taskmanager-1").kill();
      await("it is restored", () -> flink.checkpoints(id).restored() > 0 && isRunning(id));
      failure("orders/ingest");
      awaitIncident(view, "orders/ingest");
      cluster.start(LocalCluster.REGISTRY);
      awaitCheckpoint(id);

      cluster.member(LocalCluster.JOB_MANAGER).kill();
      cluster.start();
      await(
          "the same job is restored", () -> isRunning(id) && flink.checkpoints(id).restored() > 0);
      failure("orders/transform");
      awaitIncident(view, "orders/transform");

      CommandLineRun replaced = submit("--replace");
      assertEquals(0, replaced.exitCode(), replaced.err());
      String next = replaced.out().strip();
      assertNotEquals(id, next);
      assertEquals(1, flink.checkpoints(next).restored());
      failure("orders/serve");
      awaitIncident(view, "orders/serve");
      Map<String, Long> openings =
          view.incidents().stream()
              .collect(Collectors.groupingBy(Incident::getRootStage, Collectors.counting()));
      assertEquals(Set.of(1L), Set.copyOf(openings.values()), "incidents by root: " + openings);
    }
  }

  @Test
  @Order(4)
  void shouldKeepSecretsToItself() throws IOException {
    List<Path> tellTales = new ArrayList<>();
    try (Stream<Path> files = Files.walk(cluster.folder().resolve("log"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(SECRET)) {
          tellTales.add(file);
        }
      }
    }
    assertEquals(List.of(), tellTales);
    for (FlinkRest.Job job : flink.jobs()) {
      for (String page : List.of("", "/config", "/plan", "/exceptions")) {
        String told = flink.get("/jobs/" + job.id() + page).toString();
        assertFalse(told.contains(SECRET), page);
      }
    }
  }

  @Test
  @Order(5)
  void shouldSayWhichMemberIsDown() {
    String dir = cluster.folder().toString();
    assertEquals(0, CommandLineRun.of("cluster", "status", "--dir", dir).exitCode());
    Member registry = cluster.member(LocalCluster.REGISTRY);
    registry.stall();
    assertTrue(registry.isAlive());
    registry.resume();
    registry.kill();

    CommandLineRun status = CommandLineRun.of("cluster", "status", "--dir", dir);

    assertEquals(1, status.exitCode());
    assertTrue(
        status.lines().stream().anyMatch(line -> line.matches("registry +down +-.*")),
        status.out());
  }

  private static CommandLineRun submit(String... options) {
    List<String> all = new ArrayList<>(List.of("submit", "--dir", cluster.folder().toString()));
    all.addAll(List.of("--config", cluster.configuration().toString()));
    all.addAll(List.of(options));
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  private static void failure(String stage) {
    String record =
        "{'fleet':'default','stage':'%s','at':'%s','kind':'RUN','run':{'runId':'1','state':'FAILED','message':'timed out'}}"
            .formatted(stage, Instant.now())
            .replace('\'', '"');
    try (Cluster kafka = Cluster.connect(connection)) {
      kafka.write(
          List.of(
              new ProducerRecord<>(
                  "telemetry", "default/" + stage, record.getBytes(StandardCharsets.UTF_8))));
    }
  }

  private static void awaitIncident(LoopView view, String stage) {
    await(
        "an incident of " + stage,
        () -> {
          view.poll(Duration.ofMillis(200));
          return view.incidents().stream().anyMatch(each -> each.getRootStage().equals(stage));
        });
  }

  private static void awaitCheckpoint(String job) {
    int before = flink.checkpoints(job).completed();
    // The second one began after now.
    await("two checkpoints", () -> flink.checkpoints(job).completed() >= before + 2);
  }

  private static String runningJob(String name) {
    return flink.jobs().stream()
        .filter(job -> job.name().equals(name))
        .map(FlinkRest.Job::id)
        .findFirst()
        .orElseThrow();
  }

  private static boolean isRunning(String job) {
    return flink.vertices(job).stream().map(Vertex::state).allMatch("RUNNING"::equals);
  }

  private static List<String> taskManagers(String job) {
    return flink.vertices(job).stream().flatMap(v -> v.taskManagers().stream()).toList();
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .ignoreExceptions() // Flink's address is silent while the job manager is away
        .until(condition);
  }
}
