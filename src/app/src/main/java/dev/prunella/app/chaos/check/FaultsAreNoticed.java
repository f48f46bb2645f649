package dev.prunella.app.chaos.check;

import dev.prunella.plant.Injection;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Signal;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * A fault has its incident if one of the fleet has evidence, in the fault's pipeline, that was seen
 * while the fault lasted.
 */
final class FaultsAreNoticed implements Invariant {

  @Override
  public void check(Testimony said, Consumer<Violation> broken) {
    for (Injection fault : said.faults()) {
      Instant over = fault.recoveredAt().orElse(said.end());
      boolean noticed =
          said.tape().incidents().stream()
              .map(Written::value)
              .filter(incident -> incident.getFleet().equals(said.fleet()))
              .anyMatch(incident -> isOf(incident, fault, over));
      if (!noticed) {
        broken.accept(
            new Violation(
                Promise.EVERY_FAULT_HAS_AN_INCIDENT,
                fault.stage(),
                "no incident has evidence of %s from %s to %s"
                    .formatted(fault.fault(), fault.startedAt(), over)));
      }
    }
  }

  private static boolean isOf(Incident incident, Injection fault, Instant over) {
    return incident.getEvidence().stream().anyMatch(signal -> isOf(signal, fault, over));
  }

  private static boolean isOf(Signal signal, Injection fault, Instant over) {
    return signal.getStage().startsWith(fault.pipeline() + "/")
        && !signal.getAt().isBefore(fault.startedAt())
        && !signal.getOpenedAt().isAfter(over);
  }
}
