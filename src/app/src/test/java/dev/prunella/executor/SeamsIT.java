package dev.prunella.executor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.schemas.Command;
import dev.prunella.schemas.OutcomeStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The executor against a real broker, and dying just between two of its steps. */
class SeamsIT {

  private static ExecutorBench bench;

  @TempDir private static Path folder;

  @BeforeAll
  static void start() throws Exception {
    bench = new ExecutorBench(30, 20);
  }

  @AfterAll
  static void stop() {
    bench.close();
  }

  /** The first process dies at the seam; the second finds what it left behind. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "BEFORE_ACCEPTANCE, SUCCEEDED, 1",
    "AFTER_ACCEPTANCE,  UNKNOWN,   0",
    "BEFORE_ACTION,     UNKNOWN,   0",
    "AFTER_ACTION,      UNKNOWN,   1",
    "BEFORE_END,        UNKNOWN,   1",
    "AFTER_END,         SUCCEEDED, 1"
  })
  void shouldTellHowItEndedAndNeverActAgainWhereverItDies(Seam seam, OutcomeStatus end, int calls)
      throws Exception {
    String id = "killed-" + seam;
    Command command = ExecutorBench.command(id, seam.ordinal()).build();
    List<String> arguments = new ArrayList<>(List.of(seam.name()));
    arguments.addAll(bench.overrides());
    Process first =
        bench.process(
            folder.resolve(seam + ".log"),
            HaltingExecutor.class.getName(),
            arguments.toArray(String[]::new));
    try {
      bench.send(command).get();
      first.waitFor(60, TimeUnit.SECONDS);
      assertEquals(137, first.exitValue());
    } finally {
      first.destroyForcibly().waitFor();
    }

    try (CommandExecutor second =
        CommandExecutor.start(bench.connection(), List.of(), outcome -> {})) {
      ExecutorBench.await("its end", () -> bench.statuses(id).contains(end));
      bench.send(command).get();
      ExecutorBench.await(
          "the end again, for the same command again",
          () -> Collections.frequency(bench.statuses(id), end) == 2);
    }

    assertEquals(List.of(OutcomeStatus.ACCEPTED, end, end), bench.statuses(id));
    assertEquals(calls, Collections.frequency(bench.service().calls(), id));
  }

  @Test
  void shouldTakeOverFromAnotherExecutorWhichEnds() throws Exception {
    try (CommandExecutor first =
        CommandExecutor.start(bench.connection(), List.of(), outcome -> {})) {
      carryOut("before", 10);
      try (CommandExecutor second =
          CommandExecutor.start(bench.connection(), List.of(), outcome -> {})) {
        carryOut("after", 11);
        carryOut("later", 12);
        assertEquals(
            1, Collections.frequency(bench.service().calls(), "later"), "both were at work");
      }
    }
  }

  @Test
  void shouldDoNothingWhileTheFleetIsFrozenFromTheMomentThatIsAcknowledged() throws Exception {
    try (CommandExecutor executor =
        CommandExecutor.start(bench.connection(), List.of(), outcome -> {})) {
      carryOut("thawed", 13);
      bench.freeze(true);
      bench.send(ExecutorBench.command("frozen", 14).build()).get();
      ExecutorBench.await(
          "its refusal", () -> bench.statuses("frozen").equals(List.of(OutcomeStatus.REJECTED)));
      bench.freeze(false);
      carryOut("thawed again", 14);
    }
    assertEquals(0, Collections.frequency(bench.service().calls(), "frozen"));
  }

  @Test
  void shouldKeepCommandsForAHeartbeatThatMovesAgain() throws Exception {
    bench.stopBeating();
    try {
      try (CommandExecutor executor =
          CommandExecutor.start(bench.connection(), List.of(), outcome -> {})) {
        bench.send(ExecutorBench.command("without a clock", 15).build()).get();
        ExecutorBench.await("why nothing is done", () -> !executor.objection().isEmpty());
        assertEquals(List.of(), bench.statuses("without a clock"));
        assertTrue(executor.objection().contains("heartbeat"), executor.objection());
        bench.beat();
        ExecutorBench.await(
            "its end", () -> bench.statuses("without a clock").contains(OutcomeStatus.SUCCEEDED));
      }
    } finally {
      bench.beat();
    }
  }

  private static void carryOut(String id, int target) throws Exception {
    bench.send(ExecutorBench.command(id, target).build()).get();
    ExecutorBench.await(
        id + " succeeds", () -> bench.statuses(id).contains(OutcomeStatus.SUCCEEDED));
  }
}
