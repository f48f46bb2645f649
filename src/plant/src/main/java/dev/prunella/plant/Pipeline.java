package dev.prunella.plant;

import dev.prunella.plant.fault.SourceTable;
import dev.prunella.plant.scenario.PipelineSpec;
import dev.prunella.plant.scenario.Scenario;
import dev.prunella.plant.scenario.StageSpec;
import dev.prunella.plant.world.Chance;
import dev.prunella.schemas.SchemaEvent;
import dev.prunella.schemas.SchemaFormat;
import dev.prunella.schemas.StageKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A graph of stages, from the sources that records arrive at to where they are delivered. */
final class Pipeline {
  final String name;
  final PipelineSpec spec;
  final Promise promise;
  private final Map<String, Stage> byName = new LinkedHashMap<>();
  private final Stage[] stages; // in the order in which records come through them
  private final Stage[] sources;
  private final Stage[] working; // all but those that only start others
  private final Arrivals arrivals;
  private final double rate;
  private SourceTable usual;
  private SourceTable table;
  private int version;
  private long arrived;
  private int turn; // of the sources: who gets the odd record

  /** Multiple of the usual that arrives because of faults. */
  double flood = 1;

  Pipeline(
      String name,
      PipelineSpec spec,
      Scenario scenario,
      Map<String, Resource> resources,
      Chance chance) {
    this.name = name;
    this.spec = spec;
    promise = new Promise(spec.slo());
    rate = spec.rate().at(chance.draw("rate", name));
    List<StageSpec> ordered = inOrder(spec);
    Map<String, Double> rates = rates(ordered);
    for (StageSpec one : ordered) {
      byName.put(one.name(), stage(one, rates.get(one.name()), resources, chance));
    }
    stages = byName.values().toArray(new Stage[0]);
    ordered.forEach(this::connect);
    ordered.forEach(this::starters);
    working = byName.values().stream().filter(Pipeline::works).toArray(Stage[]::new);
    sources =
        byName.values().stream()
            .filter(stage -> works(stage) && stage.before.isEmpty())
            .toArray(Stage[]::new);
    arrivals =
        new Arrivals(
            name,
            rate,
            scenario.load(),
            scenario.start().toEpochMilli(),
            scenario.period().toMillis() / 1000.0,
            chance);
    usual = SourceTable.usual(name);
  }

  private static boolean works(Stage stage) {
    return stage.kind != StageKind.ORCHESTRATE;
  }

  private static boolean works(StageSpec stage) {
    return stage.kind() != StageKind.ORCHESTRATE;
  }

  /** Those that start others first, then each after all that it reads from. */
  private static List<StageSpec> inOrder(PipelineSpec spec) {
    List<StageSpec> ordered = new ArrayList<>();
    Set<String> done = new LinkedHashSet<>();
    spec.stages().stream().filter(stage -> !works(stage)).forEach(ordered::add);
    while (ordered.size() < spec.stages().size()) {
      for (StageSpec stage : spec.stages()) {
        boolean ready =
            stage.upstream().stream()
                .allMatch(other -> done.contains(other) || !works(spec.stage(other).orElseThrow()));
        if (works(stage) && ready && done.add(stage.name())) {
          ordered.add(stage);
        }
      }
    }
    return ordered;
  }

  /** Records per second that come to each stage in the mean. */
  private Map<String, Double> rates(List<StageSpec> ordered) {
    Map<String, Integer> readers = new HashMap<>();
    Map<String, Boolean> working = new HashMap<>();
    ordered.forEach(stage -> working.put(stage.name(), works(stage)));
    int sourceCount = 0;
    for (StageSpec stage : ordered) {
      boolean source = works(stage);
      for (String other : stage.upstream()) {
        if (works(stage) && working.get(other)) {
          readers.merge(other, 1, Integer::sum);
          source = false;
        }
      }
      sourceCount += source ? 1 : 0;
    }
    Map<String, Double> rates = new HashMap<>();
    for (StageSpec stage : ordered) {
      double sum = 0;
      boolean source = works(stage);
      for (String other : stage.upstream()) {
        if (works(stage) && working.get(other)) {
          sum += rates.get(other) / readers.get(other);
          source = false;
        }
      }
      rates.put(stage.name(), source ? rate / sourceCount : sum);
    }
    return rates;
  }

  private Stage stage(
      StageSpec spec, double usualRate, Map<String, Resource> resources, Chance chance) {
    Resource resource = resources.get(spec.resource());
    return switch (spec.kind()) {
      case ORCHESTRATE -> new Orchestration(name, spec, resource, chance);
      case TRANSFORM, LOAD -> new BatchStage(name, spec, usualRate, resource, chance);
      default -> new StreamStage(name, spec, usualRate, resource, chance);
    };
  }

  private void connect(StageSpec spec) {
    Stage stage = byName.get(spec.name());
    for (String other : spec.upstream()) {
      Stage from = byName.get(other);
      if (works(from) && works(stage)) {
        from.next.add(stage);
        stage.before.add(from);
      }
    }
  }

  /** Whoever stands upstream of a batch stage, however far, and starts batches, starts it. */
  private void starters(StageSpec spec) {
    if (!(byName.get(spec.name()) instanceof BatchStage batch)) {
      return;
    }
    Set<String> above = new LinkedHashSet<>(spec.upstream());
    List<String> open = new ArrayList<>(above);
    while (!open.isEmpty()) {
      StageSpec next = this.spec.stage(open.remove(open.size() - 1)).orElseThrow();
      next.upstream().stream().filter(above::add).forEach(open::add);
    }
    for (String other : above) {
      if (byName.get(other) instanceof Orchestration starter) {
        batch.starters.add(starter);
        starter.batches.add(batch);
      }
    }
  }

  static String subject(String pipeline) {
    return pipeline + "-value";
  }

  /** The stages that records arrive at. */
  List<Stage> sources() {
    return List.of(sources);
  }

  /** The stages that read what the sources write. */
  List<Stage> readers() {
    Set<Stage> readers = new LinkedHashSet<>();
    for (Stage source : sources) {
      readers.addAll(source.next);
    }
    return List.copyOf(readers);
  }

  Stage stage(String stageName) {
    return byName.get(stageName);
  }

  /** In the order in which records come through them; those that start others come first. */
  Stage[] stages() {
    return stages;
  }

  /** The columns' former names, of those that are renamed now. */
  List<String> renamedFrom() {
    return table == null ? List.of() : table.renamedFrom();
  }

  void clear() {
    flood = 1;
    for (Stage stage : stages) {
      stage.condition.clear();
    }
  }

  void step(long now, double seconds, Probe probe) {
    double load = arrivals.load(now);
    arrive(arrivals.during(now, load * flood));
    boolean heard = probe.isHeard();
    for (Stage stage : stages) {
      stage.turnTo(now, load, probe);
      stage.step(now, seconds, probe);
      if (heard) {
        stage.report(now, seconds, probe);
        stage.reportAlike(seconds, probe);
      }
    }
    for (Stage stage : working) {
      stage.grow();
    }
    promise.step(stages, now, seconds);
  }

  private void arrive(long records) {
    int ways = sources.length;
    if (ways == 0) {
      return;
    }
    arrived += records;
    long each = records / ways;
    int odd = (int) (records - each * ways);
    for (int i = 0; i < ways; i++) {
      sources[(turn + i) % ways].take(each + (i < odd ? 1 : 0));
    }
    turn = (turn + odd) % ways;
  }

  /** Whether all delivers as it should: what comes out is fresh, and the last tries succeeded. */
  boolean delivers() {
    if (!promise.isFresh()) {
      return false;
    }
    for (Stage stage : stages) {
      if (!stage.succeeds()) {
        return false;
      }
    }
    return true;
  }

  /** The table has one more column from now on, which no reader minds. */
  void addColumn(String column) {
    usual = usual.with(column, "[\"null\",\"string\"]");
  }

  /** The table is written as these faults have it; whoever listens hears of a new schema. */
  void write(List<ActiveFault> faults, String fleet, Instant now, Output out) {
    SourceTable next = usual;
    for (ActiveFault fault : faults) {
      next = fault.table(next, this);
    }
    if (!next.equals(table)) {
      table = next;
      out.schema(
          new SchemaEvent(
              fleet, subject(name), now, SchemaFormat.AVRO, ++version, table.avro(), false));
    }
  }

  Balance balance() {
    long delivered = 0;
    long dropped = 0;
    long underway = 0;
    for (Stage stage : working) {
      delivered += stage.next.isEmpty() ? stage.out : 0;
      dropped += stage.dropped;
      underway += stage.queue + stage.inFlight();
    }
    return new Balance(arrived, delivered, dropped, underway);
  }

  static Balance balance(Stage stage) {
    return new Balance(stage.in, stage.out, stage.dropped, stage.queue + stage.inFlight());
  }
}
