package dev.prunella.app.chaos.check;

import dev.prunella.plant.Injection;
import dev.prunella.schemas.Incident;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The versions of each incident: counted from 1 without a gap, repeated only where something began
 * anew, in the order of time, and the one written last says that it is over. One that opened before
 * all was calm may be open only while what is behind it is not healed.
 */
final class IncidentVersions implements Invariant {

  @Override
  public void check(Testimony said, Consumer<Violation> broken) {
    Map<String, List<Written<Incident>>> byId = new LinkedHashMap<>();
    for (Written<Incident> version : said.tape().incidents()) {
      byId.computeIfAbsent(version.value().getId(), id -> new ArrayList<>()).add(version);
    }
    byId.forEach(
        (id, versions) -> {
          inOrder(said, versions, broken);
          over(said, byId, versions.get(versions.size() - 1).value(), broken);
        });
  }

  private static void inOrder(
      Testimony said, List<Written<Incident>> versions, Consumer<Violation> broken) {
    int most = 0;
    Incident before = null;
    for (Written<Incident> written : versions) {
      Incident version = written.value();
      int number = version.getVersion();
      if (number > most + 1 || number < 1) {
        broken.accept(skipped(version, "version %d came after version %d".formatted(number, most)));
      } else if (number <= most && !said.excuses(written.at())) {
        broken.accept(
            skipped(version, "version %d came again, and nothing had failed".formatted(number)));
      } else if (before != null
          && number == before.getVersion() + 1
          && version.getUpdatedAt().isBefore(before.getUpdatedAt())) {
        broken.accept(
            skipped(
                version,
                "version %d is of %s, before version %d"
                    .formatted(number, version.getUpdatedAt(), before.getVersion())));
      }
      most = Math.max(most, number);
      before = version;
    }
  }

  private static Violation skipped(Incident version, String what) {
    return new Violation(Promise.NO_VERSION_IS_SKIPPED, version.getId(), what);
  }

  private static void over(
      Testimony said,
      Map<String, List<Written<Incident>>> byId,
      Incident newest,
      Consumer<Violation> broken) {
    boolean late = newest.getOpenedAt().isAfter(said.calm());
    if (newest.getClosedAt() == null && !late && !mayLast(said, newest)) {
      broken.accept(
          new Violation(
              Promise.EVERY_INCIDENT_ENDS,
              newest.getId(),
              "at %s its newest version, %d of %s, is %s at %s; nothing is broken there"
                  .formatted(
                      said.end(),
                      newest.getVersion(),
                      newest.getUpdatedAt(),
                      newest.getStatus(),
                      newest.getRootStage())));
    }
    if (!newest.getMergedInto().isEmpty() && !byId.containsKey(newest.getMergedInto())) {
      broken.accept(
          new Violation(
              Promise.EVERY_INCIDENT_ENDS,
              newest.getId(),
              "it went on in %s, which there is none of".formatted(newest.getMergedInto())));
    }
  }

  private static boolean mayLast(Testimony said, Incident incident) {
    return incident.getFleet().equals(said.fleet())
        && said.faults().stream()
            .filter(fault -> fault.recoveredAt().isEmpty())
            .map(Injection::pipeline)
            .anyMatch(
                pipeline ->
                    incident.getStages().stream()
                        .anyMatch(stage -> stage.startsWith(pipeline + "/")));
  }
}
