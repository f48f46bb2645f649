package dev.prunella.plant.rehearsal;

import dev.prunella.schemas.LearningSettings;
import dev.prunella.schemas.Settings;
import java.util.List;

/** The same settings with another learner, so that the same faults can be met by both. */
public final class LearnerSettings {

  private LearnerSettings() {}

  /**
   * @param learner as the settings know it: {@code runbook} is what a learner has to beat
   */
  public static List<Settings> with(String learner, List<Settings> settings) {
    return settings.stream()
        .map(part -> part.getLearning() == null ? part : with(learner, part))
        .toList();
  }

  private static Settings with(String learner, Settings part) {
    return Settings.newBuilder(part)
        .setLearning(LearningSettings.newBuilder(part.getLearning()).setLearner(learner).build())
        .build();
  }
}
