package dev.prunella.app.chaos.check;

import java.util.ArrayList;
import java.util.List;

/** Finds every promise that was broken in a run. */
public final class Checker {

  private static final List<Invariant> INVARIANTS =
      List.of(
          new FaultsAreNoticed(),
          new IncidentVersions(),
          new IncidentBeginnings(),
          new CommandsAndDecisions(),
          new CommandsAreAnswered(),
          new ServicesSawOneCall(),
          new FenceRecords(),
          new DecisionNumbers(),
          new Credits(),
          new LearnedState(),
          new Heartbeats(),
          new DeadLetters(),
          new Recoveries());

  private Checker() {}

  /** What was broken; empty if all was kept. */
  public static List<Violation> check(Testimony said) {
    List<Violation> broken = new ArrayList<>();
    INVARIANTS.forEach(invariant -> invariant.check(said, broken::add));
    return broken;
  }
}
