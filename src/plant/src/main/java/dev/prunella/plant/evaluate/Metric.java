package dev.prunella.plant.evaluate;

import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * What policies are compared by. Each is a sum over what it is measured of, so that a trial with
 * more incidents counts for more within its scenario. docs/evaluation.md defines them for people.
 */
public enum Metric {
  MTTR_SECONDS(
      "Time to recover",
      Better.LESS,
      "Mean seconds from when a fault begins to hurt until its pipeline delivers within its SLO"
          + " again. A fault that has not recovered by the scenario's horizon counts as the horizon;"
          + " one that could be seen to come, and was healed before it hurt, as 0.",
      perEpisode(EpisodeResult::secondsToRecover)),
  TIME_TO_DETECT_SECONDS(
      "Time to detect",
      Better.LESS,
      "Mean seconds from when a fault begins to hurt until the first signal in a pipeline that it hurts. A"
          + " fault without one counts as its time to recover.",
      perEpisode(e -> orElse(e.secondsToDetect(), e.secondsToRecover()))),
  TIME_TO_FIRST_EFFECTIVE_ACTION_SECONDS(
      "Time to first effective action",
      Better.LESS,
      "Mean seconds from when a fault begins to hurt until the first action was begun that had a part in"
          + " healing it. A fault without one counts as its time to recover.",
      perEpisode(e -> orElse(e.secondsToFirstEffective(), e.secondsToRecover()))),
  SLO_ADHERENCE(
      "SLO adherence",
      Better.MORE,
      "Share of the minutes of all pipelines, while faults come, in which freshness, success,"
          + " quality and latency were all within the SLO.",
      (own, peers) -> new Part(own.minutes() - own.violationMinutes(), own.minutes())),
  SLO_VIOLATION(
      "SLO violation",
      Better.LESS,
      "1 less the SLO adherence; what ratios between policies are taken of.",
      (own, peers) -> new Part(own.violationMinutes(), own.minutes())),
  AVOIDABLE_VIOLATION_REMOVED(
      "Avoidable violation removed",
      Better.MORE,
      "Where the SLO violation lies between that of do-nothing (0) and that of best-informed (1)."
          + " It is below 0 where a policy does more harm than good.",
      Metric::avoidable),
  HEALED_WITHOUT_PERSON(
      "Healed without a person",
      Better.MORE,
      "Share of the faults that do not pass by themselves, and that some permitted action can heal,"
          + " which recovered after an action that healed them, before a person did.",
      Metric::healed),
  FALSE_ALARMS(
      "False alarms",
      Better.LESS,
      "Incidents, for each real one, that opened where nothing was wrong.",
      (own, peers) -> new Part(own.falseAlarms(), own.episodes().size())),
  WRONG_ACTIONS(
      "Wrong actions",
      Better.LESS,
      "Actions for each incident that did not heal anything, harmful ones among them; to wait or to"
          + " page is none.",
      perIncident(ActionTaken::isWrong)),
  HARMFUL_ACTIONS(
      "Harmful actions",
      Better.LESS,
      "Actions for each incident that made a fault worse or harmed a stage.",
      perIncident(ActionTaken::isHarmful)),
  IRREVERSIBLE_ACTIONS(
      "Irreversible actions",
      Better.LESS,
      "Actions for each incident that no other action takes back: quarantine, roll back, cancel a"
          + " query.",
      perIncident(ActionTaken::isIrreversible)),
  GUARDRAIL_VIOLATIONS(
      "Guardrail violations",
      Better.LESS,
      "For each incident, how often a command broke a stage contract, the cooldown, the concurrency,"
          + " the number of steps or a freeze, counted from commands, outcomes and settings by code"
          + " that shares nothing with the guardrails.",
      (own, peers) -> new Part(own.guardrailViolations(), own.episodes().size())),
  COST(
      "Cost",
      Better.LESS,
      "What the actions for an incident cost, pages among them, as a share of what the incident is"
          + " worth.",
      (own, peers) ->
          new Part(own.actions().mapToDouble(ActionTaken::cost).sum(), own.episodes().size())),
  REGRET_SECONDS(
      "Regret",
      Better.LESS,
      "Mean seconds that a fault lasted longer than the same fault under best-informed.",
      Metric::regret),
  INCIDENTS_TO_ADAPT(
      "Incidents to adapt",
      Better.LESS,
      "After a shift, incidents of the shifted error types before the first three in a row that"
          + " recovered within 1.2 times their time under best-informed and 60 s; all of them where"
          + " that never happens.",
      Metric::toAdapt);

  /** Which way is up. */
  public enum Better {
    LESS,
    MORE
  }

  /** The measure of one trial: a sum, and what it is divided by. */
  record Part(double sum, double of) {
    static final Part NONE = new Part(0, 0);
  }

  /**
   * The same scenario and seed under the policies between which the others lie.
   *
   * @param doNothing null if it was not run
   * @param bestInformed null if it was not run
   */
  record Peers(TrialResult doNothing, TrialResult bestInformed) {}

  /** An incident after a shift is met as well as by the best informed, up to this factor. */
  static final double AS_GOOD = 1.2;

  /** And these seconds, so that steps of time do not decide. */
  static final double AS_GOOD_SECONDS = 60;

  /** So many in a row have to be, before a policy counts as adapted. */
  static final int IN_A_ROW = 3;

  private final String title;
  private final Better better;
  private final String about;
  private final BiFunction<TrialResult, Peers, Part> part;

  Metric(String title, Better better, String about, BiFunction<TrialResult, Peers, Part> part) {
    this.title = title;
    this.better = better;
    this.about = about;
    this.part = part;
  }

  /** As summary.json names it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** For people. */
  public String title() {
    return title;
  }

  /** What it is, in a sentence or two. */
  public String about() {
    return about;
  }

  public Better better() {
    return better;
  }

  /** Whether it is a span of time, in seconds. */
  public boolean isTime() {
    return name().endsWith("_SECONDS");
  }

  /** Whether it is a share, 0 to 1 (the avoidable violation can leave that range). */
  public boolean isShare() {
    return this == SLO_ADHERENCE
        || this == SLO_VIOLATION
        || this == AVOIDABLE_VIOLATION_REMOVED
        || this == HEALED_WITHOUT_PERSON;
  }

  /**
   * Whether scenarios are put together before it is divided. What is left to avoid may be next to
   * nothing in one of them, and a share of next to nothing says nothing.
   */
  boolean isOfAllScenariosTogether() {
    return this == AVOIDABLE_VIOLATION_REMOVED;
  }

  Part of(TrialResult own, Peers peers) {
    return part.apply(own, peers);
  }

  private static double orElse(double value, double other) {
    return Double.isNaN(value) ? other : value;
  }

  private static BiFunction<TrialResult, Peers, Part> perEpisode(
      ToDoubleFunction<EpisodeResult> value) {
    return (own, peers) ->
        new Part(own.episodes().stream().mapToDouble(value).sum(), own.episodes().size());
  }

  private static BiFunction<TrialResult, Peers, Part> perIncident(Predicate<ActionTaken> counts) {
    return (own, peers) -> new Part(own.actions().filter(counts).count(), own.episodes().size());
  }

  private static Part healed(TrialResult own, Peers peers) {
    List<EpisodeResult> healable =
        own.episodes().stream().filter(e -> e.healable() && !e.healsByItself()).toList();
    return new Part(
        healable.stream().filter(EpisodeResult::healedWithoutPerson).count(), healable.size());
  }

  private static Part avoidable(TrialResult own, Peers peers) {
    if (peers.doNothing() == null || peers.bestInformed() == null) {
      return Part.NONE;
    }
    double most = peers.doNothing().violationShare();
    return new Part(most - own.violationShare(), most - peers.bestInformed().violationShare());
  }

  private static Part regret(TrialResult own, Peers peers) {
    double sum = 0;
    int pairs = 0;
    for (Pairs.Pair pair : Pairs.of(own, peers.bestInformed())) {
      sum += pair.own().secondsToRecover() - pair.other().secondsToRecover();
      pairs++;
    }
    return new Part(sum, pairs);
  }

  /** How many incidents of a shifted class came before the first of those that were met well. */
  private static Part toAdapt(TrialResult own, Peers peers) {
    int incidents = 0;
    int shifts = 0;
    for (List<Pairs.Pair> met : Pairs.afterShifts(Pairs.of(own, peers.bestInformed()))) {
      incidents += toAdapt(met);
      shifts++;
    }
    return new Part(incidents, shifts);
  }

  private static int toAdapt(List<Pairs.Pair> met) {
    int row = 0;
    for (int i = 0; i < met.size(); i++) {
      double best = met.get(i).other().secondsToRecover();
      double limit = AS_GOOD * best + AS_GOOD_SECONDS;
      row = met.get(i).own().secondsToRecover() <= limit ? row + 1 : 0;
      if (row == IN_A_ROW) {
        return i + 1 - IN_A_ROW;
      }
    }
    return met.size();
  }
}
