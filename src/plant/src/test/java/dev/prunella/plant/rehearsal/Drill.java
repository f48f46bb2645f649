package dev.prunella.plant.rehearsal;

import dev.prunella.plant.Plant;
import dev.prunella.plant.fault.Fault;
import dev.prunella.plant.scenario.FaultSpec;
import dev.prunella.plant.scenario.PlannedFault;
import dev.prunella.plant.scenario.Scenario;
import dev.prunella.plant.scenario.TelemetrySpec;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.RunbookRule;
import dev.prunella.schemas.RunbookSettings;
import dev.prunella.schemas.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The same fault, again and again at the transform of one pipeline, so far apart that each is over
 * before the next one begins.
 *
 * @param seenAs what it looks like
 * @param faults how many
 * @param learner as the settings know it
 * @param runbook what the team does about this kind of failure, first choice first
 */
record Drill(Fault fault, ErrorType seenAs, int faults, String learner, List<Action> runbook) {
  private static final Instant START = Instant.parse("2025-06-02T00:00:00Z");

  /** Detectors need a day to know what is usual. */
  private static final Duration WARM = Duration.ofHours(30);

  /** Longer than three actions in vain, a page, and the repair by hand take. */
  private static final Duration SPACE = Duration.ofMinutes(180);

  Rehearsal run(long seed) {
    List<PlannedFault> planned = new ArrayList<>();
    for (int i = 0; i < faults; i++) {
      planned.add(
          PlannedFault.of(fault.name(), "orders", SPACE.multipliedBy(i))
              .at("transform")
              .shownAs(seenAs));
    }
    Scenario scenario =
        Scenario.of("drill")
            .withFleet("shop")
            .withStart(START)
            .withWarmUp(WARM)
            .withLength(SPACE.multipliedBy(faults))
            .withPipelines("orders")
            .withTelemetry(TelemetrySpec.CLEAN)
            .withFaults(FaultSpec.NONE.withPlanned(planned));
    Plant plant = new Plant(scenario, seed);
    Rehearsal rehearsal = new Rehearsal(plant, settings(plant), scenario.period(), seed);
    rehearsal.advanceTo(end());
    return rehearsal;
  }

  private Instant end() {
    return START.plus(WARM).plus(SPACE.multipliedBy(faults));
  }

  List<Episode> episodes(long seed) {
    return episodes(run(seed));
  }

  List<Episode> episodes(Rehearsal rehearsal) {
    return Episode.of(rehearsal.plant().injections(), rehearsal.incidents(), SPACE, end());
  }

  private List<Settings> settings(Plant plant) {
    List<Settings> parts = new ArrayList<>(plant.settings(START));
    parts.replaceAll(
        part ->
            switch (part.getPart()) {
              case "runbook" ->
                  Settings.newBuilder(part)
                      .setRunbook(new RunbookSettings(List.of(new RunbookRule(seenAs, runbook))))
                      .build();
              default -> part;
            });
    return LearnerSettings.with(learner, parts);
  }

  /** Mean seconds to recover, over these episodes. */
  static double mean(List<Episode> episodes) {
    return episodes.stream()
        .mapToLong(episode -> episode.toRecover().toSeconds())
        .average()
        .orElseThrow();
  }
}
