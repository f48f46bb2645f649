package dev.prunella.app;

import dev.prunella.schemas.PipelineSettings;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.StageSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The fleets that the topic settings knows.
 *
 * @param parts the documents of each fleet; those that cannot be read are left out
 * @param where the topic, for messages
 */
record Fleets(Map<String, List<Settings>> parts, String where) {

  static Fleets of(Map<String, Optional<Settings>> published, String where) {
    Map<String, List<Settings>> parts = new TreeMap<>();
    published.forEach(
        (key, document) -> {
          List<Settings> known =
              parts.computeIfAbsent(SettingsChange.fleet(key), fleet -> new ArrayList<>());
          document.ifPresent(known::add);
        });
    return new Fleets(parts, where);
  }

  /**
   * Their names.
   *
   * @throws Failure if there are none
   */
  Set<String> some() {
    if (parts.isEmpty()) {
      throw Failure.failed(
          "there is no fleet in " + where + "; publish some with ./prunella apply");
    }
    return parts.keySet();
  }

  /**
   * The documents of a fleet.
   *
   * @throws Failure if there is no such fleet
   */
  List<Settings> require(String fleet) {
    if (!some().contains(fleet)) {
      throw Failure.failed(
          "there is no fleet '"
              + fleet
              + "' in "
              + where
              + "; known: "
              + String.join(", ", parts.keySet()));
    }
    return parts.get(fleet);
  }

  /** The stages of a fleet, as pipeline/stage. */
  List<String> stages(String fleet) {
    List<String> stages = new ArrayList<>();
    for (Settings part : require(fleet)) {
      PipelineSettings pipeline = part.getPipeline();
      if (pipeline != null) {
        for (StageSettings stage : pipeline.getStages()) {
          stages.add(pipeline.getName() + "/" + stage.getName());
        }
      }
    }
    return stages;
  }
}
