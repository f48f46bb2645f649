package dev.prunella.plant;

import dev.prunella.plant.fault.Cause;
import dev.prunella.plant.fault.Fault;
import dev.prunella.plant.fault.SourceTable;
import dev.prunella.schemas.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A fault as it goes on. */
final class ActiveFault {
  /** However often it is made worse. */
  private static final double HARDEST = 4;

  private static final double WORSE = 1.6;

  final Fault fault;
  final Cause cause;
  private final String pipeline;
  private final Instant startedAt;
  private final Instant passesAt;
  private final Instant foundAt;
  private double hardness = 1;
  private Instant healedAt;
  private Action healedBy = Action.UNKNOWN;
  private String healer = "";
  private Instant recoveredAt;

  /**
   * @param passesAfter counts if it heals by itself
   * @param foundAfter how long people need who were not called
   */
  ActiveFault(
      Fault fault,
      Cause cause,
      String pipeline,
      Instant startedAt,
      Duration passesAfter,
      Duration foundAfter) {
    this.fault = fault;
    this.cause = cause;
    this.pipeline = pipeline;
    this.startedAt = startedAt;
    this.passesAt = cause.healsByItself() ? startedAt.plus(passesAfter) : Instant.MAX;
    this.foundAt = startedAt.plus(foundAfter);
  }

  /** Impairs the stage, as long as it lasts. */
  void strain(Stage stage, Instant now) {
    if (lasts(now)) {
      Duration age = Duration.between(startedAt, now);
      fault.strain(stage.condition, stage.kind, cause, hardness, age);
    }
  }

  SourceTable table(SourceTable usual, Instant now) {
    return lasts(now) ? fault.table(usual, cause) : usual;
  }

  private boolean lasts(Instant now) {
    boolean outlasts = fault.outlastsRemedy(cause) && now.isBefore(passesAt);
    return healedAt == null || outlasts;
  }

  boolean isHealed() {
    return healedAt != null;
  }

  boolean isRecovered() {
    return recoveredAt != null;
  }

  void passIfDue(Instant now) {
    if (!isHealed() && !now.isBefore(passesAt)) {
      healedAt = passesAt;
    }
  }

  /** Whether people have found it by now although nobody called them. */
  boolean isFound(Instant now) {
    return !isHealed() && !now.isBefore(foundAt);
  }

  void heal(Instant at, Action by, String who) {
    healedAt = at;
    healedBy = by;
    healer = who;
  }

  void recover(Instant at) {
    recoveredAt = at;
  }

  void worsen() {
    hardness = Math.min(HARDEST, WORSE * hardness);
  }

  Injection truth(String origin) {
    return new Injection(
        fault.name(),
        fault.errorType(),
        cause.name(),
        pipeline + "/" + origin,
        cause.healsByItself(),
        startedAt,
        Optional.ofNullable(healedAt),
        healedBy,
        healer,
        Optional.ofNullable(recoveredAt));
  }
}
