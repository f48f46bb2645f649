package dev.prunella.diagnose;

import dev.prunella.schemas.PipelineSettings;
import dev.prunella.schemas.StageSettings;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The stages of one fleet and what reads from what. Stages are named pipeline/stage. A stage that
 * the settings do not name has no edges, no target and no contract; asking about it is allowed.
 * Immutable.
 */
public final class PipelineGraph {
  private final Map<String, StageSettings> stages = new LinkedHashMap<>();
  private final Map<String, Set<String>> upstream = new LinkedHashMap<>();
  private final Map<String, Set<String>> downstream = new LinkedHashMap<>();
  private final Map<String, Set<String>> byTarget = new LinkedHashMap<>();

  public PipelineGraph(Collection<PipelineSettings> pipelines) {
    for (PipelineSettings pipeline : pipelines) {
      for (StageSettings stage : pipeline.getStages()) {
        String id = stageId(pipeline.getName(), stage.getName());
        stages.put(id, stage);
        if (!stage.getTarget().isEmpty()) {
          byTarget.computeIfAbsent(stage.getTarget(), t -> new LinkedHashSet<>()).add(id);
        }
        for (String from : stage.getUpstream()) {
          String source = from.indexOf('/') >= 0 ? from : stageId(pipeline.getName(), from);
          upstream.computeIfAbsent(id, s -> new LinkedHashSet<>()).add(source);
          downstream.computeIfAbsent(source, s -> new LinkedHashSet<>()).add(id);
        }
      }
    }
  }

  public static String stageId(String pipeline, String stage) {
    return pipeline + "/" + stage;
  }

  /** What the owner says of the stage, or null if the settings do not name it. */
  public StageSettings stage(String id) {
    return stages.get(id);
  }

  /** What an action on the stage acts on; empty if nothing is known that could be acted on. */
  public String target(String id) {
    StageSettings stage = stages.get(id);
    return stage == null ? "" : stage.getTarget();
  }

  /** Whether the stages are the same, one edge apart, or run on the same target. */
  public boolean near(String a, String b) {
    if (a.equals(b) || of(upstream, a).contains(b) || of(downstream, a).contains(b)) {
      return true;
    }
    String target = target(a);
    return !target.isEmpty() && byTarget.get(target).contains(b);
  }

  /** Every stage that data from this one flows to, itself not included. */
  public Set<String> reach(String id) {
    Set<String> seen = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(of(downstream, id));
    while (!open.isEmpty()) {
      String next = open.pop();
      if (!next.equals(id) && seen.add(next)) {
        open.addAll(of(downstream, next));
      }
    }
    return seen;
  }

  private static Set<String> of(Map<String, Set<String>> edges, String id) {
    return edges.getOrDefault(id, Collections.emptySet());
  }
}
