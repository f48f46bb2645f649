package dev.prunella.app.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.executor.CommandExecutor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No space is left where checkpoints are kept. */
class FullDiskIT {

  private static final int STAGES = 3;
  private static final String GUARDRAILS =
      "{gather: 200ms, hold: 3s, cooldown: 3s, concurrency: 100, max_steps: 20}";
  private static final int FAILURES = 4;

  @TempDir private Path folder;

  @AfterEach
  void space() {
    FullDisk.full(false);
  }

  @Test
  void shouldGoOnHealingAndSaveItsStateOnceThereIsSpaceAgain() throws Exception {
    try (Site site = site("at-least-once");
        Ledger ledger = new Ledger(site.connection());
        JobCluster cluster = cluster();
        BreakingStages stages = new BreakingStages(site, STAGES, Duration.ofSeconds(4));
        CommandExecutor executor = executor(site, stages)) {
      begin(site, ledger, cluster);

      FullDisk.full(true);
      stages.breaking(true);
      Site.await(
          "stages heal, and checkpoints fail",
          () -> stages.acts().size() >= 2 * STAGES && cluster.failedCheckpoints() >= FAILURES);
      assertEquals(1, cluster.attempts(), "there was a restart");

      FullDisk.full(false);
      checkpointAgain(cluster);
      stages.breaking(false);
      end(ledger, stages);
      assertEquals(List.of(), Ledger.repeatedIds(ledger.commands()));
    }
  }

  @Test
  void shouldKeepCommandsForTheNextCheckpointWhereDeliveryIsExactlyOnce() throws Exception {
    try (Site site = site("exactly-once");
        Ledger ledger = new Ledger(site.connection());
        JobCluster cluster = cluster();
        BreakingStages stages = new BreakingStages(site, STAGES, Duration.ofSeconds(4));
        CommandExecutor executor = executor(site, stages)) {
      begin(site, ledger, cluster);

      FullDisk.full(true);
      long failed = cluster.failedCheckpoints();
      Site.await("a checkpoint fails", () -> cluster.failedCheckpoints() > failed);
      for (int i = 0; i < STAGES; i++) {
        int commands = i + 1;
        stages.breakDown(i);
        long before = cluster.failedCheckpoints();
        Site.await(
            "a command is written, and no checkpoint lets it out",
            () ->
                ledger.read().written().size() == commands
                    && cluster.failedCheckpoints() > before + 1);
      }
      assertEquals(1, cluster.attempts(), "there was a restart");
      cluster.replaceTaskManager();
      Site.await(
          "they are written again, in other transactions",
          () -> ledger.read().written().size() == 2 * STAGES);
      assertEquals(List.of(), ledger.read().commands());

      FullDisk.full(false);
      checkpointAgain(cluster);
      end(ledger, stages);
      assertEquals(STAGES, stages.acts().size());
      assertEquals(STAGES, ledger.commands().size());
    }
  }

  private Site site(String delivery) throws Exception {
    return new Site(
        Map.of("connection.delivery", delivery, "connection.job.checkpoint_interval", "1s"));
  }

  private JobCluster cluster() throws Exception {
    return new JobCluster(1, 1, FullDisk.uri(Files.createDirectory(folder.resolve("state"))));
  }

  private static CommandExecutor executor(Site site, BreakingStages stages) {
    return CommandExecutor.start(site.connection(), List.of(stages), outcome -> {});
  }

  private void begin(Site site, Ledger ledger, JobCluster cluster) throws Exception {
    site.publish(STAGES, GUARDRAILS, folder);
    cluster.submit(site.connection(), 1, Optional.empty());
    Instant started = Instant.now();
    Site.await("time moves", () -> ledger.read().time().isAfter(started));
    checkpointAgain(cluster); // with all that the settings say, in every part of the job
  }

  private static void checkpointAgain(JobCluster cluster) throws Exception {
    long saved = cluster.completedCheckpoints();
    // one may be under way
    Site.await("a new checkpoint", () -> cluster.completedCheckpoints() > saved + 1);
  }

  private static void end(Ledger ledger, BreakingStages stages) {
    Site.await("all is well", stages::allWell);
    Site.await("every incident has ended", () -> ledger.read().allClosed());
    Site.await(
        "what was decided is what was sent",
        () ->
            Ledger.ids(ledger.read().commands()).equals(ledger.decided())
                && !ledger.decided().isEmpty());
    assertEquals(List.of(), Ledger.repeatedSteps(stages.acts()));
    assertTrue(stages.acts().size() >= stages.faults());
  }
}
