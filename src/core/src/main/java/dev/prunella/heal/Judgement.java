package dev.prunella.heal;

import dev.prunella.diagnose.Evidence;
import dev.prunella.guard.Guardrail;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Lesson;
import dev.prunella.schemas.OpenStep;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.SignalKind;
import java.time.Instant;

/** What a step teaches, and why: whether what followed was its doing. */
record Judgement(Lesson lesson, String reason) {

  static final Judgement UNKNOWN =
      new Judgement(Lesson.CENSORED, "whether it recovered is not known");

  /** Whether what followed was the step's doing. `since`: null if the incident goes on. */
  static Judgement of(OpenStep step, Incident incident, Instant since) {
    Decision decision = step.getDecision();
    boolean recovered = since != null;
    String seen = recovered ? "telemetry shows that it recovered" : "telemetry shows no recovery";
    if (decision.getAutonomy() != Autonomy.AUTONOMOUS) {
      return new Judgement(Lesson.CENSORED, "it was not carried out in this mode");
    }
    boolean page = decision.getChosen() == Action.PAGE_HUMAN; // it is meant to make people act
    if (!page && !step.getConfounder().isEmpty()) {
      return new Judgement(Lesson.CONFOUNDED, step.getConfounder());
    }
    if (incident.getStale() || Guardrail.refusedBy(Guardrail.FRESH_EVIDENCE, decision)) {
      return new Judgement(Lesson.CENSORED, "the evidence was too old when it arrived");
    }
    if (decision.getChosen() == Action.WAIT) {
      return waited(decision, seen);
    }
    if (step.getOutcome() == null) {
      return new Judgement(Lesson.CENSORED, "no executor answered");
    }
    if (step.getOutcome() == OutcomeStatus.ACCEPTED && !recovered) {
      return new Judgement(Lesson.CENSORED, "no executor said that it was carried out");
    }
    return switch (step.getOutcome()) {
      case SUCCEEDED, ACCEPTED -> {
        if (recovered && since.isBefore(step.getBegunAt())) {
          yield new Judgement(Lesson.CENSORED, "it had recovered before it was carried out");
        }
        yield recovered || mayHaveShown(step, incident)
            ? new Judgement(Lesson.LEARNED, seen)
            : new Judgement(Lesson.CENSORED, "nothing has run since that could show it");
      }
      case FAILED ->
          recovered
              ? new Judgement(Lesson.CONFOUNDED, "it recovered although the action failed")
              : new Judgement(Lesson.LEARNED, "the action failed");
      case REJECTED, EXPIRED -> new Judgement(Lesson.CENSORED, "it was not carried out");
      case TIMED_OUT, UNKNOWN ->
          new Judgement(Lesson.CENSORED, "it is not known whether it was carried out");
    };
  }

  /**
   * Whether a recovery would have been seen by now. Measurements come by themselves; where only
   * runs failed, nothing is known before the next one.
   */
  private static boolean mayHaveShown(OpenStep step, Incident incident) {
    return incident.getEvidence().stream()
        .filter(Evidence::isOpen)
        .anyMatch(
            signal ->
                signal.getKind() != SignalKind.FAILURE
                    || signal.getAt().isAfter(step.getBegunAt()));
  }

  /** To wait is credited only where nobody was at work nearby meanwhile. */
  private static Judgement waited(Decision decision, String seen) {
    if (Guardrail.refusedBy(Guardrail.NEIGHBOURHOOD, decision)) {
      return new Judgement(Lesson.CONFOUNDED, "it waited for an action nearby");
    }
    return Guardrail.refusedBy(Guardrail.HANDS_OFF, decision)
        ? new Judgement(Lesson.CONFOUNDED, "people had asked for hands off")
        : new Judgement(Lesson.LEARNED, seen);
  }
}
