package dev.prunella.plant;

import dev.prunella.plant.fault.Fault;
import dev.prunella.plant.fault.Manifestation;
import dev.prunella.plant.fault.Messages;
import dev.prunella.plant.fault.SourceTable;
import dev.prunella.plant.fault.Symptom;
import dev.prunella.plant.fault.TableChange;
import dev.prunella.plant.fault.Visible;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.ChangeKind;
import dev.prunella.schemas.LogLevel;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A fault as it goes on. Times are in milliseconds. */
final class ActiveFault {
  static final long NEVER = Long.MAX_VALUE;

  /** However often it is made worse. */
  private static final double HARDEST = 4;

  private static final double WORSE = 1.6;

  /** Before so much of its way it cannot be told from what is usual. */
  private static final double VISIBLE = 0.4;

  /** An alarm fires once a symptom has lasted for so long, as those of CloudWatch mostly do. */
  private static final long ALARM = 4 * 60_000;

  /** So long after it was healed something may still be told of it. */
  private static final long AFTERWARDS = 10 * 60_000;

  /** Between two lines about a symptom. */
  private static final long LINES = 120_000;

  /** One record in ten is wrong after it went through a stage with a fault that spoils. */
  private static final double SPOILED = 0.1;

  /**
   * What is drawn of a fault before it begins.
   *
   * @param number counts the faults of a plant
   * @param ramp until it hurts
   * @param passesAt when it passes by itself; {@link #NEVER}: it does not
   * @param foundAt when people who were not called have repaired it
   * @param on for how long it is there before it goes; 0: it stays
   * @param off for how long it is gone before it comes back
   * @param spreadsAt when its neighbours are hurt; {@link #NEVER}: they are not
   * @param flood multiple of the usual that arrives
   * @param floodsUntil when that ends, if the rest of it is healed by then
   */
  record Course(
      int number,
      int regime,
      long startedAt,
      long ramp,
      long passesAt,
      long foundAt,
      long on,
      long off,
      long spreadsAt,
      double flood,
      long floodsUntil) {}

  final Fault fault;
  final Course course;
  final Visible visible;
  final Pipeline pipeline;
  final Stage origin;
  private final String message;
  private final List<Stage> neighbours; // that it may spread to
  private final List<Stage> sharers; // of its resource
  private final Map<Action, Integer> tries = new EnumMap<>(Action.class);
  private final Set<String> alsoHit = new LinkedHashSet<>();
  private final long visibleAt;
  private double hardness = 1;
  private long hurtsAt = NEVER;
  private long healedAt = NEVER;
  private long recoveredAt = NEVER;
  private Action healedBy = Action.UNKNOWN;
  private String healer = "";
  private long alarmedFrom = NEVER;
  private boolean firing;
  private Injection truth; // as it stands; null: it has changed
  private int tableTurned; // how often: as it began, and as it was healed

  ActiveFault(
      Fault fault,
      Course course,
      Visible visible,
      Pipeline pipeline,
      Stage origin,
      List<Stage> neighbours,
      List<Stage> sharers) {
    this.fault = fault;
    this.course = course;
    this.visible = visible;
    this.pipeline = pipeline;
    this.origin = origin;
    this.neighbours = neighbours;
    this.sharers = sharers;
    List<String> messages = Messages.of(visible.errorType(), origin.kind);
    message = messages.get(course.number() % messages.size());
    visibleAt = course.startedAt() + (long) (VISIBLE * course.ramp());
  }

  /** How far it has come to where it hurts, 0 to 1. */
  private double ripe(long now) {
    if (course.ramp() == 0 || hurtsAt != NEVER) {
      return 1;
    }
    return Math.min(1, hardness * (now - course.startedAt()) / course.ramp());
  }

  /** Whether it is there now: not healed, nor gone for a while. */
  private boolean isOn(long now) {
    if (isHealed()) {
      return false;
    }
    if (course.on() == 0 || hurtsAt == NEVER) {
      return true;
    }
    return (now - hurtsAt) % (course.on() + course.off()) < course.on();
  }

  /** Impairs its stage, and those that it hits besides, for this moment. */
  void strain(long now) {
    if (floods(now)) {
      pipeline.flood = Math.max(pipeline.flood, course.flood());
    }
    if (!isOn(now)) {
      return;
    }
    double ripe = ripe(now);
    if (ripe >= 1 && hurtsAt == NEVER) {
      hurtsAt = now;
      truth = null;
    }
    Manifestation.strain(origin.condition, origin.kind, visible, hardness, ripe, message);
    if (ripe < 1) {
      return;
    }
    if (fault.spoils()) {
      origin.condition.spoil(SPOILED);
    }
    if (fault.shared()) {
      strainBeside(sharers);
    }
    if (now >= course.spreadsAt()) {
      strainBeside(neighbours);
    }
  }

  /** What comes, comes: a remedy only makes it bearable. */
  private boolean floods(long now) {
    return course.flood() > 1 && (!isHealed() || now < course.floodsUntil());
  }

  private void strainBeside(List<Stage> others) {
    for (Stage other : others) {
      Manifestation.strainBeside(other.condition, hardness);
      if (alsoHit.add(other.id)) {
        truth = null;
      }
    }
  }

  /** The table of its pipeline gets a column if that is what is seen; once for each fault. */
  void begin() {
    if (changesTable()
        && (fault.table() == TableChange.NONE || fault.table() == TableChange.ADDED)) {
      pipeline.addColumn("column_" + course.number());
    }
  }

  SourceTable table(SourceTable usual, Pipeline read) {
    boolean other = read != pipeline || isHealed() || !changesTable();
    return other ? usual : fault.table().of(usual);
  }

  /** Whether the table of its pipeline has become another one since it was asked last. */
  boolean turnsTable() {
    boolean turned = changesTable() && tableTurned != (isHealed() ? 2 : 1);
    tableTurned = isHealed() ? 2 : 1;
    return turned;
  }

  private boolean changesTable() {
    return visible.symptoms().contains(Symptom.SCHEMA_CHANGED);
  }

  /** Shows the symptoms. */
  void show(long now, long step, Probe probe) {
    if (now >= visibleAt && now - step < visibleAt) {
      for (Symptom symptom : visible.symptoms()) {
        if (symptom.isChange()) {
          change(symptom, probe);
        }
      }
    }
    boolean on = now >= visibleAt && isOn(now);
    alarmedFrom = on ? Math.min(alarmedFrom, now + ALARM) : NEVER;
    boolean fires = now >= alarmedFrom;
    if (fires != firing) {
      firing = fires;
      for (Symptom symptom : visible.symptoms()) {
        if (!symptom.isChange()) {
          probe.alert(origin, symptom.alarm(), firing, symptom.line());
        }
      }
    }
    if (on && now / LINES != (now - step) / LINES) {
      visible.symptoms().forEach(symptom -> probe.log(origin, LogLevel.WARN, symptom.line()));
    }
  }

  private void change(Symptom symptom, Probe probe) {
    String version = "1.%d.%d".formatted(course.number() / 10, course.number() % 10);
    switch (symptom) {
      case RECENT_DEPLOY ->
          probe.change(origin, ChangeKind.DEPLOY, version, "deployed " + version, "release");
      case RECENT_CHANGE ->
          probe.change(origin, ChangeKind.CONFIGURATION, version, "4 properties changed", "ops");
      default -> probe.change(origin, ChangeKind.SCHEMA, version, "table altered", "producer");
    }
  }

  /** Whether an action at that stage reaches it. */
  boolean isReachedAt(Stage stage, Action action) {
    if (stage == origin) {
      return true;
    }
    boolean resource = action == Action.SCALE_UP || action == Action.CANCEL_BLOCKING_QUERY;
    if (fault.shared() && resource && sharers.contains(stage)) {
      return true;
    }
    return fault.table() != TableChange.NONE
        && stage.pipeline.equals(pipeline.name)
        && origin.before.contains(stage);
  }

  /** Whether it began in this pipeline, or has reached it. */
  boolean hurts(Pipeline other) {
    String begin = other.name + "/";
    return other == pipeline || alsoHit.stream().anyMatch(stage -> stage.startsWith(begin));
  }

  /** Counts the tries of an action, from 0. */
  int countTry(Action action) {
    return tries.merge(action, 1, Integer::sum) - 1;
  }

  boolean isHealed() {
    return healedAt != NEVER;
  }

  boolean isRecovered() {
    return recoveredAt != NEVER;
  }

  /** Whether nothing more will be seen of it. */
  boolean isForgotten(long now) {
    return isRecovered() && now - healedAt > AFTERWARDS && !floods(now);
  }

  void passIfDue(long now) {
    if (!isHealed() && now >= course.passesAt()) {
      healedAt = course.passesAt();
      truth = null;
    }
  }

  /** Whether people have found it by now although nobody called them. */
  boolean isFound(long now) {
    return !isHealed() && now >= course.foundAt();
  }

  void heal(long now, Action by, String who) {
    healedAt = now;
    truth = null;
    healedBy = by;
    healer = who;
  }

  void recover(long now) {
    recoveredAt = now;
    truth = null;
  }

  void worsen() {
    hardness = Math.min(HARDEST, WORSE * hardness);
  }

  Injection truth() {
    if (truth == null) {
      truth = told();
    }
    return truth;
  }

  private Injection told() {
    return new Injection(
        course.number(),
        fault.name(),
        visible,
        origin.id,
        alsoHit,
        course.passesAt() != NEVER,
        course.on() > 0,
        course.regime(),
        Instant.ofEpochMilli(course.startedAt()),
        Instant.ofEpochMilli(visibleAt),
        at(hurtsAt),
        at(healedAt),
        healedBy,
        healer,
        at(recoveredAt));
  }

  private static Optional<Instant> at(long millis) {
    return millis == NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
