package dev.prunella.app.chaos.check;

import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Signal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** An incident's id stands for its first signal: one id for one signal, one signal for one id. */
final class IncidentBeginnings implements Invariant {

  @Override
  public void check(Testimony said, Consumer<Violation> broken) {
    Map<String, String> idOf = new LinkedHashMap<>();
    Map<String, String> beginningOf = new LinkedHashMap<>();
    for (Written<Incident> written : said.tape().incidents()) {
      Incident incident = written.value();
      if (incident.getVersion() != 1) {
        continue;
      }
      String beginning = beginning(incident);
      String id = idOf.putIfAbsent(beginning, incident.getId());
      if (id != null && !id.equals(incident.getId())) {
        broken.accept(
            new Violation(
                Promise.ONE_ID_FOR_ONE_BEGINNING,
                incident.getId(),
                "incident %s began with the same signal, %s".formatted(id, beginning)));
      }
      String other = beginningOf.putIfAbsent(incident.getId(), beginning);
      if (other != null && !other.equals(beginning)) {
        broken.accept(
            new Violation(
                Promise.ONE_ID_FOR_ONE_BEGINNING,
                incident.getId(),
                "it began with %s, and then with %s".formatted(other, beginning)));
      }
    }
  }

  private static String beginning(Incident incident) {
    Signal first = incident.getEvidence().get(0);
    return "%s of %s/%s at %s"
        .formatted(first.getKind(), incident.getFleet(), first.getStage(), first.getOpenedAt());
  }
}
