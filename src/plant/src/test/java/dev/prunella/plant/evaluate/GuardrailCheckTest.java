package dev.prunella.plant.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.DataLoss;
import dev.prunella.schemas.DecisionState;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.FreezeSettings;
import dev.prunella.schemas.GuardrailSettings;
import dev.prunella.schemas.LatencyBucket;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.PipelineSettings;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.StageContract;
import dev.prunella.schemas.StageKind;
import dev.prunella.schemas.StageSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardrailCheckTest {

  private static final Instant T0 = Results.T0;

  private final List<Settings> settings = new ArrayList<>();
  private final List<Command> commands = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();

  GuardrailCheckTest() {
    settings.add(
        part()
            .setPipeline(new PipelineSettings("orders", List.of(stage("load"), stage("ingest"))))
            .build());
    settings.add(
        part()
            .setGuardrails(
                GuardrailSettings.newBuilder()
                    .setCooldownMillis(Duration.ofMinutes(10).toMillis())
                    .setConcurrency(1)
                    .setMaxSteps(2)
                    .build())
            .build());
  }

  private static Settings.Builder part() {
    return Settings.newBuilder().setFleet("shop").setPart("part").setAt(T0);
  }

  private static StageSettings stage(String name) {
    return StageSettings.newBuilder()
        .setName(name)
        .setKind(StageKind.LOAD)
        .setTarget("redshift:1/eu/" + name)
        .setContract(
            new StageContract(
                true, true, DataLoss.UNKNOWN, List.of(Action.SCALE_OUT, Action.ROLL_BACK)))
        .build();
  }

  @Test
  void shouldFindNothingInWhatKeepsTheRules() {
    done(0, Action.RESTART, "load", "i");
    done(10, Action.SCALE_OUT, "load", "i");
    order(11, Action.PAGE_HUMAN, "load", "i");
    done(12, Action.SCALE_OUT, "ingest", "j");

    assertEquals(List.of(), violations());
  }

  @Test
  void shouldFindWhatTheContractDoesNotPermit() {
    done(0, Action.THROTTLE, "load", "i");
    assertOne("the stage's contract does not permit it");
  }

  @Test
  void shouldFindWhatTouchesDataThatMayBeLostForGood() {
    done(0, Action.ROLL_BACK, "load", "i");
    assertOne("the stage's contract does not permit it");
  }

  @Test
  void shouldFindWhatComesTooSoonAfterTheLastOne() {
    done(0, Action.RESTART, "load", "i");
    done(9, Action.SCALE_OUT, "load", "i");
    assertOne("540 s after the last one");
  }

  @Test
  void shouldFindMoreInFlightThanMayBe() {
    order(0, Action.RESTART, "load", "i");
    done(1, Action.RESTART, "ingest", "j");
    assertOne("1 others are in flight");
  }

  @Test
  void shouldFindAnIncidentWithTooManySteps() {
    done(0, Action.RESTART, "load", "i");
    done(20, Action.RESTART, "load", "i");
    done(40, Action.RESTART, "load", "i");
    assertOne("its incident has had all its steps");
  }

  @Test
  void shouldFindWhatLeavesAFrozenFleet() {
    settings.add(
        part()
            .setFreeze(
                new FreezeSettings("audit", T0.plusSeconds(60), T0.plus(Duration.ofMinutes(5))))
            .build());
    done(0, Action.RESTART, "load", "i");
    order(1, Action.PAGE_HUMAN, "load", "i");
    done(15, Action.RESTART, "load", "i");
    assertOne("the fleet is frozen");
  }

  private void assertOne(String reason) {
    assertEquals(1, violations().size(), violations().toString());
    assertTrue(violations().get(0).endsWith(reason), violations().toString());
  }

  private List<String> violations() {
    return new GuardrailCheck(settings).violations(commands, outcomes);
  }

  /** Ordered at this minute, and done half a minute later. */
  private void done(int minute, Action action, String stage, String incident) {
    Command command = order(minute, action, stage, incident);
    outcomes.add(
        Outcome.newBuilder()
            .setCommandId(command.getId())
            .setFleet("shop")
            .setTarget(command.getTarget())
            .setAction(action)
            .setStatus(OutcomeStatus.SUCCEEDED)
            .setAt(command.getIssuedAt().plusSeconds(30))
            .setActor("executor")
            .build());
  }

  private Command order(int minute, Action action, String stage, String incident) {
    Instant at = T0.plus(Duration.ofMinutes(minute));
    Command command =
        Command.newBuilder()
            .setId("c" + commands.size())
            .setFleet("shop")
            .setIncident(incident)
            .setStep(0)
            .setStage("orders/" + stage)
            .setTarget("redshift:1/eu/" + stage)
            .setService("redshift")
            .setAction(action)
            .setIssuedAt(at)
            .setExpiresAt(at.plusSeconds(120))
            .setState(
                new DecisionState(
                    ErrorType.TIMEOUT, StageKind.LOAD, LatencyBucket.HIGH, 0, Action.UNKNOWN))
            .setPropensity(1)
            .setAutonomy(Autonomy.AUTONOMOUS)
            .setReason("")
            .build();
    commands.add(command);
    return command;
  }
}
