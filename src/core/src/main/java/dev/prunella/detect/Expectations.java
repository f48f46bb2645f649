package dev.prunella.detect;

import dev.prunella.detect.StageDetector.Expectation;
import dev.prunella.schemas.GuardrailSettings;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.StageSettings;
import java.util.HashMap;
import java.util.Map;

/** What the settings of all fleets say to the detectors. Immutable. */
public final class Expectations {

  private static final GuardrailSettings DEFAULT = GuardrailSettings.newBuilder().build();

  private final Map<String, Expectation> stages = new HashMap<>();
  private final Map<String, Expectation> others = new HashMap<>(); // by fleet

  public Expectations(Iterable<Settings> parts) {
    for (Settings part : parts) {
      if (part.getGuardrails() != null) {
        others.put(part.getFleet(), expectation(part.getGuardrails()));
      }
    }
    for (Settings part : parts) {
      if (part.getPipeline() != null) {
        Expectation other = other(part.getFleet());
        for (StageSettings stage : part.getPipeline().getStages()) {
          stages.put(
              key(part.getFleet(), part.getPipeline().getName() + "/" + stage.getName()),
              new Expectation(stage, other.maxEvidenceAgeMillis(), other.holdMillis()));
        }
      }
    }
  }

  /** The key that telemetry of a stage goes by: fleet/pipeline/stage. */
  public static String key(String fleet, String stage) {
    return fleet + "/" + stage;
  }

  /** What is said of the stage with this key, or of any stage of its fleet. */
  public Expectation of(String key) {
    Expectation named = stages.get(key);
    return named != null ? named : other(key.substring(0, key.indexOf('/')));
  }

  private Expectation other(String fleet) {
    Expectation other = others.get(fleet);
    return other != null ? other : expectation(DEFAULT);
  }

  private static Expectation expectation(GuardrailSettings limits) {
    return new Expectation(null, limits.getMaxEvidenceAgeMillis(), limits.getHoldMillis());
  }
}
