package dev.prunella.heal;

import dev.prunella.diagnose.PipelineGraph;
import dev.prunella.learn.RunbookPrior;
import dev.prunella.schemas.AutonomySettings;
import dev.prunella.schemas.FreezeSettings;
import dev.prunella.schemas.GuardrailSettings;
import dev.prunella.schemas.LearningSettings;
import dev.prunella.schemas.PipelineSettings;
import dev.prunella.schemas.RunbookSettings;
import dev.prunella.schemas.Settings;
import java.util.ArrayList;
import java.util.List;

/**
 * A fleet's settings, all parts together. What is not set has its default, which is always the
 * careful one.
 *
 * @param graph of all its pipelines
 * @param autonomy null if not set
 * @param limits of the guardrails
 * @param freeze null if not set
 * @param learning how its policy learns
 * @param prior what is believed before anything was learned
 */
public record FleetSettings(
    PipelineGraph graph,
    AutonomySettings autonomy,
    GuardrailSettings limits,
    FreezeSettings freeze,
    LearningSettings learning,
    RunbookPrior prior) {

  /** All parts of one fleet, in any order. */
  public static FleetSettings of(Iterable<Settings> parts) {
    List<PipelineSettings> pipelines = new ArrayList<>();
    AutonomySettings autonomy = null;
    GuardrailSettings limits = GuardrailSettings.newBuilder().build();
    FreezeSettings freeze = null;
    RunbookSettings runbook = null;
    LearningSettings learning = LearningSettings.newBuilder().build();
    for (Settings part : parts) {
      if (part.getPipeline() != null) {
        pipelines.add(part.getPipeline());
      }
      autonomy = part.getAutonomy() != null ? part.getAutonomy() : autonomy;
      limits = part.getGuardrails() != null ? part.getGuardrails() : limits;
      freeze = part.getFreeze() != null ? part.getFreeze() : freeze;
      runbook = part.getRunbook() != null ? part.getRunbook() : runbook;
      learning = part.getLearning() != null ? part.getLearning() : learning;
    }
    return new FleetSettings(
        new PipelineGraph(pipelines),
        autonomy,
        limits,
        freeze,
        learning,
        new RunbookPrior(runbook));
  }
}
