package dev.prunella.plant.rehearsal;

import dev.prunella.plant.Injection;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * One fault, from when it began to when its pipeline delivered as before: by the truth of the
 * plant, not by what the loop believes.
 *
 * @param evidenceAt when the first signal opened in its pipeline while it lasted; empty: it was not
 *     seen
 * @param endsAt the horizon: a fault that has not recovered by then counts as if it had then
 */
public record Episode(Injection fault, Optional<Instant> evidenceAt, Instant endsAt) {

  /**
   * The episodes of a run, oldest fault first.
   *
   * @param incidents the last version of each
   * @param horizon for each fault, from its beginning
   * @param end of the run; no episode lasts longer
   */
  public static List<Episode> of(
      List<Injection> faults, Collection<Incident> incidents, Duration horizon, Instant end) {
    return faults.stream().map(fault -> of(fault, incidents, horizon, end)).toList();
  }

  private static Episode of(
      Injection fault, Collection<Incident> incidents, Duration horizon, Instant end) {
    Instant last = fault.startedAt().plus(horizon);
    Instant endsAt = last.isBefore(end) ? last : end;
    Instant over = fault.recoveredAt().filter(at -> at.isBefore(endsAt)).orElse(endsAt);
    Optional<Instant> evidence =
        incidents.stream()
            .flatMap(incident -> incident.getEvidence().stream())
            .filter(signal -> signal.getStage().startsWith(fault.pipeline() + "/"))
            .map(Signal::getOpenedAt)
            .filter(opened -> !opened.isBefore(fault.startedAt()) && !opened.isAfter(over))
            .min(Instant::compareTo);
    return new Episode(fault, evidence, endsAt);
  }

  /** Whether the pipeline delivered as before within the horizon. */
  public boolean isRecovered() {
    return fault.recoveredAt().filter(at -> !at.isAfter(endsAt)).isPresent();
  }

  /** Whether an action of the loop healed it, and it would not have passed by itself. */
  public boolean isHealed() {
    return isRecovered()
        && !fault.healsByItself()
        && fault.healedBy() != Action.UNKNOWN
        && !fault.healer().equals(Injection.PERSON);
  }

  /** How long it took, from the fault's beginning; the horizon if it did not recover. */
  public Duration toRecover() {
    return Duration.between(fault.startedAt(), over());
  }

  /** The same from the first evidence; zero if there was none until it was over. */
  public Duration toRecoverFromEvidence() {
    return Duration.between(evidenceAt.orElse(over()), over());
  }

  private Instant over() {
    return isRecovered() ? fault.recoveredAt().orElseThrow() : endsAt;
  }
}
