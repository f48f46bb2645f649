package dev.prunella.plant.scenario;

import dev.prunella.schemas.StageKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A pipeline, or several that are alike.
 *
 * @param name in the fleet
 * @param copies more than 1 makes name-1, name-2, ... of it
 * @param rate records per second that arrive in the mean of a day, more than 0; drawn per copy
 * @param stages a graph without circles; not empty
 * @param slo what it promises
 */
public record PipelineSpec(
    String name, int copies, Range rate, List<StageSpec> stages, SloSpec slo) {

  /** Records per second. */
  public static final Range USUAL_RATE = Range.of(30, 80);

  /** CDC ingest, Spark transform, warehouse load, and the DAG that starts the latter two. */
  public static final List<StageSpec> USUAL_STAGES =
      List.of(
          StageSpec.of("schedule", StageKind.ORCHESTRATE),
          StageSpec.of("ingest", StageKind.INGEST),
          StageSpec.of("transform", StageKind.TRANSFORM, "ingest", "schedule"),
          StageSpec.of("load", StageKind.LOAD, "transform"));

  public PipelineSpec {
    stages = List.copyOf(stages);
    Expect.name("the name of a pipeline", name);
    Expect.that(copies >= 1, name + ": copies", copies, "1 or more");
    Expect.that(rate.least() > 0, name + ": rate", rate, "more than 0 records per second");
    Expect.that(!stages.isEmpty(), name + ": stages", stages, "one or more");
    Expect.distinct(name + ": stages", stages.stream().map(StageSpec::name).toList());
    checkGraph(name, stages);
  }

  /** The usual four stages, at the usual rate. */
  public static PipelineSpec usual(String name) {
    return new PipelineSpec(name, 1, USUAL_RATE, USUAL_STAGES, SloSpec.USUAL);
  }

  /** The names of the pipelines that it makes. */
  public List<String> names() {
    return copies == 1
        ? List.of(name)
        : IntStream.rangeClosed(1, copies).mapToObj(i -> name + "-" + i).toList();
  }

  /** The stage of this name. */
  public Optional<StageSpec> stage(String stage) {
    return stages.stream().filter(each -> each.name().equals(stage)).findFirst();
  }

  public PipelineSpec copied(int times) {
    return new PipelineSpec(name, times, rate, stages, slo);
  }

  public PipelineSpec withRate(Range recordsPerSecond) {
    return new PipelineSpec(name, copies, recordsPerSecond, stages, slo);
  }

  public PipelineSpec withStages(StageSpec... graph) {
    return new PipelineSpec(name, copies, rate, List.of(graph), slo);
  }

  public PipelineSpec withSlo(SloSpec promised) {
    return new PipelineSpec(name, copies, rate, stages, promised);
  }

  private static void checkGraph(String pipeline, List<StageSpec> stages) {
    Map<String, List<String>> upstream = new HashMap<>();
    stages.forEach(stage -> upstream.put(stage.name(), stage.upstream()));
    for (StageSpec stage : stages) {
      for (String other : stage.upstream()) {
        Expect.that(
            upstream.containsKey(other),
            pipeline + "/" + stage.name() + ": upstream",
            "'" + other + "'",
            "one of " + stages.stream().map(StageSpec::name).toList());
      }
    }
    // Takes away what needs nothing that is left: what cannot be taken away goes round in circles.
    Set<String> left = new HashSet<>(upstream.keySet());
    List<String> free = new ArrayList<>();
    do {
      free.clear();
      for (String stage : left) {
        if (upstream.get(stage).stream().noneMatch(left::contains)) {
          free.add(stage);
        }
      }
      free.forEach(left::remove);
    } while (!free.isEmpty());
    Expect.that(left.isEmpty(), pipeline + ": upstream", "a circle of " + left, "one direction");
  }
}
