package dev.prunella.decide;

import dev.prunella.guard.AutonomyLevels;
import dev.prunella.guard.Circumstances;
import dev.prunella.guard.Guardrail;
import dev.prunella.guard.Patience;
import dev.prunella.guard.Proposal;
import dev.prunella.learn.Policy;
import dev.prunella.learn.Policy.Estimate;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.AutonomySettings;
import dev.prunella.schemas.Candidate;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.DecisionKind;
import dev.prunella.schemas.DecisionState;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Operation;
import dev.prunella.schemas.StageSettings;
import dev.prunella.schemas.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One step of one incident: which actions there are, which are permitted, which one it is, and how
 * far it reaches.
 */
public final class Decider {
  private final Policy policy;
  private final long seed;

  /**
   * @param seed of the draws: the same seed draws the same
   */
  public Decider(Policy policy, long seed) {
    this.policy = policy;
    this.seed = seed;
  }

  /**
   * What could be done at a step of an incident.
   *
   * @param verdicts of every guardrail on every action that may be meant
   */
  public record Options(DecisionState state, Map<Action, List<Verdict>> verdicts) {

    /** The actions that are permitted, or will be once what refuses them has passed. */
    public Set<Action> lasting() {
      return actions(Guardrail::lasting);
    }

    private Set<Action> permitted() {
      return actions(Guardrail::permitted);
    }

    private Set<Action> actions(Predicate<List<Verdict>> judged) {
      Set<Action> actions = EnumSet.noneOf(Action.class);
      verdicts.forEach(
          (action, all) -> {
            if (judged.test(all)) {
              actions.add(action);
            }
          });
      return actions;
    }

    /** Whether to wait is a choice: something else than to call people could be done. */
    public boolean haveRemedy() {
      return permitted().stream().anyMatch(action -> !Guardrail.harmless(action));
    }
  }

  /**
   * What could be done at the incident's next step.
   *
   * @param stage what the owner says of the root stage; null if the settings do not name it
   * @param at when the step is due
   */
  public Options options(
      Incident incident, StageSettings stage, Circumstances circumstances, Instant at) {
    DecisionState state = StateEncoder.encode(incident, stage);
    return new Options(
        state,
        verdicts(policy.estimates(incident, state).keySet(), incident, stage, circumstances, at));
  }

  /**
   * The decision on the incident's next step.
   *
   * @param stage what the owner says of the root stage; null if the settings do not name it
   * @param autonomy null if not set: everything is in SHADOW
   * @param sequence of the entry in the fleet's log
   * @param epoch of the entry in the fleet's log
   * @param at when the step was due
   * @param expiresAt until when a command may be carried out
   */
  public Decision decide(
      Incident incident,
      StageSettings stage,
      Options options,
      AutonomySettings autonomy,
      long sequence,
      long epoch,
      Instant at,
      Instant expiresAt) {
    DecisionState state = options.state();
    Map<Action, List<Verdict>> verdicts = options.verdicts();
    Map<Action, Estimate> estimates = policy.estimates(incident, state);
    Map<Action, Estimate> permitted = new LinkedHashMap<>(estimates);
    permitted.keySet().retainAll(options.permitted());
    Map<Action, Double> probabilities = policy.probabilities(permitted);
    double draw = Ids.draw(seed, incident.getFleet(), incident.getId(), incident.getSteps());
    Action chosen = policy.pick(probabilities, draw);
    Autonomy level = AutonomyLevels.level(autonomy, incident.getErrorType(), chosen);

    List<Candidate> candidates = new ArrayList<>();
    estimates.forEach(
        (action, estimate) ->
            candidates.add(
                new Candidate(
                    action,
                    estimate.score(),
                    estimate.weight(),
                    probabilities.getOrDefault(action, 0.0),
                    verdicts.get(action))));
    String reason = reason(chosen, candidates);
    Command intended =
        command(
            incident,
            stage,
            chosen,
            state,
            probabilities.get(chosen),
            level,
            reason,
            at,
            expiresAt);
    return new Decision(
        incident.getFleet(),
        sequence,
        epoch,
        DecisionKind.DECIDED,
        at,
        incident.getId(),
        incident.getSteps(),
        state,
        candidates,
        chosen,
        draw,
        level,
        intended,
        level == Autonomy.AUTONOMOUS && chosen != Action.WAIT,
        null,
        null,
        reason);
  }

  private static Map<Action, List<Verdict>> verdicts(
      Collection<Action> actions,
      Incident incident,
      StageSettings stage,
      Circumstances circumstances,
      Instant at) {
    Map<Action, List<Verdict>> verdicts = new LinkedHashMap<>();
    for (Action action : actions) {
      Proposal proposal = new Proposal(action, incident, stage, circumstances, at);
      verdicts.put(action, Guardrail.judgeAll(proposal));
    }
    Patience patience = new Patience(verdicts, incident, circumstances.limits());
    add(verdicts, Action.PAGE_HUMAN, patience.toPage());
    add(verdicts, Action.WAIT, patience.toWait());
    return verdicts;
  }

  private static void add(Map<Action, List<Verdict>> verdicts, Action action, Verdict verdict) {
    verdicts.computeIfPresent(
        action, (a, judged) -> Stream.concat(judged.stream(), Stream.of(verdict)).toList());
  }

  private static Command command(
      Incident incident,
      StageSettings stage,
      Action action,
      DecisionState state,
      double propensity,
      Autonomy level,
      String reason,
      Instant at,
      Instant expiresAt) {
    List<Operation> operations = Operations.of(action, incident);
    boolean people = action == Action.PAGE_HUMAN || stage == null;
    return new Command(
        Ids.of(incident.getFleet(), incident.getId(), incident.getSteps(), action, operations),
        incident.getFleet(),
        incident.getId(),
        incident.getSteps(),
        incident.getRootStage(),
        people ? "people:" + incident.getFleet() : stage.getTarget(),
        people ? "people" : stage.getService(),
        action,
        operations,
        at,
        expiresAt,
        state,
        propensity,
        level,
        reason);
  }

  /** Why this one: its score among the permitted, or what stood in the way of better ones. */
  private static String reason(Action chosen, List<Candidate> candidates) {
    Map<String, List<String>> refused = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      if (candidate.getAction() == chosen) {
        String why =
            String.format(
                Locale.ROOT,
                "expected reward %+.2f (weight of %.0f incidents), chosen with probability %.2f",
                candidate.getScore(),
                candidate.getWeight(),
                candidate.getProbability());
        List<String> reasons = new ArrayList<>();
        refused.forEach((r, actions) -> reasons.add(String.join(", ", actions) + " (" + r + ")"));
        return refused.isEmpty() ? why : why + "; not permitted: " + String.join(", ", reasons);
      }
      candidate.getVerdicts().stream()
          .filter(verdict -> !verdict.getPermitted())
          .findFirst()
          .ifPresent(
              v ->
                  refused
                      .computeIfAbsent(v.getReason(), r -> new ArrayList<>())
                      .add(candidate.getAction().name()));
    }
    throw new IllegalArgumentException(chosen + " is none of the candidates");
  }
}
