package dev.prunella.app.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.app.StopSignal;
import dev.prunella.app.chaos.Chaos.Plan;
import dev.prunella.app.cluster.LocalCluster;
import dev.prunella.app.cluster.Ports;
import dev.prunella.settings.Connection.Delivery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code ./prunella chaos}. */
class ChaosIT {

  private static final List<Kind> KINDS =
      List.of(Kind.KILL_TASK_MANAGER, Kind.KILL_JOB_MANAGER, Kind.KILL_EXECUTOR, Kind.RESCALE);

  @TempDir private Path folder;
  private LocalCluster cluster;

  @BeforeEach
  void start() {
    cluster = LocalCluster.at(folder.resolve("cluster"), Ports.free());
    cluster.start();
  }

  @AfterEach
  void stop() {
    cluster.stop();
  }

  @Test
  void shouldLoseNothingAndDoNothingTwiceHoweverItsProcessesDie() throws Exception {
    Path out = Files.createDirectory(folder.resolve("out"));
    Plan plan =
        new Plan(
            Duration.ofSeconds(45),
            KINDS,
            KINDS.size(),
            1,
            Delivery.EXACTLY_ONCE,
            60,
            Duration.ofHours(30),
            20);
    ChaosReport report;
    try (StopSignal stop = new StopSignal();
        Chaos chaos = new Chaos(plan, cluster, out, System.out::println, stop)) {
      report = chaos.run();
    }

    assertEquals(List.of(), report.violations());
    assertEquals(KINDS.size(), report.kills().size());
    assertFalse(report.faults() == 0, "nothing was broken: nothing was tried");
    assertTrue(report.calls() > 0, "nothing was carried out: nothing was tried");
  }
}
