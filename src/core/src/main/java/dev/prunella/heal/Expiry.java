package dev.prunella.heal;

import dev.prunella.schemas.GuardrailSettings;
import dev.prunella.schemas.OpenStep;
import dev.prunella.schemas.Order;
import dev.prunella.schemas.TargetMemory;
import java.time.Duration;
import java.time.Instant;

/** How long what ended incidents and people leave behind is kept. */
record Expiry(FleetState state, GuardrailSettings limits) {

  /** For so long people may correct what was done, and a longer cooldown may be set. */
  private static final Duration KEPT = Duration.ofDays(7);

  /** When the first of it expires; {@link Instant#MAX} if there is none. */
  Instant next() {
    Instant next = Instant.MAX;
    for (OpenStep step : state.steps().values()) {
      next = earlier(next, end(step));
    }
    for (TargetMemory target : state.targets().values()) {
      next = earlier(next, earlier(end(target), lost(target)));
    }
    for (Order order : state.handsOff().values()) {
      next = earlier(next, order.getUntil());
    }
    return next;
  }

  /** Forgets what has expired by now. */
  void sweep(Instant now) {
    for (OpenStep step : state.steps().values()) {
      if (!end(step).isAfter(now)) {
        state.steps().remove(step.getDecision().getIncident());
      }
    }
    for (TargetMemory target : state.targets().values()) {
      if (!end(target).isAfter(now)) {
        state.targets().remove(target.getTarget());
      } else if (!lost(target).isAfter(now)) {
        new Flights(state.targets(), limits).landed(target.getInFlight());
      }
    }
    for (Order order : state.handsOff().values()) {
      if (!order.getUntil().isAfter(now)) {
        state.handsOff().remove(order.getStage());
      }
    }
  }

  private Instant end(OpenStep step) {
    String incident = step.getDecision().getIncident();
    return lasts(incident) ? Instant.MAX : step.getDecision().getAt().plus(KEPT);
  }

  private Instant end(TargetMemory target) {
    Duration cooldown = Duration.ofMillis(limits.getCooldownMillis());
    Duration kept = cooldown.compareTo(KEPT) > 0 ? cooldown : KEPT;
    return lasts(target.getIncident()) ? Instant.MAX : target.getActedAt().plus(kept);
  }

  /** When nothing is to be heard any more of an action whose incident has ended before it. */
  private Instant lost(TargetMemory target) {
    boolean flies = !target.getInFlight().isEmpty() && !lasts(target.getIncident());
    return flies ? target.getActedAt().plus(Flights.LONGEST) : Instant.MAX;
  }

  private boolean lasts(String incident) {
    return state.incidents().get(incident) != null;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
