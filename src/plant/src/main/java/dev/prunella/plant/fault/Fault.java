package dev.prunella.plant.fault;

import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.StageKind;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * One way in which a stage fails: what can be behind it, and what it does to the stage. A fault has
 * no state of its own.
 */
public interface Fault {

  /** Every fault there is. */
  List<Fault> ALL =
      List.of(
          new SchemaMismatch(),
          new Timeout(),
          new DataCorruption(),
          new MemoryExhaustion(),
          new DiskExhaustion(),
          new Backlog(),
          new LostConnection());

  /** What is always so of it. */
  Traits traits();

  default String name() {
    return traits().name();
  }

  default ErrorType errorType() {
    return traits().errorType();
  }

  default StageKind origin() {
    return traits().origin();
  }

  default List<Cause> causes() {
    return traits().causes();
  }

  /** Where an action can heal it. */
  default Set<StageKind> healedAt() {
    return Set.of(origin());
  }

  /** What becomes of the table that the source writes. */
  default SourceTable table(SourceTable usual, Cause cause) {
    return usual;
  }

  /** Whether it goes on after a remedy, which only makes the stage bear it. */
  default boolean outlastsRemedy(Cause cause) {
    return false;
  }

  /**
   * Impairs a stage of the pipeline for one moment.
   *
   * @param at what the stage does in its pipeline
   * @param hardness 1 as it begins; more once it was made worse
   * @param age since the fault began
   */
  void strain(Condition condition, StageKind at, Cause cause, double hardness, Duration age);

  /**
   * The cause of this name.
   *
   * @throws IllegalArgumentException if the fault has none
   */
  default Cause cause(String name) {
    return causes().stream()
        .filter(cause -> cause.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'%s' has no cause '%s'; known are %s"
                        .formatted(name(), name, causes().stream().map(Cause::name).toList())));
  }

  /**
   * The fault of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Fault named(String name) {
    return ALL.stream()
        .filter(fault -> fault.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no fault '%s'; known are %s"
                        .formatted(name, ALL.stream().map(Fault::name).toList())));
  }
}
