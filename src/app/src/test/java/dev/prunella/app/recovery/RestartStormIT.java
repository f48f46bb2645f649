package dev.prunella.app.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.executor.CommandExecutor;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Task managers die one after the other, faster than the job can recover. */
class RestartStormIT {

  private static final int STAGES = 3;
  private static final int KILLS = 20;
  private static final String GUARDRAILS =
      "{gather: 200ms, hold: 3s, cooldown: 3s, concurrency: 100, max_steps: 20}";

  @TempDir private Path folder;

  @Test
  void shouldGoOnAfterwardsAsIfNothingHadBeenAndLeaveNothingBehind() throws Exception {
    try (Site site =
            new Site(
                Map.of(
                    "connection.delivery",
                    "exactly-once", // its sink has most to close
                    "connection.job.checkpoint_interval",
                    "1s"));
        JobCluster cluster = new JobCluster(2, 1, folder.resolve("state").toUri().toString());
        Ledger ledger = new Ledger(site.connection());
        BreakingStages stages = new BreakingStages(site, STAGES, Duration.ofSeconds(4));
        CommandExecutor executor =
            CommandExecutor.start(site.connection(), List.of(stages), outcome -> {})) {
      site.publish(STAGES, GUARDRAILS, folder);
      cluster.submit(site.connection(), 2, Optional.empty());
      stages.breaking(true);
      Site.await("stages heal", () -> stages.acts().size() > STAGES);
      cluster.replaceTaskManager();
      Site.await("it runs again", () -> cluster.attempts() > 1 && cluster.allRunning());
      Map<String, Integer> before = clients();

      for (int kill = 0; kill < KILLS; kill++) {
        Site.await("it runs", cluster::allRunning);
        int attempts = cluster.attempts();
        cluster.replaceTaskManager();
        Site.await("it starts again", () -> cluster.attempts() > attempts);
      }

      int acted = stages.acts().size();
      Site.await("stages heal", () -> stages.acts().size() > acted + STAGES);
      stages.breaking(false);
      Site.await("all is well", stages::allWell);
      Site.await("every incident has ended", () -> ledger.read().allClosed());
      Site.await(
          "what was decided is what was sent",
          () -> Ledger.ids(ledger.read().commands()).equals(ledger.decided()));
      assertEquals(List.of(), Ledger.repeatedSteps(stages.acts()));
      Map<String, Integer> after = clients();
      System.out.printf(
          "%d kills, %d faults, %d commands, %d acted on; clients before %s, after %s%n",
          KILLS, stages.faults(), ledger.commands().size(), stages.acts().size(), before, after);
      // An exactly-once sink keeps a producer or two for its next transactions.
      after.forEach(
          (kind, count) ->
              assertTrue(count < before.getOrDefault(kind, 0) + KILLS / 4, kind + " are left"));
    }
  }

  /** What clients of Kafka leave behind that are not closed, by kind. */
  private static Map<String, Integer> clients() throws Exception {
    Map<String, Integer> counts = new TreeMap<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      String name = thread.getName();
      if (name.startsWith("kafka-")
          || name.startsWith("Source Data Fetcher")
          || name.contains("SourceCoordinator")) {
        counts.merge(
            name.startsWith("Source")
                ? "source"
                : name.replaceAll("[0-9]+", "N").replaceAll(" *\\|.*", ""),
            1,
            Integer::sum);
      }
    }
    for (ObjectName bean :
        ManagementFactory.getPlatformMBeanServer()
            .queryNames(new ObjectName("kafka.*:type=app-info,*"), null)) {
      counts.merge(bean.getDomain() + " beans", 1, Integer::sum);
    }
    return counts;
  }
}
