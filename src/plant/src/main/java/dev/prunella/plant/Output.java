package dev.prunella.plant;

import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.SchemaEvent;
import dev.prunella.schemas.Telemetry;

/** What a plant shows of itself, in the order in which it comes. */
public interface Output {

  void telemetry(Telemetry telemetry);

  void schema(SchemaEvent event);

  /** What a person did without a command. */
  void outcome(Outcome outcome);

  /** Whether telemetry is of use; if not, none is made, and the plant runs much faster. */
  default boolean wantsTelemetry() {
    return true;
  }

  /** Nobody listens. */
  static Output unheard() {
    return Unheard.OUTPUT;
  }
}
