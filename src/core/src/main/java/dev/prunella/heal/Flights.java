package dev.prunella.heal;

import dev.prunella.schemas.Command;
import dev.prunella.schemas.GuardrailSettings;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.IncidentStatus;
import dev.prunella.schemas.TargetMemory;
import java.time.Duration;
import java.time.Instant;

/** The actions on the targets of one fleet: what is in flight, and for how long it settles. */
record Flights(Table<TargetMemory> targets, GuardrailSettings limits) {

  /** An executor that has begun says how it ended within this time, or it is lost. */
  static final Duration LONGEST = Duration.ofHours(1);

  /** Remembers an action; one that was not sent has nothing in flight. */
  void acted(Command command, boolean sent, Instant at) {
    targets.put(
        command.getTarget(),
        new TargetMemory(
            command.getTarget(),
            at,
            command.getAction(),
            sent ? command.getId() : "",
            command.getIncident()));
  }

  /** The incident without its command in flight, whose target is free again. */
  Incident landed(Incident incident) {
    for (TargetMemory target : targets.values()) {
      if (isFor(target, incident) && !target.getInFlight().isEmpty()) {
        targets.put(target.getTarget(), TargetMemory.newBuilder(target).setInFlight("").build());
      }
    }
    return Incident.newBuilder(incident).setInFlight("").build();
  }

  /** A command has come to its end, whatever has become of its incident. */
  void landed(String command) {
    for (TargetMemory target : targets.values()) {
      if (target.getInFlight().equals(command)) {
        targets.put(target.getTarget(), TargetMemory.newBuilder(target).setInFlight("").build());
      }
    }
  }

  /** The incident whose command was refused: nothing was done, so the target need not cool down. */
  Incident refused(Incident incident) {
    for (TargetMemory target : targets.values()) {
      if (target.getInFlight().equals(incident.getInFlight())) {
        targets.remove(target.getTarget());
      }
    }
    return Incident.newBuilder(incident).setInFlight("").setStatus(IncidentStatus.OPEN).build();
  }

  /** What was done for one incident was done for the other. */
  void handOver(Incident from, Incident to) {
    for (TargetMemory target : targets.values()) {
      if (isFor(target, from)) {
        targets.put(
            target.getTarget(), TargetMemory.newBuilder(target).setIncident(to.getId()).build());
      }
    }
  }

  /**
   * When an action for the incident that goes on or ended at this time has had its effect, and the
   * next one on its target is permitted. To decide earlier would only find the target cooling down
   * and page people.
   */
  Instant settled(Incident incident, Instant now) {
    Instant settled = now.plusMillis(limits.getHoldMillis());
    for (TargetMemory target : targets.values()) {
      Instant cool = target.getActedAt().plusMillis(limits.getCooldownMillis());
      if (isFor(target, incident) && cool.isAfter(settled)) {
        settled = cool;
      }
    }
    return settled;
  }

  private static boolean isFor(TargetMemory target, Incident incident) {
    return target.getIncident().equals(incident.getId());
  }
}
