package dev.prunella.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import dev.prunella.schemas.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

  @Test
  void shouldNotLetWhatGoesAlongWithAFailureChangeTheDiagnosis() {
    PipelineGraph graph = new PipelineGraph(List.of());
    Signal failure =
        Signal.newBuilder(signal(SignalKind.FAILURE, "run")).setHint(ErrorType.TIMEOUT).build();
    List<Signal> evidence = new ArrayList<>(List.of(failure));
    for (String symptom : List.of("THROTTLE_REPLIES", "LOCKS_HELD", "MEMORY_HIGH")) {
      evidence.add(
          Signal.newBuilder(signal(SignalKind.ANOMALY, Evidence.SYMPTOM))
              .setSubject(symptom)
              .setStage("orders/ingest")
              .build());
    }
    RootCause cause = RootCause.of(evidence, graph);

    assertEquals(new RootCause("orders/load", ErrorType.TIMEOUT, 1), cause);
    RootCause nothing = RootCause.of(evidence.subList(1, 4), graph);
    assertEquals(new RootCause("orders/ingest", ErrorType.UNKNOWN, 0), nothing);
  }

  private static ErrorType type(SignalKind kind, String evidence) {
    return Symptoms.of(signal(kind, evidence));
  }

  private static Signal signal(SignalKind kind, String evidence) {
    Instant at = Instant.parse("2025-06-02T10:00:00Z");
    return Signal.newBuilder()
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
        .build();
  }
}
