package dev.prunella.detect;

import dev.prunella.schemas.Telemetry;
import java.util.List;

/**
 * All that {@link StageDetector} keeps of one stage. What it hands out may be changed in place and
 * is then put back.
 */
public interface StageState {

  /** Null at first. */
  StageMemory memory();

  void remember(StageMemory memory);

  /** Null if the metric was never seen. */
  MetricWatch metric(String name);

  void put(String name, MetricWatch watch);

  /** Telemetry that waits for earlier telemetry that may still come; a copy. */
  List<Telemetry> held();

  void hold(List<Telemetry> telemetry);

  /** Forgets everything. */
  void clear();
}
