package dev.prunella.plant.fault;

import dev.prunella.schemas.ErrorType;
import java.util.Set;

/**
 * How one fault shows itself, for as long as it lasts: all that anybody sees of it who does not
 * know the cause.
 *
 * @param errorType what its error messages and metrics say that it is
 */
public record Visible(ErrorType errorType, Set<Symptom> symptoms) {
  public Visible {
    symptoms = Set.copyOf(symptoms);
  }
}
