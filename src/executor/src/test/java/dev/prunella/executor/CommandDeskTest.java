package dev.prunella.executor;

import static dev.prunella.executor.Shop.NOW;
import static dev.prunella.executor.Shop.command;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.schemas.Command;
import dev.prunella.schemas.Fence;
import dev.prunella.schemas.FencedCommand;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.SingleObjectCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Gate and fence together: what becomes of a command. */
class CommandDeskTest {

  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Shop shop = new Shop();
  private TargetFence fence = new TargetFence("executor", "first");
  private CommandDesk desk = desk(fence);

  @Test
  void shouldAcceptAndEchoTheCommand() {
    Command command = command("a").build();
    Step step = take(command, NOW);

    assertEquals(List.of(command), step.accepted());
    Outcome outcome = only(step);
    assertEquals(OutcomeStatus.ACCEPTED, outcome.getStatus());
    assertEquals("executor", outcome.getActor());
    assertEquals(command, outcome.getCommand());
    Fence written = step.fences().get(0);
    assertEquals(NOW.plus(LONGEST).plus(LONGEST), written.getBusyUntil());
    assertEquals(command, written.getNewest());
    assertEquals(
        new FencedCommand("a", OutcomeStatus.ACCEPTED, NOW, command.getExpiresAt()),
        written.getCommands().get(0));
  }

  @Test
  void shouldRefuseASecondIdWhileOneIsLiveAndNameTheFirst() {
    take(command("a").build(), NOW);
    Step step = take(command("b").build(), NOW.plusSeconds(100));

    assertEquals(List.of(), step.accepted());
    assertEquals(OutcomeStatus.REJECTED, only(step).getStatus());
    assertEquals("a", only(step).getFencedBy());
  }

  @Test
  void shouldNotActTwiceOnTheSameCommandId() {
    Command command = command("a").build();
    take(command, NOW);
    assertEquals(OutcomeStatus.ACCEPTED, repeated(command, NOW));

    end(command, ActionResult.failed("no"), NOW.plusSeconds(1));
    assertEquals(OutcomeStatus.FAILED, repeated(command, NOW.plusSeconds(1)));

    take(command("b").build(), NOW.plusSeconds(2));
    assertEquals(OutcomeStatus.FAILED, repeated(command, NOW.plusSeconds(2)));
    assertEquals(
        OutcomeStatus.FAILED,
        repeated(command("a").setTarget("glue:1/eu/else").build(), NOW.plusSeconds(2)));
  }

  @Test
  void shouldNotActTwiceForOneStepAndTellWhatWasDoneInstead() {
    Command first = command("a").setIncident("i").build();
    take(first, NOW);
    Step meanwhile = take(command("b").setIncident("i").build(), NOW.plusSeconds(1));
    end(first, ActionResult.succeeded("done"), NOW.plusSeconds(2));
    Step after = take(command("c").setIncident("i").build(), NOW.plusSeconds(100));

    assertEquals(List.of(), meanwhile.accepted());
    assertEquals(List.of("a ACCEPTED", "b REJECTED"), told(meanwhile));
    assertEquals(List.of(), after.accepted());
    assertEquals(List.of("a ACCEPTED", "a SUCCEEDED", "c REJECTED"), told(after));
    assertEquals("a", after.outcomes().get(2).getFencedBy());
    assertEquals(first, after.outcomes().get(1).getCommand());
    Command next = command("d").setIncident("i").setStep(1).build();
    assertEquals(List.of(next), take(next, NOW.plusSeconds(101)).accepted());
  }

  private static List<String> told(Step step) {
    return step.outcomes().stream()
        .map(outcome -> outcome.getCommandId() + " " + outcome.getStatus())
        .toList();
  }

  @Test
  void shouldReportARefusalAgainAlthoughTheReasonIsGone() {
    Command first = command("a").build();
    take(first, NOW);
    take(command("b").build(), NOW);
    end(first, ActionResult.succeeded(""), NOW);

    Step step = take(command("b").build(), NOW);

    assertEquals(List.of(), step.accepted());
    assertEquals("a", only(step).getFencedBy());
  }

  @Test
  void shouldFreeTheTargetOnceItIsKnownThatNothingGoesOn() {
    Command command = command("a").build();
    take(command, NOW);
    Step step = end(command, ActionResult.succeeded("done"), NOW.plusSeconds(5));

    assertEquals(OutcomeStatus.SUCCEEDED, only(step).getStatus());
    assertEquals(1, take(command("b").build(), NOW.plusSeconds(5)).accepted().size());
  }

  @Test
  void shouldKeepTheTargetFencedWhileTheActionMayGoOn() {
    Command command = command("a").build();
    take(command, NOW);
    end(command, ActionResult.timedOut("slow"), NOW.plusSeconds(30));

    assertEquals("a", only(take(command("b").build(), NOW.plusSeconds(59))).getFencedBy());
    assertEquals(1, take(command("c").build(), NOW.plusSeconds(60)).accepted().size());
  }

  @Test
  void shouldKeepTheTargetFencedWhileAThreadHasNotReturnedFromIt() {
    Step step = new Step();
    desk.take(command("b").build(), NOW, true, target -> "a", step);

    assertEquals(List.of(), step.accepted());
    assertEquals("a", only(step).getFencedBy());
  }

  @Test
  void shouldLetACommandWaitUntilAnActionCanBeBegun() {
    Step step = new Step();

    assertFalse(desk.take(command("a").build(), NOW, false, target -> null, step));
    assertTrue(step.isEmpty());
    assertEquals(1, take(command("a").build(), NOW).accepted().size());
  }

  @Test
  void shouldReportWhatADeadProcessLeftBehindAsUnknownAndNotRepeatIt() throws Exception {
    Command command = command("a").build();
    Fence left = take(command, NOW).fences().get(0);
    restart(left);

    Step step = abandoned(Set.of(), NOW.plusSeconds(1));

    assertEquals(OutcomeStatus.UNKNOWN, only(step).getStatus());
    assertEquals(command, only(step).getCommand());
    assertEquals(OutcomeStatus.UNKNOWN, repeated(command, NOW.plusSeconds(1)));
    assertEquals("a", only(take(command("b").build(), NOW.plusSeconds(59))).getFencedBy());
    assertEquals(1, take(command("c").build(), NOW.plusSeconds(60)).accepted().size());
    assertTrue(abandoned(Set.of("c"), NOW.plusSeconds(60)).isEmpty());
  }

  @Test
  void shouldLeaveWhatIsInHandHereAlone() {
    take(command("a").build(), NOW);

    assertTrue(abandoned(Set.of("a"), NOW.plusSeconds(1_000)).isEmpty());
  }

  @Test
  void shouldRespectAnotherExecutorUntilItsTimeIsOver() {
    TargetFence others = new TargetFence("other", "x");
    fence.replay(others.accept(command("a").build(), NOW, NOW.plusSeconds(60)));

    assertTrue(abandoned(Set.of(), NOW.plusSeconds(59)).isEmpty());
    assertEquals("a", only(take(command("b").build(), NOW.plusSeconds(59))).getFencedBy());
    assertEquals(OutcomeStatus.UNKNOWN, only(abandoned(Set.of(), NOW.plusSeconds(60))).getStatus());
    assertEquals(1, take(command("c").build(), NOW.plusSeconds(60)).accepted().size());
  }

  @Test
  void shouldRecordAnEndOnce() {
    Command command = command("a").build();
    take(command, NOW);
    end(command, ActionResult.succeeded(""), NOW);

    assertTrue(end(command, ActionResult.unknown("late"), NOW).isEmpty());
  }

  @Test
  void shouldForgetIdsOnceTheyHaveExpired() {
    for (int i = 0; i < 5; i++) {
      Instant at = NOW.plusSeconds(60L * i);
      Command command = command("c" + i).setExpiresAt(at.plusSeconds(100)).build();
      Fence written = take(command, at).fences().get(0);
      end(command, ActionResult.succeeded(""), at);
      assertTrue(written.getCommands().size() <= 2, written.toString());
    }
  }

  @Test
  void shouldLeaveATargetAloneWhoseFenceCannotBeRead() {
    fence.unreadable("glue:1/eu/load");

    assertEquals(
        "the fence of glue:1/eu/load cannot be read",
        only(take(command("a").build(), NOW)).getDetail());
  }

  /** Another process of the same name, which knows what stands in the topic. */
  private void restart(Fence written) throws Exception {
    SingleObjectCodec<Fence> codec = new SingleObjectCodec<>(Fence.class);
    fence = new TargetFence("executor", "second");
    fence.replay(codec.decode(codec.encode(written)));
    desk = desk(fence);
  }

  private CommandDesk desk(TargetFence over) {
    CommandGate gate = new CommandGate(shop.view(), Set.of("glue", "people"));
    return new CommandDesk("executor", gate, over, LONGEST);
  }

  private Step take(Command command, Instant now) {
    Step step = new Step();
    assertTrue(desk.take(command, now, true, target -> null, step));
    return step;
  }

  private OutcomeStatus repeated(Command command, Instant now) {
    Step step = take(command, now);
    assertEquals(List.of(), step.accepted());
    assertEquals(List.of(), step.fences());
    return only(step).getStatus();
  }

  private Step end(Command command, ActionResult result, Instant now) {
    Step step = new Step();
    desk.end(command, result, now, step);
    return step;
  }

  private Step abandoned(Set<String> inHand, Instant now) {
    Step step = new Step();
    desk.endAbandoned(inHand::contains, now, step);
    return step;
  }

  private static Outcome only(Step step) {
    assertEquals(1, step.outcomes().size());
    return step.outcomes().get(0);
  }
}
