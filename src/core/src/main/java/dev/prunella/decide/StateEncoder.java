package dev.prunella.decide;

import dev.prunella.schemas.DecisionState;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.LatencyBucket;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.StageKind;
import dev.prunella.schemas.StageSettings;
import java.util.Locale;

/** What the policy sees of an incident. */
public final class StateEncoder {

  /** From this multiple of the expected latency on it counts as extreme. */
  private static final double EXTREME = 3;

  private StateEncoder() {}

  /**
   * The state of the incident as it stands.
   *
   * @param stage what the owner says of the root stage; null if the settings do not name it
   */
  public static DecisionState encode(Incident incident, StageSettings stage) {
    return new DecisionState(
        incident.getErrorType(),
        stage == null ? StageKind.UNKNOWN : stage.getKind(),
        latency(incident),
        incident.getAttempts(),
        incident.getLastAction());
  }

  private static LatencyBucket latency(Incident incident) {
    LatencyBucket worst = LatencyBucket.UNKNOWN;
    for (Signal signal : incident.getEvidence()) {
      String metric = signal.getSubject().toLowerCase(Locale.ROOT);
      boolean here = signal.getStage().equals(incident.getRootStage());
      if (here && (metric.contains("latency") || metric.contains("duration"))) {
        LatencyBucket bucket = bucket(signal.getObserved(), signal.getExpected());
        worst = bucket.compareTo(worst) > 0 ? bucket : worst;
      }
    }
    return worst;
  }

  private static LatencyBucket bucket(double observed, double expected) {
    if (observed <= expected) {
      return LatencyBucket.NORMAL;
    }
    return observed > EXTREME * expected ? LatencyBucket.EXTREME : LatencyBucket.HIGH;
  }
}
