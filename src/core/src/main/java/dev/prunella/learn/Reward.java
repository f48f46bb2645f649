package dev.prunella.learn;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.Credit;
import dev.prunella.schemas.DecisionState;
import dev.prunella.schemas.LearningSettings;
import dev.prunella.schemas.Lesson;
import dev.prunella.schemas.OutcomeStatus;

/**
 * What a decision was worth, in units of one incident healed at once: {@code healed - cost - lost -
 * harm}. Time in violation counts through the discount, exp(-t ln 2 / half-life): the same healing
 * is worth half after a half-life. So switching a pipeline off never pays: it heals nothing, and
 * what is not delivered is lost.
 *
 * @param seconds between the decision and the next step or the beginning of the recovery; 0 or more
 * @param recovered whether the incident recovered
 * @param shortfall share of the usual work that was not delivered meanwhile, 0 to 1
 * @param worsened signals that opened where it was acted once the action was done, and last; 0 or
 *     more
 */
public record Reward(double seconds, boolean recovered, double shortfall, int worsened) {

  /** Losing all work for ever costs as much as half a healing. */
  private static final double LOSS = 0.5;

  private static final double HARM = 0.25;
  private static final double MOST_HARM = 0.5;

  /** What a person says was wrong. */
  public static final double WRONG = -1;

  /** Of waiting, where a person says that there was nothing to heal. */
  public static final double NOTHING_TO_HEAL = 1;

  /**
   * Rough price of an action, 0 to 1, in money, attention and risk, whatever comes of it. A page
   * costs most: it wakes somebody.
   */
  public static double cost(Action action) {
    return switch (action) {
      case WAIT, UNKNOWN -> 0;
      case RETRY_WITH_BACKOFF -> 0.02;
      case RESTART, RESCHEDULE, CANCEL_BLOCKING_QUERY, SCALE_IN, APPLY_SCHEMA_REMAP -> 0.05;
      case SCALE_OUT, SCALE_UP, REROUTE, ROLL_BACK -> 0.08;
      case THROTTLE, QUARANTINE, PAGE_HUMAN -> 0.1;
    };
  }

  /**
   * The credit of a decision.
   *
   * @param decided sequence of its entry
   * @param next the state at the incident's next step; null if it ended
   * @param nextScore best score of the actions that are possible then, -1 to 1; 0 if it ended
   * @param outcome the newest that an executor said; null if nothing was heard
   */
  public Credit credit(
      long decided,
      Action action,
      Lesson lesson,
      DecisionState next,
      double nextScore,
      OutcomeStatus outcome,
      LearningSettings learning) {
    double discount = discount(learning);
    double healed = recovered ? discount : 0;
    double cost = cost(action);
    double lost = LOSS * shortfall * (1 - discount);
    double harm = Math.min(MOST_HARM, HARM * worsened);
    double reward = healed - cost - lost - harm;
    return Credit.newBuilder()
        .setDecided(decided)
        .setLesson(lesson)
        .setSeconds(seconds)
        .setDiscount(discount)
        .setHealed(healed)
        .setCost(cost)
        .setLost(lost)
        .setHarm(harm)
        .setReward(reward)
        .setNext(next)
        .setTarget(Math.max(-1, Math.min(1, reward + discount * nextScore)))
        .setKeep(keep(learning))
        .setOutcome(outcome)
        .build();
  }

  /** What a person says the decision was worth, instead of what telemetry shows. */
  public static Credit said(
      long decided, double target, Double replaces, LearningSettings learning) {
    return Credit.newBuilder()
        .setDecided(decided)
        .setLesson(Lesson.LEARNED)
        .setSeconds(0)
        .setDiscount(1)
        .setHealed(0)
        .setCost(0)
        .setLost(0)
        .setHarm(0)
        .setReward(target)
        .setTarget(target)
        .setReplaces(replaces)
        .setKeep(keep(learning))
        .build();
  }

  private double discount(LearningSettings learning) {
    return StrictMath.pow(0.5, seconds * 1000 / learning.getHalfLifeMillis());
  }

  private static double keep(LearningSettings learning) {
    return StrictMath.pow(0.5, 1 / learning.getMemory());
  }
}
