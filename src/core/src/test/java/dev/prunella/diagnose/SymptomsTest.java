package dev.prunella.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import dev.prunella.schemas.Transition;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What one signal says of the cause. */
class SymptomsTest {

  @Test
  void shouldNotTakeMissingDeliveryForACause() {
    assertEquals(ErrorType.CONNECTION_LOST, type(SignalKind.ANOMALY, "jump"));
    assertEquals(ErrorType.UNKNOWN, type(SignalKind.ANOMALY, "delivery"));
    assertEquals(ErrorType.CONNECTION_LOST, type(SignalKind.SILENCE, "cadence"));
    assertEquals(ErrorType.UNKNOWN, type(SignalKind.SILENCE, "delivery"));
  }

  private static ErrorType type(SignalKind kind, String evidence) {
    Instant at = Instant.parse("2025-06-02T10:00:00Z");
    return Symptoms.of(
        Signal.newBuilder()
            .setFleet("shop")
            .setStage("orders/load")
            .setKind(kind)
            .setTransition(Transition.OPENED)
            .setSubject("throughput")
            .setAt(at)
            .setOpenedAt(at)
            .setSeenAt(at)
            .setEvidence(evidence)
            .setDirection(-1)
            .setHint(ErrorType.UNKNOWN)
            .build());
  }
}
