package dev.prunella.plant.evaluate;

import dev.prunella.heal.Policies;
import dev.prunella.learn.QPolicy;
import dev.prunella.learn.RunbookPrior;
import dev.prunella.plant.baseline.BestInformed;
import dev.prunella.plant.baseline.BestStatic;
import dev.prunella.plant.baseline.Contestant;
import dev.prunella.plant.baseline.DecisionTable;
import dev.prunella.plant.baseline.DoNothing;
import dev.prunella.plant.baseline.History;
import dev.prunella.plant.baseline.Learner;
import dev.prunella.plant.baseline.Oracle;
import dev.prunella.plant.baseline.RandomPolicy;
import dev.prunella.plant.baseline.RetryAndPage;
import dev.prunella.plant.baseline.Runbook;
import dev.prunella.plant.baseline.Truth;
import dev.prunella.plant.rehearsal.OtherWorlds;
import dev.prunella.plant.scenario.Scenario;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The policies that may be named in an evaluation. Safe for use by several threads. */
public final class Contestants {

  /** Before the quality of the runbook that {@code runbook} is, or {@code learner} begins with. */
  static final String OF_QUALITY = " of quality ";

  private final Map<String, DecisionTable> bestStatic = new ConcurrentHashMap<>(); // by scenario

  /** Whether there is a policy of this name. */
  public static boolean isKnown(String policy) {
    return Ladder.NAMES.contains(policy);
  }

  /**
   * What heals the fleet under that name.
   *
   * @throws IllegalArgumentException if there is no such policy
   */
  Contestant of(String policy, Scenario scenario) {
    int quality = policy.indexOf(OF_QUALITY);
    if (quality >= 0) {
      DecisionTable table =
          LesserTables.ofQuality(
              table(scenario), Double.parseDouble(policy.substring(quality + OF_QUALITY.length())));
      return policy.startsWith(Ladder.RUNBOOK)
          ? new BestStatic(table)
          : new Beginner(new RunbookPrior(LesserTables.runbook(table)));
    }
    return switch (policy) {
      case Ladder.DO_NOTHING -> new DoNothing();
      case Ladder.RANDOM -> new RandomPolicy();
      case Ladder.RETRY_AND_PAGE -> new RetryAndPage();
      case Ladder.RUNBOOK -> new Runbook();
      case Ladder.BEST_STATIC -> new BestStatic(table(scenario));
      case Ladder.LEARNER -> new Learner();
      case Ladder.BEST_INFORMED -> new BestInformed();
      case Ladder.ORACLE -> new Oracle();
      default -> throw new IllegalArgumentException("there is no policy '" + policy + "'");
    };
  }

  private DecisionTable table(Scenario scenario) {
    return bestStatic.computeIfAbsent(
        scenario.name(), name -> OtherWorlds.bestStatic(scenario).table());
  }

  /** The learner of the running job, in a team with another runbook. */
  private record Beginner(RunbookPrior prior) implements Contestant {

    @Override
    public String name() {
      return Ladder.LEARNER;
    }

    @Override
    public Policies on(Truth truth, History history) {
      return (settings, table) -> new QPolicy(prior, table, settings.learning());
    }
  }
}
