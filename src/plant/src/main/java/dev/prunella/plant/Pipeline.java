package dev.prunella.plant;

import dev.prunella.plant.fault.SourceTable;
import dev.prunella.schemas.SchemaEvent;
import dev.prunella.schemas.SchemaFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** DMS ingest, Glue transform, Redshift load, and the Airflow DAG that starts the latter two. */
final class Pipeline {
  final String name;
  final List<Stage> stages;
  final List<ActiveFault> faults = new ArrayList<>(); // all that ever were
  private final Arrivals arrivals;
  private final Ingest ingest;
  private final Transform transform;
  private final Load load;
  private final SourceTable usual;
  private SourceTable table;
  private int version;
  private long arrived;

  /**
   * A pipeline as the world has it: 30 to 80 records per second, up to 20 % more in the busiest
   * hour, which is one of the day.
   */
  Pipeline(String name, Chance chance) {
    this.name = name;
    RandomGenerator size = chance.stream("size", name);
    double rate = 30 + 50 * size.nextDouble();
    double swing = 0.05 + 0.15 * size.nextDouble();
    double busiest = 9 + 8 * size.nextDouble();
    arrivals = new Arrivals(chance.stream("arrivals", name), rate, swing, busiest);
    load = new Load(rate, chance.stream("load", name));
    transform = new Transform(rate, load, chance.stream("transform", name));
    ingest = new Ingest(rate, transform, chance.stream("ingest", name));
    stages =
        List.of(
            new Orchestration(chance.stream("schedule", name), transform, load),
            ingest,
            transform,
            load);
    usual = SourceTable.usual(name);
  }

  static String subject(String pipeline) {
    return pipeline + "-value";
  }

  Stage stage(String stageName) {
    for (Stage stage : stages) {
      if (stage.name.equals(stageName)) {
        return stage;
      }
    }
    return null;
  }

  /** What is still wrong. */
  List<ActiveFault> lasting() {
    return faults.stream().filter(fault -> !fault.isHealed()).toList();
  }

  List<Injection> injections() {
    return faults.stream().map(fault -> fault.truth(origin(fault).name)).toList();
  }

  Stage origin(ActiveFault fault) {
    for (Stage stage : stages) {
      if (stage.kind == fault.fault.origin()) {
        return stage;
      }
    }
    throw new IllegalArgumentException("no stage is " + fault.fault.origin());
  }

  /** The columns' former names, of those that are renamed now. */
  List<String> renamedFrom() {
    return table.renamedFrom();
  }

  void step(String fleet, Instant now, double seconds, Output out) {
    List<ActiveFault> active = faults.stream().filter(fault -> !fault.isRecovered()).toList();
    active.forEach(fault -> fault.passIfDue(now));
    writeTable(fleet, now, out);
    for (Stage stage : stages) {
      stage.condition.clear();
      faults.forEach(fault -> fault.strain(stage, now));
    }
    long millis = now.toEpochMilli();
    long more = arrivals.during(millis, seconds, ingest.condition.arrivals());
    arrived += more;
    ingest.queue += more;
    for (Stage stage : stages) {
      stage.step(millis, seconds, probe(fleet, stage, now, out));
    }
    if (stages.stream().allMatch(Stage::isWell)) {
      active.stream().filter(ActiveFault::isHealed).forEach(fault -> fault.recover(now));
    }
  }

  Probe probe(String fleet, Stage stage, Instant now, Output out) {
    return new Probe(fleet, name + "/" + stage.name, now, out);
  }

  private void writeTable(String fleet, Instant now, Output out) {
    SourceTable next = usual;
    for (ActiveFault fault : faults) {
      next = fault.table(next, now);
    }
    if (!next.equals(table)) {
      table = next;
      out.schema(
          new SchemaEvent(
              fleet, subject(name), now, SchemaFormat.AVRO, ++version, table.avro(), false));
    }
  }

  Balance balance() {
    long underway =
        ingest.queue + transform.queue + transform.inFlight() + load.queue + load.inFlight();
    return new Balance(arrived, load.delivered, transform.quarantined + load.quarantined, underway);
  }
}
