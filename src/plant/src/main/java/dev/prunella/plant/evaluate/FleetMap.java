package dev.prunella.plant.evaluate;

import dev.prunella.plant.Injection;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.StageKind;
import dev.prunella.schemas.StageSettings;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a fleet's settings say of its stages. */
final class FleetMap {
  private final Map<String, StageSettings> stages = new HashMap<>(); // by pipeline/stage

  FleetMap(List<Settings> settings) {
    for (Settings part : settings) {
      if (part.getPipeline() != null) {
        for (StageSettings stage : part.getPipeline().getStages()) {
          stages.put(part.getPipeline().getName() + "/" + stage.getName(), stage);
        }
      }
    }
  }

  static String pipeline(String stage) {
    int slash = stage.indexOf('/');
    return slash < 0 ? stage : stage.substring(0, slash);
  }

  /** The pipelines that a fault hurts. */
  Set<String> hit(Injection fault) {
    Set<String> pipelines = new HashSet<>();
    pipelines.add(fault.pipeline());
    fault.alsoHit().forEach(stage -> pipelines.add(pipeline(stage)));
    return pipelines;
  }

  StageKind kind(String stage) {
    return stages.containsKey(stage) ? stages.get(stage).getKind() : StageKind.UNKNOWN;
  }

  Collection<Action> permitted(String stage) {
    StageSettings settings = stages.get(stage);
    return settings == null || settings.getContract() == null
        ? List.of()
        : settings.getContract().getPermits();
  }
}
