package dev.prunella.plant;

import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.SchemaEvent;
import dev.prunella.schemas.Telemetry;

/** The output of a plant to which nobody listens. */
final class Unheard implements Output {
  static final Output OUTPUT = new Unheard();

  private Unheard() {}

  @Override
  public void telemetry(Telemetry telemetry) {
    // nobody listens
  }

  @Override
  public void schema(SchemaEvent event) {
    // nobody listens
  }

  @Override
  public void outcome(Outcome outcome) {
    // nobody listens
  }

  @Override
  public boolean wantsTelemetry() {
    return false;
  }
}
