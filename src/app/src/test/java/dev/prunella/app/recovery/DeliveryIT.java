package dev.prunella.app.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.executor.CommandExecutor;
import dev.prunella.schemas.Command;
import dev.prunella.settings.Connection.Delivery;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The verb {@code run} as a process of its own that is killed without warning just when a command
 * was written, so between that and the checkpoint that knows of it.
 */
class DeliveryIT {

  private static final int STAGES = 6;
  private static final String GUARDRAILS =
      "{gather: 200ms, hold: 3s, cooldown: 3s, concurrency: 100, max_steps: 20, command_expiry: 2m}";

  @TempDir private Path folder;

  @Test
  void shouldShowEachCommandOnceToWhoeverReadsCommittedWhereDeliveryIsExactlyOnce()
      throws Exception {
    try (Site site = site(Delivery.EXACTLY_ONCE);
        Ledger ledger = new Ledger(site.connection())) {
      int kills = 5;
      List<Command> acts = kill(kills, site, ledger);

      assertEquals(List.of(), Ledger.repeatedIds(ledger.commands()));
      assertEquals(List.of(), Ledger.repeatedSteps(ledger.commands()));
      assertEquals(
          Ledger.ids(
              ledger.commands().stream().filter(c -> c.getService().equals("redshift")).toList()),
          Ledger.ids(acts));
      assertTrue(
          ledger.written().size() >= ledger.commands().size() + kills,
          "no kill came between a command and its checkpoint: nothing was tried");
    }
  }

  @Test
  void shouldActOnceForEachStepAlthoughCommandsComeTwiceWhereDeliveryIsAtLeastOnce()
      throws Exception {
    try (Site site = site(Delivery.AT_LEAST_ONCE);
        Ledger ledger = new Ledger(site.connection())) {
      kill(3, site, ledger);

      assertTrue(
          !Ledger.repeatedSteps(ledger.commands()).isEmpty(),
          "no kill came between a command and its checkpoint: nothing was tried");
    }
  }

  private Site site(Delivery delivery) throws Exception {
    return new Site(
        Map.of(
            "connection.delivery",
            delivery.name().toLowerCase().replace('_', '-'),
            "connection.job.checkpoint_interval",
            "2s"));
  }

  /** What was acted on meanwhile: each command once, and one for each step. */
  private List<Command> kill(int kills, Site site, Ledger ledger) throws Exception {
    site.publish(STAGES, GUARDRAILS, folder);
    Path state = folder.resolve("state");
    Path log = folder.resolve("run.log");
    Process job = site.run(state, log);
    CommandExecutor executor = null;
    try (BreakingStages stages = new BreakingStages(site, STAGES, Duration.ofSeconds(6))) {
      executor = CommandExecutor.start(site.connection(), List.of(stages), outcome -> {});
      stages.breaking(true);
      for (int kill = 0; kill < kills; kill++) {
        Instant started = Instant.now();
        Site.await("the job has caught up", () -> ledger.read().time().isAfter(started));
        int acted = stages.acts().size();
        Site.await("something is healed", () -> stages.acts().size() > acted);
        Set<String> known = Ledger.ids(ledger.read().written());
        Site.await("a new command", () -> !known.containsAll(Ledger.ids(ledger.read().written())));
        job.destroyForcibly().waitFor();
        if (kill % 2 == 1) {
          executor.close();
          executor = CommandExecutor.start(site.connection(), List.of(stages), outcome -> {});
        }
        job = site.run(state, log);
      }
      stages.breaking(false);
      Site.await("all is well", stages::allWell);
      Site.await("every incident has ended", () -> ledger.read().allClosed());
      Site.await(
          "what was decided is what was sent",
          () -> Ledger.ids(ledger.read().commands()).equals(ledger.decided()));
      System.out.printf(
          "%d faults, %d incidents, %d commands written, %d committed, %d acted on%n",
          stages.faults(),
          ledger.incidents().count(),
          ledger.written().size(),
          ledger.commands().size(),
          stages.acts().size());
      assertEquals(List.of(), Ledger.repeatedIds(stages.acts()));
      assertEquals(List.of(), Ledger.repeatedSteps(stages.acts()));
      return stages.acts();
    } finally {
      job.destroyForcibly().waitFor();
      if (executor != null) {
        executor.close();
      }
    }
  }
}
