package dev.prunella.plant.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.plant.Plant;
import dev.prunella.plant.scenario.FaultSpec;
import dev.prunella.plant.scenario.Scenario;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.DecisionKind;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Six pipelines in which everything goes wrong that can. */
class RehearsalTest {
  private static final Instant START = Instant.parse("2025-06-02T00:00:00Z");
  private static final Instant TROUBLE = START.plus(Duration.ofHours(30));
  private static final Instant END = TROUBLE.plus(Duration.ofHours(12));
  private static final Duration HORIZON = Duration.ofHours(3);
  private static final Scenario SCENARIO =
      Scenario.of("shop")
          .withFleet("shop")
          .withStart(START)
          .withWarmUp(Duration.between(START, TROUBLE))
          .withLength(Duration.between(TROUBLE, END.minus(HORIZON)))
          .withFaults(FaultSpec.USUAL.withMeanGap(Duration.ofMinutes(30)));

  @Test
  void shouldSeeNearlyAllFaultsAndHealManyBeforePeopleFindThem() {
    Rehearsal rehearsal = run(settings());
    List<Episode> episodes =
        Episode.of(rehearsal.plant().injections(), rehearsal.incidents(), HORIZON, END);

    assertTrue(episodes.size() >= 10, "only " + episodes.size() + " faults");
    long seen = episodes.stream().filter(e -> e.evidenceAt().isPresent()).count();
    assertTrue(seen >= 0.9 * episodes.size(), seen + " of " + episodes.size() + " seen");
    List<Episode> lasting =
        episodes.stream().filter(episode -> !episode.fault().healsByItself()).toList();
    long healed = lasting.stream().filter(Episode::isHealed).count();
    assertTrue(3 * healed >= lasting.size(), healed + " of " + lasting.size() + " healed");
  }

  @Test
  void shouldAnswerEveryCommandTwiceAndEchoIt() {
    Rehearsal rehearsal = run(settings());

    assertFalse(rehearsal.commands().isEmpty());
    for (Command command : rehearsal.commands()) {
      List<Outcome> answers =
          rehearsal.outcomes().stream()
              .filter(outcome -> outcome.getCommandId().equals(command.getId()))
              .toList();
      assertEquals(OutcomeStatus.ACCEPTED, answers.get(0).getStatus());
      assertEquals(command, answers.get(0).getCommand());
      boolean late = command.getIssuedAt().isAfter(END.minus(Duration.ofMinutes(20)));
      assertTrue(late || answers.size() == 2, () -> command + " has the answers " + answers);
    }
  }

  @Test
  void shouldRepeatItself() {
    Rehearsal once = run(settings());
    Rehearsal again = run(settings());

    assertEquals(once.decisions(), again.decisions());
    assertEquals(once.incidents(), again.incidents());
    assertEquals(once.outcomes(), again.outcomes());
  }

  @Test
  void shouldOrderNothingInShadow() {
    List<Settings> shadow = settings().stream().filter(part -> part.getAutonomy() == null).toList();
    Rehearsal rehearsal = run(shadow);

    assertTrue(rehearsal.commands().isEmpty());
    assertTrue(
        rehearsal.decisions().stream()
            .filter(decision -> decision.getKind() == DecisionKind.DECIDED)
            .noneMatch(Decision::getSent));
    assertFalse(rehearsal.decisions().isEmpty());
  }

  @Test
  void shouldMeetTheSameFaultsUnderTheRunbook() {
    Rehearsal runbook = run(LearnerSettings.with("runbook", settings()));

    assertEquals(truths(run(settings())), truths(runbook));
  }

  private static List<String> truths(Rehearsal run) {
    return Episode.of(run.plant().injections(), run.incidents(), HORIZON, END).stream()
        .map(Episode::fault)
        .map(fault -> fault.startedAt() + " " + fault.stage() + " " + fault.fault())
        .toList();
  }

  private static Rehearsal run(List<Settings> settings) {
    Rehearsal rehearsal = new Rehearsal(new Plant(SCENARIO, 1), settings, SCENARIO.period(), 1);
    rehearsal.advanceTo(END);
    return rehearsal;
  }

  private static List<Settings> settings() {
    return new Plant(SCENARIO, 1).settings(START);
  }
}
