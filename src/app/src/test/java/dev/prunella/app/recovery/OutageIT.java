package dev.prunella.app.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.prunella.executor.CommandExecutor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker goes away for a while, and comes back as it was. */
class OutageIT {

  private static final int STAGES = 3;
  private static final String GUARDRAILS =
      "{gather: 200ms, hold: 3s, cooldown: 3s, concurrency: 100, max_steps: 20}";
  private static final Duration OUTAGE = Duration.ofSeconds(10);

  @TempDir private Path folder;

  @Test
  void shouldGoOnWithEveryIncidentOnceTheBrokerIsBack() throws Exception {
    try (Site site = new Site(Map.of("connection.job.checkpoint_interval", "1s"));
        JobCluster cluster = new JobCluster(1, 1, folder.resolve("state").toUri().toString());
        Ledger ledger = new Ledger(site.connection());
        BreakingStages stages = new BreakingStages(site, STAGES, Duration.ofSeconds(4));
        CommandExecutor executor =
            CommandExecutor.start(site.connection(), List.of(stages), outcome -> {})) {
      site.publish(STAGES, GUARDRAILS, folder);
      cluster.submit(site.connection(), 1, Optional.empty());
      stages.breaking(true);
      Site.await("stages heal", () -> stages.acts().size() > STAGES);
      Site.await("a stage is broken", () -> !stages.allWell());

      site.kafka().stop();
      Instant gone = Instant.now();
      Site.await("an outage", () -> Instant.now().isAfter(gone.plus(OUTAGE)));
      int acted = stages.acts().size();
      site.kafka().start();

      Instant back = Instant.now();
      Site.await("time goes on", () -> ledger.read().time().isAfter(back));
      Site.await("stages heal", () -> stages.acts().size() > acted + STAGES);
      stages.breaking(false);
      Site.await("all is well", stages::allWell);
      Site.await("every incident has ended", () -> ledger.read().allClosed());
      Site.await(
          "what was decided is what was sent",
          () -> Ledger.ids(ledger.read().commands()).equals(ledger.decided()));
      assertEquals(List.of(), Ledger.repeatedSteps(stages.acts()));
      assertEquals(1, cluster.attempts(), "there was nothing to start again for");
    }
  }
}
