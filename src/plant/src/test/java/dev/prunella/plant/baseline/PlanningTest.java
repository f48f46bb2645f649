package dev.prunella.plant.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.plant.Injection;
import dev.prunella.plant.baseline.DecisionTable.Case;
import dev.prunella.plant.fault.Fault;
import dev.prunella.plant.fault.Symptom;
import dev.prunella.plant.fault.Visible;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.GuardrailSettings;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.StageKind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Those that know the odds, in a world of two faults that look alike: the common one is healed by
 * more workers, the rare one by a restart.
 */
class PlanningTest {
  private static final Fault COMMON = Fault.ALL.get(0);
  private static final Fault RARE = Fault.ALL.get(1);
  private static final BestInformed INFORMED = new BestInformed();

  private final KnownOdds odds =
      new KnownOdds()
          .fault(COMMON, 0.7)
          .fault(RARE, 0.3)
          .heals(COMMON, Action.SCALE_OUT, 0.9)
          .heals(RARE, Action.RESTART, 0.9);
  private final Trouble trouble = new Trouble(odds, Action.SCALE_OUT, Action.RESTART);

  @Test
  void shouldBeginWithWhatHealsMostOften() {
    assertEquals(List.of(Action.SCALE_OUT, Action.RESTART), trouble.ranked(INFORMED).subList(0, 2));
  }

  @Test
  void shouldConcludeFromSymptoms() {
    odds.shows(RARE, Symptom.WORKERS_MISSING);

    assertEquals(Action.SCALE_OUT, trouble.first(INFORMED));
    assertEquals(Action.RESTART, trouble.showing(Symptom.WORKERS_MISSING).first(INFORMED));
  }

  @Test
  void shouldConcludeFromWhatWasTriedInVain() {
    trouble.tried(Action.SCALE_OUT).after(Duration.ofMinutes(10));

    assertEquals(Action.RESTART, trouble.first(INFORMED));
  }

  @Test
  void shouldConcludeNothingFromACallThatFailed() {
    trouble.answered(Action.SCALE_OUT, OutcomeStatus.FAILED).after(Duration.ofMinutes(10));

    assertEquals(Action.SCALE_OUT, trouble.first(INFORMED));
  }

  @Test
  void shouldNotPlanWhatTheOwnerForbids() {
    Trouble strict = new Trouble(odds, Action.RESTART);

    assertEquals(Action.RESTART, strict.first(INFORMED));
    assertFalse(strict.ranked(INFORMED).contains(Action.SCALE_OUT));
  }

  @Test
  void shouldWaitForWhatPassesSoon() {
    odds.passes(COMMON, Duration.ofMinutes(4)).passes(RARE, Duration.ofMinutes(4));
    odds.lasts(Action.SCALE_OUT, Duration.ofMinutes(5))
        .lasts(Action.RESTART, Duration.ofMinutes(5));
    odds.costs(Action.SCALE_OUT, 0.1).costs(Action.RESTART, 0.1);

    assertEquals(Action.WAIT, trouble.first(INFORMED));
  }

  @Test
  void shouldCallPeopleWhereTheyAreFasterThanWhatRarelyHelps() {
    odds.heals(COMMON, Action.SCALE_OUT, 0.01).heals(RARE, Action.RESTART, 0.01);
    odds.people(Duration.ofMinutes(20));

    assertEquals(Action.PAGE_HUMAN, trouble.first(INFORMED));
  }

  @Test
  void shouldNotTakeWhatMostlyMakesItWorse() {
    odds.heals(COMMON, Action.SCALE_OUT, 0.4).heals(RARE, Action.RESTART, 0.9);
    odds.harms(COMMON, Action.SCALE_OUT, 0.6).harms(RARE, Action.SCALE_OUT, 0.9);

    assertEquals(Action.RESTART, trouble.first(INFORMED));
  }

  /** Two steps ahead: the fast test first, although the slow one heals as often. */
  @Test
  void shouldTryFirstWhatTellsSooner() {
    odds.fault(COMMON, 0.5).fault(RARE, 0.5);
    odds.lasts(Action.SCALE_OUT, Duration.ofMinutes(30));

    assertEquals(Action.RESTART, trouble.first(INFORMED));
  }

  @Test
  void shouldKnowTheCauseAsAnOracle() {
    assertEquals(Action.RESTART, trouble.because(injection(RARE)).first(new Oracle()));
    Trouble other = new Trouble(odds, Action.SCALE_OUT, Action.RESTART);
    assertEquals(Action.SCALE_OUT, other.because(injection(COMMON)).first(new Oracle()));
  }

  @Test
  void shouldLeaveAloneWhatIsNoFaultAsAnOracle() {
    assertEquals(List.of(Action.WAIT), trouble.ranked(new Oracle()));
  }

  @Test
  void shouldFindTheTableThatCostsLeast() {
    Hindsight hindsight = new Hindsight();
    Case row = new Case(ErrorType.TIMEOUT, StageKind.TRANSFORM);
    GuardrailSettings limits = GuardrailSettings.newBuilder().build();
    EnumSet<Action> permits = EnumSet.of(Action.SCALE_OUT, Action.RESTART, Action.THROTTLE);
    for (int i = 0; i < 10; i++) {
      Fault fault = i < 7 ? COMMON : RARE;
      hindsight.add(row, fault, permits, odds, limits, Trouble.BEGAN);
    }
    DecisionTable wrong =
        new DecisionTable(Map.of(row, List.of(Action.THROTTLE, Action.RETRY_WITH_BACKOFF)));
    DecisionTable best = BestStatic.search(wrong, hindsight);

    assertEquals(List.of(Action.SCALE_OUT, Action.RESTART), best.steps(row).subList(0, 2));
    assertTrue(hindsight.cost(best).get(row) < 0.5 * hindsight.cost(wrong).get(row));
    assertEquals(Action.SCALE_OUT, trouble.first(new BestStatic(best)));
    assertEquals(Action.RESTART, trouble.tried(Action.SCALE_OUT).first(new BestStatic(best)));
  }

  @Test
  void shouldSearchByWhateverSimulationItIsGiven() {
    Case row = new Case(ErrorType.SKEW, StageKind.LOAD);
    List<Action> right = List.of(Action.THROTTLE, Action.WAIT, Action.ROLL_BACK);
    DecisionTable best =
        BestStatic.search(
            new DecisionTable(Map.of()),
            table -> {
              List<Action> steps = table.steps(row);
              double wrong = 10.0 * Math.max(0, steps.size() - right.size());
              for (int i = 0; i < right.size(); i++) {
                boolean hit = i < steps.size() && steps.get(i) == right.get(i);
                wrong += hit ? 0 : 1;
              }
              return Map.of(row, wrong);
            });

    assertEquals(right, best.steps(row));
  }

  private static Injection injection(Fault fault) {
    return new Injection(
        0,
        fault.name(),
        new Visible(ErrorType.TIMEOUT, Set.of()),
        Trouble.STAGE,
        Set.of(),
        false,
        false,
        0,
        Trouble.BEGAN,
        Trouble.BEGAN,
        Optional.of(Trouble.BEGAN),
        Optional.empty(),
        Action.UNKNOWN,
        "",
        Optional.empty());
  }
}
