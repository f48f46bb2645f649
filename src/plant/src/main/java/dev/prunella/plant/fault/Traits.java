package dev.prunella.plant.fault;

import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.StageKind;
import java.util.List;

/**
 * What is always so of a fault.
 *
 * @param errorType what somebody who knows the truth calls it
 * @param origin where it begins
 * @param causes what can be behind it; not empty
 */
public record Traits(String name, ErrorType errorType, StageKind origin, List<Cause> causes) {

  static Traits of(String name, ErrorType errorType, StageKind origin, Cause... causes) {
    return new Traits(name, errorType, origin, List.of(causes));
  }
}
