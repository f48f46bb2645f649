package dev.prunella.plant.fault;

import dev.prunella.plant.scenario.Range;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.StageKind;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A fault as it is written down. Probabilities and shares are ranges that worlds draw from. */
final class Draft {
  private static final Range NEVER = Range.of(0);

  private final String name;
  private final Set<StageKind> kinds;
  private String about = "";
  private final Map<ErrorType, Range> faces = new EnumMap<>(ErrorType.class);
  private final Map<Symptom, Range> symptoms = new EnumMap<>(Symptom.class);
  private final Map<Action, Range> heals = new LinkedHashMap<>();
  private final Map<Action, Range> harms = new LinkedHashMap<>();
  private Range passing = NEVER;
  private Range passes = NEVER;
  private Range ramp = NEVER;
  private Range flood = Range.of(1);
  private boolean shared;
  private boolean spoils;
  private TableChange table = TableChange.NONE;

  private Draft(String name, Set<StageKind> kinds) {
    this.name = name;
    this.kinds = kinds;
  }

  static Draft of(String name, StageKind... kinds) {
    return new Draft(name, Set.of(kinds));
  }

  Draft about(String sentence) {
    about = sentence;
    return this;
  }

  Draft seenAs(ErrorType type, double least, double most) {
    faces.put(type, Range.of(least, most));
    return this;
  }

  Draft shows(Symptom symptom, double least, double most) {
    symptoms.put(symptom, Range.of(least, most));
    return this;
  }

  Draft healedBy(Action action, double least, double most) {
    heals.put(action, Range.of(least, most));
    return this;
  }

  Draft worsenedBy(Action action, double least, double most) {
    harms.put(action, Range.of(least, most));
    return this;
  }

  /** Probability that it passes by itself, and after how many minutes it then does. */
  Draft passes(double least, double most, double fromMinutes, double toMinutes) {
    passing = Range.of(least, most);
    passes = Range.minutes(fromMinutes, toMinutes);
    return this;
  }

  Draft comesOver(double fromMinutes, double toMinutes) {
    ramp = Range.minutes(fromMinutes, toMinutes);
    return this;
  }

  Draft floods(double least, double most) {
    flood = Range.of(least, most);
    return this;
  }

  Draft hitsTheResource() {
    shared = true;
    return this;
  }

  Draft spoilsData() {
    spoils = true;
    return this;
  }

  Draft changes(TableChange change) {
    table = change;
    return this;
  }

  Fault fault() {
    return new Fault(
        name, about, kinds, faces, symptoms, heals, harms, passing, passes, ramp, shared, flood,
        spoils, table);
  }
}
