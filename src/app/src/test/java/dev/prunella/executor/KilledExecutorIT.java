package dev.prunella.executor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verb {@code execute} as a process of its own that is killed without warning. */
class KilledExecutorIT {

  private static final int RECORDS = 2_000;
  private static final int TARGETS = 200;
  private static final int KILLS = 10;
  private static final long SEED = 20261124;

  /** How often commands are sent; so 67 a second, and a target gets one every three seconds. */
  private static final long MICROS_BETWEEN = 15_000;

  private static final Set<OutcomeStatus> CARRIED_OUT =
      EnumSet.of(
          OutcomeStatus.SUCCEEDED,
          OutcomeStatus.FAILED,
          OutcomeStatus.TIMED_OUT,
          OutcomeStatus.UNKNOWN);

  @TempDir private Path folder;

  /** What a command is made for. */
  private enum Kind {
    GOOD,
    EXPIRED,
    UNKNOWN_TARGET,
    UNKNOWN_ACTION,
    NOT_ALLOWED
  }

  @Test
  void shouldActAtMostOnceOnEachCommandAndAccountForAllHoweverOftenItIsKilled() throws Exception {
    Random random = new Random(SEED);
    Map<String, Kind> kinds = new LinkedHashMap<>();
    List<Command> records = records(random, kinds);
    Set<String> cutOff = new HashSet<>();
    ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();
    try (ExecutorBench bench = new ExecutorBench(TARGETS, 40)) {
      Process executor = start(bench);
      try {
        AtomicInteger next = new AtomicInteger();
        sender.scheduleAtFixedRate(
            () -> {
              if (next.get() < records.size()) {
                bench.send(records.get(next.getAndIncrement()));
              }
            },
            0,
            MICROS_BETWEEN,
            TimeUnit.MICROSECONDS);
        for (int kill = 0; kill < KILLS; kill++) {
          int calls = bench.service().count() + 1 + random.nextInt(100);
          ExecutorBench.await(
              "call " + calls + " before kill " + kill, () -> bench.service().count() >= calls);
          if (kill < KILLS / 2) { // in the middle of an action for certain, however slowly it dies
            bench.service().hold(true);
            ExecutorBench.await(
                "an action under way before kill " + kill,
                () -> !bench.service().underWay().isEmpty());
          }
          executor.destroyForcibly().waitFor();
          // Whatever is under way now cannot have been recorded.
          cutOff.addAll(bench.service().underWay());
          bench.service().hold(false);
          executor = start(bench);
        }
        ExecutorBench.await("all is sent", () -> next.get() == records.size());
        ExecutorBench.await(
            "an end of each command",
            () -> {
              Map<String, List<Outcome>> outcomes = bench.outcomes();
              return kinds.keySet().stream().allMatch(id -> isEnded(outcomes.get(id)));
            });
      } finally {
        executor.destroyForcibly().waitFor();
      }
      judge(kinds, bench.outcomes(), bench.service(), cutOff);
    } finally {
      sender.shutdownNow();
    }
  }

  private static void judge(
      Map<String, Kind> kinds,
      Map<String, List<Outcome>> outcomes,
      RecordingService service,
      Set<String> cutOff) {
    List<String> calls = service.calls();
    Set<String> acted = new HashSet<>(calls);
    assertEquals(acted.size(), calls.size(), "a command was acted on twice");
    assertEquals(List.of(), service.clashes(), "two actions at one time on one target");
    assertEquals(kinds.keySet(), outcomes.keySet(), "commands without an outcome, or others");

    Map<OutcomeStatus, Integer> ends = new EnumMap<>(OutcomeStatus.class);
    for (Map.Entry<String, Kind> command : kinds.entrySet()) {
      String id = command.getKey();
      Set<OutcomeStatus> said =
          outcomes.get(id).stream().map(Outcome::getStatus).collect(Collectors.toSet());
      boolean accepted = said.contains(OutcomeStatus.ACCEPTED);
      assertTrue(accepted || !acted.contains(id), id + " was acted on and never accepted");
      switch (command.getValue()) {
        case GOOD -> {}
        case EXPIRED -> assertEquals(Set.of(OutcomeStatus.EXPIRED), said, id);
        default -> assertEquals(Set.of(OutcomeStatus.REJECTED), said, id);
      }
      Set<OutcomeStatus> end = EnumSet.noneOf(OutcomeStatus.class);
      end.addAll(said);
      end.retainAll(CARRIED_OUT);
      assertEquals(accepted ? 1 : 0, end.size(), id + " ended as " + said);
      if (cutOff.contains(id)) {
        assertEquals(EnumSet.of(OutcomeStatus.UNKNOWN), end, id + " was cut off by a kill");
      }
      if (end.contains(OutcomeStatus.SUCCEEDED)) {
        assertTrue(acted.contains(id), id + " is said to have succeeded, and never arrived");
      }
      ends.merge(accepted ? end.iterator().next() : said.iterator().next(), 1, Integer::sum);
    }
    System.out.printf(
        "%d records, %d commands: %s; %d calls, %d of them cut off by %d kills%n",
        RECORDS, kinds.size(), ends, calls.size(), cutOff.size(), KILLS);
    assertFalse(cutOff.isEmpty(), "no kill came in the middle of an action: nothing was tried");
    assertTrue(ends.get(OutcomeStatus.SUCCEEDED) > KILLS, "next to nothing was carried out");
  }

  private static boolean isEnded(List<Outcome> outcomes) {
    return outcomes != null
        && outcomes.stream().anyMatch(each -> each.getStatus() != OutcomeStatus.ACCEPTED);
  }

  /** A fifth are duplicates of one of the hundred before them. */
  private static List<Command> records(Random random, Map<String, Kind> kinds) {
    List<Command> records = new ArrayList<>();
    while (records.size() < RECORDS) {
      if (!records.isEmpty() && random.nextInt(5) == 0) {
        int back = 1 + random.nextInt(Math.min(100, records.size()));
        records.add(records.get(records.size() - back));
        continue;
      }
      String id = "%016x".formatted(random.nextLong());
      Kind kind = kind(random.nextInt(100));
      Command.Builder command = ExecutorBench.command(id, random.nextInt(TARGETS));
      switch (kind) {
        case EXPIRED -> command.setExpiresAt(Instant.now().minusSeconds(1));
        case UNKNOWN_TARGET -> command.setTarget("airflow:1/eu/nowhere-" + random.nextInt(TARGETS));
        case UNKNOWN_ACTION -> command.setAction(Action.UNKNOWN);
        case NOT_ALLOWED -> command.setAction(Action.SCALE_OUT);
        default -> {}
      }
      kinds.put(id, kind);
      records.add(command.build());
    }
    return records;
  }

  private static Kind kind(int percent) {
    if (percent < 5) {
      return Kind.EXPIRED;
    }
    if (percent < 10) {
      return Kind.UNKNOWN_TARGET;
    }
    if (percent < 13) {
      return Kind.UNKNOWN_ACTION;
    }
    return percent < 16 ? Kind.NOT_ALLOWED : Kind.GOOD;
  }

  private Process start(ExecutorBench bench) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("execute"));
    bench.overrides().forEach(each -> arguments.addAll(List.of("-D", each)));
    return bench.process(
        folder.resolve("execute.log"),
        "dev.prunella.app.Prunella",
        arguments.toArray(String[]::new));
  }
}
