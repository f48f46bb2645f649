package dev.prunella.plant.world;

import dev.prunella.plant.fault.Fault;
import dev.prunella.plant.fault.Symptom;
import dev.prunella.plant.fault.Visible;
import dev.prunella.plant.scenario.PeopleSpec;
import dev.prunella.plant.scenario.Range;
import dev.prunella.plant.scenario.Scenario;
import dev.prunella.plant.scenario.Shift;
import dev.prunella.plant.scenario.WorldSpec;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.Operation;
import dev.prunella.schemas.OperationKind;
import dev.prunella.schemas.StageKind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What holds in one simulated fleet and nobody in it knows: how often which fault is behind what,
 * how far symptoms betray it, how surely and how fast actions work. Drawn by seed from the ranges
 * of the scenario and of the faults, so that a policy must learn each world. {@code docs/plant.md}
 * says where the ranges come from.
 *
 * <p>A fault's regime counts the shifts that concern it. In each regime its share in the mix and
 * its probabilities are drawn anew, and from one regime to the next its remedies change places: the
 * probabilities that the first one had are the second one's now.
 */
public final class World implements Odds {

  /** Seconds until an action has its effect, about; see docs/plant.md. */
  private static final Map<Action, Integer> SECONDS =
      new EnumMap<>(
          Map.ofEntries(
              Map.entry(Action.RETRY_WITH_BACKOFF, 20),
              Map.entry(Action.APPLY_SCHEMA_REMAP, 90),
              Map.entry(Action.REROUTE, 120),
              Map.entry(Action.SCALE_OUT, 150),
              Map.entry(Action.SCALE_UP, 240),
              Map.entry(Action.SCALE_IN, 60),
              Map.entry(Action.THROTTLE, 20),
              Map.entry(Action.RESCHEDULE, 30),
              Map.entry(Action.RESTART, 120),
              Map.entry(Action.ROLL_BACK, 180),
              Map.entry(Action.QUARANTINE, 60),
              Map.entry(Action.CANCEL_BLOCKING_QUERY, 15)));

  private static final int AT_ONCE = 5; // seconds

  /** Share of an incident's worth that an action costs: money, work of people, work done twice. */
  private static final Map<Action, Double> COSTS =
      new EnumMap<>(
          Map.ofEntries(
              Map.entry(Action.SCALE_OUT, 0.1),
              Map.entry(Action.SCALE_UP, 0.15),
              Map.entry(Action.THROTTLE, 0.1),
              Map.entry(Action.RESTART, 0.05),
              Map.entry(Action.REROUTE, 0.08),
              Map.entry(Action.APPLY_SCHEMA_REMAP, 0.05),
              Map.entry(Action.ROLL_BACK, 0.1),
              Map.entry(Action.QUARANTINE, 0.1),
              Map.entry(Action.PAGE_HUMAN, 0.5)));

  private static final double USUAL_COST = 0.02;

  /** At ambiguity 0 a symptom that is not a fault's own is this seldom seen with it. */
  private static final double SELDOM = 0.01;

  /** From 22 to 6 o'clock all that people do takes so many times as long if they sleep then. */
  private static final double ASLEEP = 2.5;

  private static final int NIGHT_BEGINS = 22; // hour of the day, UTC
  private static final int NIGHT_ENDS = 6;
  private static final double NIGHT = 8 / 24.0;

  /** How often each symptom is seen, whatever is wrong: the mean over all faults. */
  private static final Map<Symptom, Double> BASE = base();

  private final Scenario scenario;
  private final Chance chance;
  private final double ambiguity;
  private final double remedies;
  private final double harms;
  private final double callsFail;
  private final double concentration;
  private final Map<Action, Double> paces = new EnumMap<>(Action.class);
  private final Map<Fault, List<Truth>> truths = new HashMap<>(); // by regime
  private final Map<String, Map<Fault, Double>> mixes = new HashMap<>(); // by kind and shifts

  /** What holds of one fault in one regime. */
  private record Truth(
      Map<ErrorType, Double> faces,
      Map<Symptom, Double> symptoms,
      Map<Action, Double> heals,
      Map<Action, Double> harms,
      double passing,
      Range passes) {

    Action best() {
      Action best = Action.UNKNOWN;
      for (Map.Entry<Action, Double> one : heals.entrySet()) {
        best = best == Action.UNKNOWN || one.getValue() > heals.get(best) ? one.getKey() : best;
      }
      return best;
    }
  }

  /** The world of this seed. */
  public World(Scenario scenario, long seed) {
    this.scenario = scenario;
    chance = new Chance(seed);
    WorldSpec spec = scenario.world();
    ambiguity = spec.ambiguity().at(chance.draw("ambiguity"));
    remedies = spec.remedies().at(chance.draw("remedies"));
    harms = spec.harms().at(chance.draw("harms"));
    callsFail = spec.callsFail().at(chance.draw("calls fail"));
    concentration = spec.concentration().at(chance.draw("concentration"));
    for (Action action : Action.values()) {
      paces.put(action, spec.pace().at(chance.draw("pace", action.name())));
    }
  }

  /** Where all that this world decides by chance comes from. */
  public Chance chance() {
    return chance;
  }

  private static Map<Symptom, Double> base() {
    Map<Symptom, Double> base = new EnumMap<>(Symptom.class);
    for (Symptom symptom : Symptom.values()) {
      double sum = 0;
      for (Fault fault : Fault.ALL) {
        Range own = fault.symptoms().get(symptom);
        sum += own == null ? SELDOM : own.middle();
      }
      base.put(symptom, sum / Fault.ALL.size());
    }
    return base;
  }

  /** How many shifts that concern the fault lie before this time. */
  public int regime(Fault fault, Instant at) {
    int regime = 0;
    for (Shift shift : scenario.shifts()) {
      if (hasCome(shift, at) && concerns(shift, fault)) {
        regime++;
      }
    }
    return regime;
  }

  private boolean hasCome(Shift shift, Instant at) {
    return !at.isBefore(scenario.troubleFrom().plus(shift.at()));
  }

  private static boolean concerns(Shift shift, Fault fault) {
    return shift.errorTypes().isEmpty()
        || shift.errorTypes().stream().anyMatch(fault.faces()::containsKey);
  }

  private Truth truth(Fault fault, Instant at) {
    return truth(fault, regime(fault, at));
  }

  private Truth truth(Fault fault, int regime) {
    List<Truth> known = truths.get(fault);
    if (known == null) {
      known = new ArrayList<>();
      truths.put(fault, known);
    }
    while (known.size() <= regime) {
      known.add(draw(fault, known.size()));
    }
    return known.get(regime);
  }

  private Truth draw(Fault fault, int regime) {
    String name = fault.name();
    Map<ErrorType, Double> faces = new EnumMap<>(ErrorType.class);
    fault
        .faces()
        .forEach((type, share) -> faces.put(type, share.at(chance.draw("face", name, type))));
    double sum = faces.values().stream().mapToDouble(Double::doubleValue).sum();
    faces.replaceAll((type, share) -> share / sum);

    Map<Symptom, Double> symptoms = new EnumMap<>(Symptom.class);
    for (Symptom symptom : Symptom.values()) {
      Range range = fault.symptoms().get(symptom);
      double own = range == null ? SELDOM : range.at(chance.draw("symptom", name, symptom));
      symptoms.put(symptom, (1 - ambiguity) * own + ambiguity * BASE.get(symptom));
    }

    List<Action> actions = List.copyOf(fault.heals().keySet());
    List<Range> ranges = List.copyOf(fault.heals().values());
    Map<Action, Double> heals = new LinkedHashMap<>();
    for (int i = 0; i < actions.size(); i++) {
      Action action = actions.get((i + regime) % actions.size());
      double draw = chance.draw("heals", name, action, regime);
      heals.put(action, remedies * ranges.get(i).at(draw));
    }
    Map<Action, Double> worse = new EnumMap<>(Action.class);
    fault
        .harms()
        .forEach(
            (action, range) ->
                worse.put(action, harms * range.at(chance.draw("harms", name, action, regime))));
    double passing = fault.passing().at(chance.draw("passing", name));
    return new Truth(faces, symptoms, heals, worse, passing, fault.passes());
  }

  @Override
  public Map<Fault, Double> faults(StageKind kind, Instant at) {
    int shifts = (int) scenario.shifts().stream().filter(shift -> hasCome(shift, at)).count();
    return mixes.computeIfAbsent(kind + "/" + shifts, key -> mix(kind, at));
  }

  private Map<Fault, Double> mix(StageKind kind, Instant at) {
    List<String> only = scenario.faults().only();
    Map<Fault, Double> mix = new LinkedHashMap<>();
    double sum = 0;
    for (Fault fault : Fault.ALL) {
      if (fault.kinds().contains(kind) && (only.isEmpty() || only.contains(fault.name()))) {
        RandomGenerator random = chance.stream("mix", kind, fault.name(), regime(fault, at));
        double weight = Math.max(1e-9, Gamma.draw(concentration, random));
        mix.put(fault, weight);
        sum += weight;
      }
    }
    double all = sum;
    mix.replaceAll((fault, weight) -> weight / all);
    return mix;
  }

  /** Which fault begins at such a stage. */
  public Fault fault(StageKind kind, Instant at, RandomGenerator random) {
    return pick(faults(kind, at), random);
  }

  /** How a fault shows itself. */
  public Visible visible(Fault fault, Instant at, RandomGenerator random) {
    Truth truth = truth(fault, at);
    ErrorType type = pick(truth.faces(), random);
    Set<Symptom> shown = EnumSet.noneOf(Symptom.class);
    truth
        .symptoms()
        .forEach(
            (symptom, probability) -> {
              if (random.nextDouble() < probability) {
                shown.add(symptom);
              }
            });
    return new Visible(type, shown);
  }

  private static <T> T pick(Map<T, Double> shares, RandomGenerator random) {
    double draw = random.nextDouble();
    T last = null;
    for (Map.Entry<T, Double> share : shares.entrySet()) {
      last = share.getKey();
      draw -= share.getValue();
      if (draw < 0) {
        break;
      }
    }
    return last;
  }

  @Override
  public double shows(Fault fault, StageKind kind, Visible seen, Instant at) {
    Truth truth = truth(fault, at);
    double probability = truth.faces().getOrDefault(seen.errorType(), 0.0);
    for (Map.Entry<Symptom, Double> symptom : truth.symptoms().entrySet()) {
      boolean shown = seen.symptoms().contains(symptom.getKey());
      probability *= shown ? symptom.getValue() : 1 - symptom.getValue();
    }
    return probability;
  }

  @Override
  public double heals(Fault fault, Action action, Instant at) {
    return (1 - callsFail) * truth(fault, at).heals().getOrDefault(action, 0.0);
  }

  @Override
  public double harms(Fault fault, Action action, Instant at) {
    return (1 - callsFail) * truth(fault, at).harms().getOrDefault(action, 0.0);
  }

  /** What somebody who knows the fault does about it. */
  public Action remedy(Fault fault, int regime) {
    return truth(fault, regime).best();
  }

  /**
   * Whether one try of an action heals a fault.
   *
   * @param luck drawn for the try, 0 to 1
   */
  public boolean heals(Fault fault, int regime, Action action, double luck) {
    return luck < truth(fault, regime).heals().getOrDefault(action, 0.0);
  }

  /** Whether it makes it worse; the luck is the same. */
  public boolean harms(Fault fault, int regime, Action action, double luck) {
    return luck > 1 - truth(fault, regime).harms().getOrDefault(action, 0.0);
  }

  /**
   * Whether a call does nothing.
   *
   * @param luck drawn for the call, 0 to 1
   */
  public boolean callFails(double luck) {
    return luck < callsFail;
  }

  /**
   * How long an action takes until its effect.
   *
   * @param luck drawn for it, 0 to 1
   */
  public Duration duration(Action action, Collection<Operation> operations, double luck) {
    double seconds = SECONDS.getOrDefault(action, AT_ONCE) * paces.get(action) * (0.8 + 0.4 * luck);
    for (Operation operation : operations) {
      seconds += operation.getKind() == OperationKind.RETRY_AFTER ? operation.getAmount() : 0;
    }
    return Duration.ofMillis((long) (1000 * seconds));
  }

  @Override
  public Duration lasts(Action action) {
    return Duration.ofMillis(
        (long) (1000 * SECONDS.getOrDefault(action, AT_ONCE) * paces.get(action)));
  }

  @Override
  public double cost(Action action) {
    return action == Action.WAIT ? 0 : COSTS.getOrDefault(action, USUAL_COST);
  }

  @Override
  public double passesWithin(Fault fault, Duration age, Duration further) {
    double passing = truth(fault, 0).passing();
    double now = passed(fault, age);
    double then = passed(fault, age.plus(further));
    double lasts = 1 - passing * now;
    return lasts <= 0 ? 1 : passing * (then - now) / lasts;
  }

  /** Share of those that pass which have passed by this age. */
  private static double passed(Fault fault, Duration age) {
    double seconds = age.toMillis() / 1000.0;
    Range passes = fault.passes();
    if (passes.isGiven()) {
      return seconds >= passes.least() ? 1 : 0;
    }
    double share = (seconds - passes.least()) / (passes.most() - passes.least());
    return Math.max(0, Math.min(1, share));
  }

  /** After how long the fault passes by itself; {@code null}: it does not. */
  public Duration passesAfter(Fault fault, int number) {
    boolean passes = chance.draw("passes", number) < truth(fault, 0).passing();
    return passes ? seconds(fault.passes().at(chance.draw("passes after", number))) : null;
  }

  /** For how long the fault can be seen to come. */
  public Duration ramp(Fault fault, int number) {
    return seconds(fault.ramp().at(chance.draw("ramp", number)));
  }

  @Override
  public Duration people() {
    PeopleSpec people = scenario.people();
    double mean = mean(people.answer()) + mean(people.repair());
    return seconds(mean * (people.atNight() ? 1 : 1 - NIGHT + NIGHT * ASLEEP));
  }

  @Override
  public Duration unpaged() {
    PeopleSpec people = scenario.people();
    double mean = mean(people.find());
    return seconds(mean * (people.atNight() ? 1 : 1 - NIGHT + NIGHT * ASLEEP));
  }

  /**
   * How long people need who were called, until they have repaired what is wrong.
   *
   * @param page which one it is
   */
  public Duration repair(Instant paged, Object... page) {
    RandomGenerator random = chance.stream("repair", List.of(page));
    PeopleSpec people = scenario.people();
    double seconds = skewed(people.answer(), random) + skewed(people.repair(), random);
    return seconds(seconds * slowness(paged));
  }

  /** After how long a fault is found and repaired by people whom nobody called. */
  public Duration found(Instant begun, int number) {
    RandomGenerator random = chance.stream("found", number);
    return seconds(skewed(scenario.people().find(), random) * slowness(begun));
  }

  private double slowness(Instant at) {
    int hour = at.atZone(ZoneOffset.UTC).getHour();
    boolean night = hour >= NIGHT_BEGINS || hour < NIGHT_ENDS;
    return night && !scenario.people().atNight() ? ASLEEP : 1;
  }

  /** Times of people have long tails: evenly spread by their logarithm. */
  private static double skewed(Range range, RandomGenerator random) {
    double least = Math.max(1, range.least());
    double most = Math.max(least, range.most());
    return least * Math.pow(most / least, random.nextDouble());
  }

  private static double mean(Range range) {
    double least = Math.max(1, range.least());
    double most = Math.max(least, range.most());
    return most / least < 1.0001 ? least : (most - least) / Math.log(most / least);
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis((long) (1000 * seconds));
  }
}
