package dev.prunella.executor;

import static dev.prunella.executor.Shop.NOW;
import static dev.prunella.executor.Shop.command;
import static dev.prunella.executor.Shop.part;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.AutonomyRule;
import dev.prunella.schemas.AutonomySettings;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.FreezeSettings;
import dev.prunella.schemas.OutcomeStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CommandGateTest {

  private final Shop shop = new Shop();
  private final CommandGate gate = new CommandGate(shop.view(), Set.of("glue", "people"));

  @Test
  void shouldLetThroughWhatEverythingPermits() {
    assertEquals(Optional.empty(), gate.judge(command("a").build(), NOW));
  }

  @Test
  void shouldRefuseACommandFromTheMomentItExpires() {
    Command command = command("a").setExpiresAt(NOW).build();

    assertEquals(Optional.empty(), gate.judge(command, NOW.minusMillis(1)));
    assertEquals(OutcomeStatus.EXPIRED, gate.judge(command, NOW).orElseThrow().status());
  }

  @Test
  void shouldRefuseAFleetStageTargetOrServiceThatTheSettingsDoNotName() {
    rejects(command("a").setFleet("other"), "the settings name no fleet other");
    rejects(command("a").setStage("orders/lod"), "the settings name no stage orders/lod");
    rejects(
        command("a").setTarget("glue:1/eu/else"),
        "the settings name glue:1/eu/load as the target of orders/load");
    rejects(
        command("a").setStage("orders/aimless"),
        "the settings name nothing as the target of orders/aimless");
    rejects(
        command("a").setService("dms"), "the settings name 'glue' as the service of orders/load");
  }

  @Test
  void shouldRefuseAnActionOfANewerVocabulary() {
    rejects(command("a").setAction(Action.UNKNOWN), "its action is none that this executor knows");
  }

  @Test
  void shouldRefuseWhatTheFleetDoesNotAllowExecutors() {
    rejects(
        command("a").setAction(Action.RESCHEDULE),
        "the settings of shop do not allow executors RESCHEDULE on glue");

    shop.takeBack("shop/executors");

    rejects(command("a"), "the settings of shop do not allow executors RESTART on glue");
  }

  @Test
  void shouldRefuseAServiceThatNothingHereReaches() {
    CommandGate here = new CommandGate(shop.view(), Set.of("people"));

    assertEquals(
        "nothing here reaches the service glue; set connection.executor.webhooks",
        here.judge(command("a").build(), NOW).orElseThrow().reason());
  }

  @Test
  void shouldRefuseWhatTheStageContractDoesNotPermit() {
    rejects(
        command("a").setAction(Action.SCALE_OUT),
        "the stage contract: the contract does not permit it");

    shop.stage(false);

    rejects(command("a"), "the stage contract: the contract does not permit it");
  }

  @Test
  void shouldRefuseWhatIsNotAutonomous() {
    shop.set(
        part("autonomy")
            .setAutonomy(
                new AutonomySettings(
                    Autonomy.AUTONOMOUS,
                    List.of(
                        new AutonomyRule(ErrorType.TIMEOUT, Action.RESTART, Autonomy.APPROVE)))));
    rejects(command("a"), "RESTART for TIMEOUT is at the level APPROVE, not AUTONOMOUS");

    shop.takeBack("shop/autonomy");

    rejects(command("a"), "RESTART for TIMEOUT is at the level SHADOW, not AUTONOMOUS");
  }

  @Test
  void shouldRefuseEverythingWhileAFreezeHolds() {
    shop.set(
        part("freeze")
            .setFreeze(
                FreezeSettings.newBuilder()
                    .setReason("migration")
                    .setUntil(NOW.plusSeconds(60))
                    .build()));
    rejects(command("a"), "the fleet is frozen until 2026-03-01T12:01:00Z (migration)");
    assertEquals(Optional.empty(), gate.judge(command("a").build(), NOW.plusSeconds(60)));

    shop.set(part("freeze").setFreeze(FreezeSettings.newBuilder().build()));
    rejects(command("a"), "the fleet is frozen until it is taken back");
    rejects(page("people:shop"), "the fleet is frozen until it is taken back");

    shop.takeBack("shop/freeze");
    assertEquals(Optional.empty(), gate.judge(command("a").build(), NOW));
  }

  @Test
  void shouldRefuseEverythingInAFleetWhoseSettingsCannotBeRead() {
    shop.garble("shop/freeze");
    rejects(
        command("a"),
        "the settings shop/freeze cannot be read; publish them again with ./prunella apply");

    shop.takeBack("shop/freeze");

    assertEquals(Optional.empty(), gate.judge(command("a").build(), NOW));
  }

  @Test
  void shouldLetPagesGoToThePeopleOfTheFleetAlone() {
    assertEquals(Optional.empty(), gate.judge(page("people:shop").build(), NOW));
    assertEquals(
        Optional.empty(), gate.judge(page("people:shop").setStage("not/named").build(), NOW));
    rejects(page("people:other"), "a page goes to the service people and the target people:shop");
    rejects(
        command("a").setAction(Action.PAGE_HUMAN),
        "a page goes to the service people and the target people:shop");
  }

  private static Command.Builder page(String target) {
    return command("a").setAction(Action.PAGE_HUMAN).setService("people").setTarget(target);
  }

  private void rejects(Command.Builder command, String reason) {
    Optional<Refusal> refusal = gate.judge(command.build(), NOW);
    assertTrue(refusal.isPresent(), reason);
    assertEquals(reason, refusal.get().reason());
    assertEquals(OutcomeStatus.REJECTED, refusal.get().status());
  }
}
