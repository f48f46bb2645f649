package dev.prunella.app.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.prunella.executor.CommandExecutor;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.IncidentStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The job goes on from what it had saved, or from nothing, in the middle of an incident. */
class RestoreIT {

  private static final String GUARDRAILS =
      "{gather: 3s, hold: 3s, cooldown: 3s, concurrency: 100, max_steps: 20}";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"at-least-once", "exactly-once"})
  void shouldGoOnWithTheSameIncidentFromARetainedCheckpoint(String delivery) throws Exception {
    try (Site site = site(delivery);
        JobCluster cluster = cluster();
        Ledger ledger = new Ledger(site.connection());
        BreakingStages stages = new BreakingStages(site, 1, Duration.ofDays(1));
        CommandExecutor executor = executor(site, stages)) {
      site.publish(1, GUARDRAILS, folder);
      start(site, cluster, ledger, 2, Optional.empty());
      stages.stubborn(true);
      stages.breakDown(0);
      Site.await("it is acted on", () -> !stages.acts().isEmpty());
      long saved = cluster.completedCheckpoints();
      Site.await(
          "a checkpoint",
          () -> ledger.read().incidents().count() == 1 && cluster.completedCheckpoints() > saved);
      Incident before = only(ledger);

      String checkpoint = cluster.cancelToCheckpoint();
      stages.stubborn(false);
      start(site, cluster, ledger, 1, Optional.of(checkpoint));
      Site.await("all is well", stages::allWell);
      Site.await("the incident has ended", () -> ledger.read().allClosed());

      Incident after = only(ledger);
      assertEquals(before.getId(), after.getId());
      assertEquals(IncidentStatus.RECOVERED, after.getStatus());
      assertEquals(List.of(), Ledger.repeatedSteps(ledger.commands()));
      assertEquals(List.of(), Ledger.repeatedSteps(stages.acts()));
    }
  }

  /** As Cruise Control did, whose issue 1516 tells of one failure that was healed two times. */
  @Test
  void shouldNotHealAgainWhatWasHealedAfterTheCheckpoint() throws Exception {
    Command again = decideAgain("retry_with_backoff");

    assertEquals(Action.RETRY_WITH_BACKOFF, again.getAction());
  }

  @Test
  void shouldNotHealInAnotherWayWhatWasHealedAfterTheCheckpoint() throws Exception {
    Command again = decideAgain("restart");

    assertEquals(Action.RESTART, again.getAction());
  }

  /** What the job orders when it goes on from before its first command, which was carried out. */
  private Command decideAgain(String remedy) throws Exception {
    try (Site site = site("at-least-once");
        JobCluster cluster = cluster();
        Ledger ledger = new Ledger(site.connection());
        BreakingStages stages = new BreakingStages(site, 1, Duration.ofDays(1));
        CommandExecutor executor = executor(site, stages)) {
      site.publish(1, GUARDRAILS, folder);
      start(site, cluster, ledger, 1, Optional.empty());
      stages.breakDown(0);
      Site.await("an incident", () -> ledger.read().incidents().count() == 1);
      String savepoint = cluster.savepoint(folder.resolve("savepoint").toUri().toString());
      assertEquals(List.of(), ledger.read().written(), "the savepoint came too late");
      Site.await("it is healed", stages::allWell);
      Incident before = only(ledger);
      cluster.cancel();

      site.publish(1, GUARDRAILS, Duration.ofSeconds(3), remedy, folder);
      start(site, cluster, ledger, 1, Optional.of(savepoint));
      Site.await("the step is decided again", () -> ledger.read().written().size() == 2);
      Site.await("the incident has ended", () -> ledger.read().allClosed());

      assertEquals(before.getId(), only(ledger).getId());
      assertEquals(IncidentStatus.RECOVERED, only(ledger).getStatus());
      assertEquals(1, stages.acts().size());
      Command first = ledger.written().get(0);
      Command again = ledger.written().get(1);
      assertEquals(Ledger.Step.of(first), Ledger.Step.of(again));
      return again;
    }
  }

  /**
   * The job of before crashed with commands that were not committed, and left no state. A
   * transaction that nobody ends would keep the commands of the next job from their readers for a
   * quarter of an hour.
   */
  @Test
  void shouldEndTheTransactionsOfAJobThatLeftNoState() throws Exception {
    try (Site site = site("exactly-once");
        JobCluster cluster = cluster();
        Ledger ledger = new Ledger(site.connection());
        BreakingStages stages = new BreakingStages(site, 1, Duration.ofDays(1));
        CommandExecutor executor = executor(site, stages);
        KafkaProducer<byte[], byte[]> crashed = writer(site, "prunella-commands-0-70000")) {
      site.publish(1, GUARDRAILS, folder);
      crashed.beginTransaction();
      for (int partition = 0; partition < 6; partition++) {
        crashed.send(new ProducerRecord<>("commands", partition, null, new byte[] {1})).get();
      }
      start(site, cluster, ledger, 1, Optional.empty());
      stages.breakDown(0);

      Site.await("it is healed", stages::allWell);
    }
  }

  private static KafkaProducer<byte[], byte[]> writer(Site site, String transactionalId) {
    Map<String, Object> client = new HashMap<>(site.connection().clientProperties());
    client.put("transactional.id", transactionalId);
    client.put("transaction.timeout.ms", 900_000);
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
    producer.initTransactions();
    return producer;
  }

  private static Site site(String delivery) throws Exception {
    return new Site(
        Map.of("connection.delivery", delivery, "connection.job.checkpoint_interval", "1s"));
  }

  private JobCluster cluster() throws Exception {
    return new JobCluster(1, 2, folder.resolve("state").toUri().toString());
  }

  private static CommandExecutor executor(Site site, BreakingStages stages) {
    return CommandExecutor.start(site.connection(), List.of(stages), outcome -> {});
  }

  private static void start(
      Site site, JobCluster cluster, Ledger ledger, int parallelism, Optional<String> from)
      throws Exception {
    cluster.submit(site.connection(), parallelism, from);
    Instant started = Instant.now();
    Site.await("time moves", () -> ledger.read().time().isAfter(started));
  }

  private static Incident only(Ledger ledger) throws Exception {
    List<Incident> incidents = ledger.read().incidents().toList();
    assertEquals(1, incidents.size());
    return incidents.get(0);
  }
}
