package dev.prunella.heal;

import static dev.prunella.Signals.cleared;
import static dev.prunella.Signals.failure;
import static dev.prunella.Signals.slow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.decide.Ids;
import dev.prunella.learn.DecisionLog;
import dev.prunella.learn.QTable;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.Candidate;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.IncidentStatus;
import dev.prunella.schemas.OrderKind;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.PolicyCell;
import dev.prunella.schemas.PolicySnapshot;
import dev.prunella.schemas.Signal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds whatever happens in the fleet. */
class HealingPropertyTest {
  private static final List<String> STAGES =
      List.of(Fleet.INGEST, Fleet.TRANSFORM, Fleet.LOAD, Fleet.BILLING);

  @Property(tries = 200)
  void shouldGiveTheSameDecisionsWhateverTheOrderInWhichSignalsArrive(
      @ForAll long history, @ForAll long shuffle) {
    List<Signal> signals = history(new Random(history));
    List<Signal> shuffled = new ArrayList<>(signals);
    Collections.shuffle(shuffled, new Random(shuffle));

    Fleet ordered = runInLeaps(signals);
    Fleet mixed = runInLeaps(shuffled);

    assertTrue(!ordered.decisions.isEmpty());
    assertEquals(ordered.decisions, mixed.decisions);
    assertEquals(ordered.incidents, mixed.incidents);
    assertEquals(ordered.commands, mixed.commands);
  }

  @Property(tries = 200)
  void shouldDecideTheSameHoweverFarTheTimeOfARecordingLeaps(
      @ForAll long history, @ForAll long leaps) {
    Signal[] signals = history(new Random(history)).toArray(Signal[]::new);
    Fleet once = Fleet.withLevel(Autonomy.SHADOW, 7).see(signals).recordedUntil(86_400);
    Fleet often = Fleet.withLevel(Autonomy.SHADOW, 7).see(signals);
    Random random = new Random(leaps);
    for (long second = 0; second < 86_400; second += 1 + random.nextInt(7200)) {
      often.recordedUntil(second);
    }
    often.recordedUntil(86_400);

    assertTrue(!once.decisions.isEmpty());
    assertEquals(once.decisions, often.decisions);
    assertEquals(once.incidents, often.incidents);
  }

  @Property(tries = 200)
  void shouldLogWhatLetsAnyoneCheckTheDraw(@ForAll long history) {
    for (Decision decision : run(history(new Random(history))).decisions) {
      double draw = Ids.draw(7L, "shop", decision.getIncident(), decision.getStep());
      assertEquals(draw, decision.getDraw());

      double edge = 0;
      Action drawn = null;
      for (Candidate candidate : decision.getCandidates()) {
        edge += candidate.getProbability();
        drawn = drawn == null && draw < edge ? candidate.getAction() : drawn;
        boolean refused = candidate.getVerdicts().stream().anyMatch(v -> !v.getPermitted());
        boolean page = candidate.getAction() == Action.PAGE_HUMAN;
        assertTrue(!refused || candidate.getProbability() == 0);
        boolean called = decision.getChosen() == Action.PAGE_HUMAN; // nothing is better: no draw
        assertTrue(refused || page || called || candidate.getProbability() > 0);
      }
      assertEquals(1, edge, 1e-9);
      assertEquals(drawn, decision.getChosen());
    }
  }

  @Property(tries = 200)
  void shouldCarryTheLoggedProbabilityAsThePropensityOfTheCommand(@ForAll long history) {
    for (Decision decision : run(history(new Random(history))).decisions) {
      Command command = decision.getIntended();
      Candidate chosen =
          decision.getCandidates().stream()
              .filter(c -> c.getAction() == decision.getChosen())
              .findFirst()
              .orElseThrow();
      assertEquals(chosen.getProbability(), command.getPropensity());
      assertEquals(
          Ids.of(
              "shop",
              decision.getIncident(),
              decision.getStep(),
              decision.getChosen(),
              command.getOperations()),
          command.getId());
    }
  }

  @Property(tries = 200)
  void shouldNeverHaveMoreInFlightThanPermittedNorAnythingLeftInTheEnd(@ForAll long history) {
    Fleet fleet = run(history(new Random(history)));

    long acting =
        fleet.newest().stream().filter(i -> i.getStatus() == IncidentStatus.ACTING).count();
    assertEquals(0, acting);
    assertTrue(fleet.state.incidents().values().isEmpty());
    assertTrue(fleet.state.targets().values().stream().allMatch(t -> t.getInFlight().isEmpty()));
    assertEquals(
        fleet.commands.size(), fleet.commands.stream().map(Command::getId).distinct().count());
  }

  /** However the incidents go, and whatever people say: whoever reads the log knows the policy. */
  @Property(tries = 200)
  void shouldHaveLearnedExactlyTheFoldOfTheLog(@ForAll long history) {
    Random random = new Random(history);
    Fleet fleet =
        Fleet.withLevel(Autonomy.AUTONOMOUS, 7).see(history(random).toArray(Signal[]::new));
    OutcomeStatus[] statuses = OutcomeStatus.values();
    for (long second = 0; second < 40_000; second += 100) {
      int sent = fleet.commands.size();
      fleet.until(second);
      for (Command command : fleet.commands.subList(sent, fleet.commands.size())) {
        fleet.answer(command, OutcomeStatus.ACCEPTED);
        fleet.answer(
            command, random.nextInt(4) == 0 ? any(statuses, random) : OutcomeStatus.SUCCEEDED);
      }
      if (random.nextInt(40) == 0 && !fleet.newest().isEmpty()) {
        OrderKind kind = random.nextBoolean() ? OrderKind.WRONG : OrderKind.FALSE_ALARM;
        fleet.say(kind, any(fleet.newest().toArray(Incident[]::new), random).getId(), "", null);
      }
      if (random.nextInt(100) == 0) {
        fleet.takes(elsewhere(random));
      }
    }

    DecisionLog log = new DecisionLog();
    fleet.log.forEach(log::append);
    assertEquals(cells(fleet), log.foldTo(Long.MAX_VALUE).cells());
    for (PolicySnapshot snapshot : fleet.snapshots) {
      List<PolicyCell> folded = log.foldTo(snapshot.getSequence()).cells();
      assertEquals(folded.size(), snapshot.getCells().size());
      for (int i = 0; i < folded.size(); i++) {
        assertEquals(folded.get(i).getLearned(), snapshot.getCells().get(i).getLearned());
        assertEquals(folded.get(i).getCredits(), snapshot.getCells().get(i).getCredits());
        assertEquals(folded.get(i).getImported(), snapshot.getCells().get(i).getImported());
        assertEquals(
            folded.get(i).getImportedWeight(), snapshot.getCells().get(i).getImportedWeight());
      }
    }
  }

  /** What another fleet knows of some states, others than those that it knew before. */
  private static PolicySnapshot elsewhere(Random random) {
    List<PolicyCell> cells = new ArrayList<>();
    for (int attempts = -1; attempts <= 2; attempts++) {
      if (random.nextBoolean()) {
        Action action = random.nextBoolean() ? Action.RESTART : Action.RETRY_WITH_BACKOFF;
        double learned = 2 * random.nextDouble() - 1;
        cells.add(ImportTest.cell(ErrorType.CONNECTION_LOST, attempts, action, learned, 30));
      }
    }
    return ImportTest.policy(cells);
  }

  private static List<PolicyCell> cells(Fleet fleet) {
    Table<PolicyCell> cells = fleet.state.cells();
    return new QTable(cells::get, cells::put, cells::values).cells();
  }

  private static <T> T any(T[] all, Random random) {
    return all[random.nextInt(all.length)];
  }

  /** Signals that open and clear, each stage's own one after another, for some hours. */
  private static List<Signal> history(Random random) {
    List<Signal> signals = new ArrayList<>();
    for (String stage : STAGES) {
      long second = random.nextInt(2000);
      for (int i = 0; i < 3; i++) {
        Signal opened =
            random.nextBoolean()
                ? slow(stage, second)
                : failure(stage, second, "connection refused");
        second += 1 + random.nextInt(2000);
        signals.add(opened);
        signals.add(cleared(opened, second));
        second += 1 + random.nextInt(4000);
      }
    }
    return signals;
  }

  private static Fleet run(List<Signal> signals) {
    return Fleet.withLevel(Autonomy.AUTONOMOUS, 7)
        .see(signals.toArray(Signal[]::new))
        .until(86_400);
  }

  /** Time is told every ten minutes, so that many signals are due at once. */
  private static Fleet runInLeaps(List<Signal> signals) {
    Fleet fleet = Fleet.autonomous().see(signals.toArray(Signal[]::new));
    for (long second = 0; second <= 86_400; second += 600) {
      fleet.leapTo(second);
    }
    return fleet;
  }
}
