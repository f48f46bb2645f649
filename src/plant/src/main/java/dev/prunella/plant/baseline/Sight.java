package dev.prunella.plant.baseline;

import dev.prunella.diagnose.Evidence;
import dev.prunella.plant.Injection;
import dev.prunella.plant.fault.Symptom;
import dev.prunella.plant.fault.Visible;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Signal;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What there is to be seen of the fault behind an incident. */
final class Sight {

  private Sight() {}

  /**
   * The injection that the incident is about, if it can be seen by then: at its root stage, else
   * the one that began last in the same pipeline or hurts it.
   */
  static Optional<Injection> behind(Incident incident, Truth truth, Instant at) {
    String root = incident.getRootStage();
    String pipeline = root.substring(0, root.indexOf('/') + 1);
    return truth.injections().stream()
        .filter(injection -> injection.recoveredAt().isEmpty())
        .filter(injection -> !injection.visibleAt().isAfter(at))
        .filter(
            injection ->
                injection.stage().startsWith(pipeline) || injection.alsoHit().contains(root))
        .max(
            Comparator.comparing((Injection injection) -> injection.stage().equals(root))
                .thenComparing(injection -> injection.healedAt().isEmpty())
                .thenComparing(injection -> injection.stage().startsWith(pipeline))
                .thenComparing(Injection::startedAt));
  }

  /** What an incident itself shows of its fault. */
  static Visible of(Incident incident) {
    Set<Symptom> symptoms = EnumSet.noneOf(Symptom.class);
    for (Signal signal : incident.getEvidence()) {
      boolean here = signal.getStage().equals(incident.getRootStage());
      if (here && Evidence.isOpen(signal) && signal.getEvidence().equals(Evidence.SYMPTOM)) {
        symptoms.add(Symptom.valueOf(signal.getSubject()));
      }
    }
    return new Visible(incident.getErrorType(), symptoms);
  }
}
