package dev.prunella.plant;

import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.SchemaEvent;
import dev.prunella.schemas.Telemetry;

/** What a plant shows of itself, in the order of time. */
public interface Output {

  void telemetry(Telemetry telemetry);

  void schema(SchemaEvent event);

  /** What a person did without a command. */
  void outcome(Outcome outcome);
}
