package dev.prunella.plant.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.plant.fault.Fault;
import dev.prunella.plant.fault.Symptom;
import dev.prunella.plant.fault.Visible;
import dev.prunella.plant.scenario.Range;
import dev.prunella.plant.scenario.Scenario;
import dev.prunella.plant.scenario.Shift;
import dev.prunella.plant.scenario.WorldSpec;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.StageKind;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class WorldTest {
  private static final Scenario USUAL = Scenario.calm("world");
  private static final Instant BEGIN = USUAL.troubleFrom();
  private static final Shift SHIFT = new Shift(Duration.ofDays(1), List.of(ErrorType.SKEW));
  private static final Instant AFTER = BEGIN.plus(Duration.ofDays(1));
  private static final Fault SKEWED = Fault.named("skewed partition");
  private static final Fault RENAMED = Fault.named("column renamed");

  @Test
  void shouldBeTheSameForTheSameSeedAndAnotherForAnother() {
    World world = new World(USUAL, 1);
    World other = new World(USUAL, 2);

    assertEquals(
        world.faults(StageKind.LOAD, BEGIN), new World(USUAL, 1).faults(StageKind.LOAD, BEGIN));
    assertNotEquals(world.faults(StageKind.LOAD, BEGIN), other.faults(StageKind.LOAD, BEGIN));
    assertNotEquals(
        world.heals(SKEWED, Action.SCALE_UP, BEGIN), other.heals(SKEWED, Action.SCALE_UP, BEGIN));
  }

  @Test
  void shouldMixTheFaultsThatCanBeginAtAStage() {
    for (StageKind kind : StageKind.values()) {
      Map<Fault, Double> mix = new World(USUAL, 3).faults(kind, BEGIN);
      mix.keySet().forEach(fault -> assertTrue(fault.kinds().contains(kind)));
      double sum = mix.values().stream().mapToDouble(Double::doubleValue).sum();
      assertEquals(kind == StageKind.UNKNOWN ? 0 : 1, sum, 1e-9);
    }
  }

  @Test
  void shouldTellTheProbabilityOfWhatItShows() {
    World world = new World(USUAL, 4);
    RandomGenerator random = new SplittableRandom(4);
    int draws = 200_000;
    Map<ErrorType, Integer> types = new EnumMap<>(ErrorType.class);
    Map<Symptom, Integer> symptoms = new EnumMap<>(Symptom.class);
    Map<Visible, Integer> seen = new HashMap<>();
    for (int i = 0; i < draws; i++) {
      Visible visible = world.visible(SKEWED, BEGIN, random);
      types.merge(visible.errorType(), 1, Integer::sum);
      visible.symptoms().forEach(symptom -> symptoms.merge(symptom, 1, Integer::sum));
      seen.merge(visible, 1, Integer::sum);
    }
    Visible often =
        seen.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    double probability = world.shows(SKEWED, StageKind.TRANSFORM, often, BEGIN);
    assertEquals(probability, seen.get(often) / (double) draws, 0.1 * probability);
    assertEquals(SKEWED.faces().keySet(), types.keySet());
    assertTrue(symptoms.get(Symptom.TASKS_SKEWED) > symptoms.get(Symptom.AUTH_ERRORS));
    assertEquals(
        0, world.shows(SKEWED, StageKind.LOAD, new Visible(ErrorType.QUOTA, Set.of()), BEGIN));
  }

  @Test
  void shouldTellAllBySymptomsWithoutAmbiguityAndNothingWithAllOfIt() {
    Visible seen =
        new Visible(ErrorType.TIMEOUT, Set.of(Symptom.TASKS_SKEWED, Symptom.MEMORY_HIGH));
    Fault other = Fault.named("worker lost");
    World clear = ambiguous(0);
    World blurred = ambiguous(1);

    double skewed = symptomsAlone(clear, SKEWED, seen);
    double lost = symptomsAlone(clear, other, seen);
    assertTrue(skewed > 100 * lost, skewed + " and " + lost);
    assertEquals(
        1, symptomsAlone(blurred, SKEWED, seen) / symptomsAlone(blurred, other, seen), 1e-6);
  }

  /** How much likelier the symptoms are than none, given the error type. */
  private static double symptomsAlone(World world, Fault fault, Visible seen) {
    Visible none = new Visible(seen.errorType(), Set.of());
    return world.shows(fault, StageKind.TRANSFORM, seen, BEGIN)
        / world.shows(fault, StageKind.TRANSFORM, none, BEGIN);
  }

  private static World ambiguous(double ambiguity) {
    WorldSpec spec = WorldSpec.USUAL.withAmbiguity(Range.of(ambiguity));
    return new World(USUAL.withWorld(spec), 5);
  }

  @Test
  void shouldMakeAnotherActionRightAfterAShift() {
    World world = new World(USUAL.withShifts(SHIFT), 6);

    assertEquals(0, world.regime(SKEWED, AFTER.minusSeconds(1)));
    assertEquals(1, world.regime(SKEWED, AFTER));
    assertNotEquals(world.remedy(SKEWED, 0), world.remedy(SKEWED, 1));
    assertNotEquals(
        world.faults(StageKind.TRANSFORM, BEGIN), world.faults(StageKind.TRANSFORM, AFTER));
    assertEquals(0, world.regime(RENAMED, AFTER), "it is never seen as skew");
    assertEquals(
        world.heals(RENAMED, Action.ROLL_BACK, BEGIN),
        world.heals(RENAMED, Action.ROLL_BACK, AFTER));
  }

  @Test
  void shouldHealAndHarmAsOftenAsItSays() {
    World world = new World(USUAL, 7);
    int healed = 0;
    int harmed = 0;
    int draws = 10_000;
    for (int i = 0; i < draws; i++) {
      double luck = i / (double) draws;
      boolean works = !world.callFails((i * 7919 % draws) / (double) draws);
      healed += works && world.heals(SKEWED, 0, Action.SCALE_UP, luck) ? 1 : 0;
      harmed += works && world.harms(SKEWED, 0, Action.SCALE_OUT, luck) ? 1 : 0;
    }
    assertEquals(world.heals(SKEWED, Action.SCALE_UP, BEGIN), healed / (double) draws, 0.01);
    assertEquals(world.harms(SKEWED, Action.SCALE_OUT, BEGIN), harmed / (double) draws, 0.01);
  }

  @Test
  void shouldTellWhenFaultsPass() {
    World world = new World(USUAL, 8);
    Fault passing = Fault.named("glitch");
    Duration most = Duration.ofSeconds((long) passing.passes().most());
    int passed = 0;
    int early = 0;
    int draws = 4_000;
    Duration half = Duration.ofSeconds((long) passing.passes().middle());
    for (int i = 0; i < draws; i++) {
      Duration after = world.passesAfter(passing, i);
      passed += after != null ? 1 : 0;
      early += after != null && after.compareTo(half) <= 0 ? 1 : 0;
    }
    assertEquals(world.passesWithin(passing, Duration.ZERO, most), passed / (double) draws, 0.03);
    assertEquals(world.passesWithin(passing, Duration.ZERO, half), early / (double) draws, 0.03);
    assertEquals(0, world.passesWithin(passing, most, most), 1e-9);
    assertEquals(0, world.passesWithin(SKEWED, Duration.ZERO, most));
  }

  @Test
  void shouldTellHowLongPeopleNeedInTheMean() {
    World world = new World(USUAL, 9);
    double sum = 0;
    double found = 0;
    int draws = 4_000;
    for (int i = 0; i < draws; i++) {
      sum += world.repair(BEGIN.plus(Duration.ofHours(12)), i).toSeconds();
      found += world.found(BEGIN.plus(Duration.ofHours(12)), i).toSeconds();
    }
    assertEquals(1, sum / draws / world.people().toSeconds(), 0.03);
    assertEquals(1, found / draws / world.unpaged().toSeconds(), 0.03);
  }
}
