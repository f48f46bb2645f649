package dev.prunella.executor;

import dev.prunella.diagnose.PipelineGraph;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.AllowRule;
import dev.prunella.schemas.AutonomySettings;
import dev.prunella.schemas.FreezeSettings;
import dev.prunella.schemas.PipelineSettings;
import dev.prunella.schemas.Settings;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Of a fleet's settings, what an executor goes by.
 *
 * @param autonomy null if not set
 * @param freeze null if not set
 * @param allow the actions that executors may take, by service
 */
record FleetRules(
    PipelineGraph graph,
    AutonomySettings autonomy,
    FreezeSettings freeze,
    Map<String, Set<Action>> allow) {

  static FleetRules of(Iterable<Settings> parts) {
    List<PipelineSettings> pipelines = new ArrayList<>();
    AutonomySettings autonomy = null;
    FreezeSettings freeze = null;
    Map<String, Set<Action>> allow = new HashMap<>();
    for (Settings part : parts) {
      if (part.getPipeline() != null) {
        pipelines.add(part.getPipeline());
      }
      autonomy = part.getAutonomy() != null ? part.getAutonomy() : autonomy;
      freeze = part.getFreeze() != null ? part.getFreeze() : freeze;
      if (part.getExecutors() != null) {
        for (AllowRule rule : part.getExecutors().getAllow()) {
          allow
              .computeIfAbsent(rule.getService(), s -> EnumSet.noneOf(Action.class))
              .addAll(rule.getActions());
        }
      }
    }
    return new FleetRules(new PipelineGraph(pipelines), autonomy, freeze, allow);
  }

  boolean allows(String service, Action action) {
    return allow.getOrDefault(service, Set.of()).contains(action);
  }
}
