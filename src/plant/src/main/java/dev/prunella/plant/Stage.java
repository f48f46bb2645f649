package dev.prunella.plant;

import dev.prunella.plant.fault.Condition;
import dev.prunella.plant.scenario.StageSpec;
import dev.prunella.plant.world.Chance;
import dev.prunella.schemas.ChangeKind;
import dev.prunella.schemas.StageKind;
import java.util.ArrayList;
import java.util.List;

/**
 * One stage of a simulated pipeline: a queue, and a server that faults impair and actions change.
 * Records are only ever moved: out of a queue, into the next one. What has come in has gone out,
 * was dropped, waits, or is being worked on.
 */
abstract class Stage {
  /** What an idle source's load counts as, so that it has an age at all. */
  private static final double LEAST_LOAD = 0.1;

  /** Seconds between two changes of a stage that do no harm; an assumption. */
  private static final double ROUTINE = 2 * 86_400;

  private double throttle = 1;
  private double boost = 1;
  private double enlarged; // of the resource, in records per second
  private long throttledUntil;
  private long boostedUntil;
  private long downUntil;
  private int turn; // of the next ones: who gets the odd record

  final String pipeline;
  final String name;
  final String id;
  final StageKind kind;
  final StageSpec spec;
  final Condition condition = new Condition();
  final Noise luck;
  final Noise shown;
  final Resource resource; // null: one of its own

  /** Where records go; empty: they are delivered. */
  final List<Stage> next = new ArrayList<>();

  /** Where records come from. */
  final List<Stage> before = new ArrayList<>();

  /** Records per second that come in the mean of a day. */
  double usual;

  /** Multiple of the usual that arrives at this time of the day, at least a tenth. */
  double load = 1;

  /** Records that wait for this stage. */
  long queue;

  /** All that ever came. */
  long in;

  /** All that was handed on, or delivered if nothing comes after this stage. */
  long out;

  /** All that was refused or set aside. */
  long dropped;

  /** Those of {@link #out} that were wrong, decayed over an hour; the same of all of them. */
  final Lately spoiled = new Lately();

  /** Its tries, decayed over an hour. */
  final Lately succeeded = new Lately();

  /** Age of the oldest record between the source and the end of this stage, in seconds. */
  double age;

  Stage(String pipeline, StageSpec spec, double usual, Resource resource, Chance chance) {
    this.pipeline = pipeline;
    this.name = spec.name();
    this.id = pipeline + "/" + spec.name();
    this.kind = spec.kind();
    this.spec = spec;
    this.usual = usual;
    this.resource = resource;
    this.luck = new Noise(chance.number("stage", id));
    this.shown = new Noise(chance.number("shown", id));
    if (resource != null) {
      resource.join(usual);
    }
  }

  /**
   * One step of time.
   *
   * @param now its end, in milliseconds
   * @param seconds its length
   */
  abstract void step(long now, double seconds, Probe probe);

  /** What is measured of the step; only if somebody listens. */
  abstract void report(long now, double seconds, Probe probe);

  /** What is measured and told of every stage, whatever it does. */
  final void reportAlike(double seconds, Probe probe) {
    if (resource != null) {
      double slower = Math.max(1 / resource.part(), condition.crowd());
      probe.measure(this, "pool.slowdown", slower * shown.about(0.03 * probe.noise()), "1");
    }
    if (shown.share() * ROUTINE < seconds) {
      probe.change(this, ChangeKind.DEPLOY, "", "routine release", "release");
    }
  }

  /** What is held in memory is lost, and has to be done again. */
  abstract void loseProgress(Probe probe);

  /** Asks for another try at once. */
  abstract void tryAgain();

  /** Nothing is begun for so long. */
  abstract void postpone(long until);

  /** Whether as little waits for it as usual, and its last try succeeded. */
  abstract boolean isWell();

  /** Whether its last try succeeded. */
  abstract boolean succeeds();

  /** Share of the tries of the last hour that succeeded. */
  final double success() {
    return succeeded.share(1);
  }

  /** How long a run takes now, in seconds; 0 for a stage that has none. */
  double duration() {
    return 0;
  }

  /** Records in the run now; 0 for a stage that has none. */
  long inFlight() {
    return 0;
  }

  /** The longest pause between two runs of those that records come from, in seconds. */
  final double longestPause() {
    double longest = 0;
    for (Stage stage : before) {
      longest = Math.max(longest, stage.spec.every().toMillis() / 1000.0);
    }
    return longest;
  }

  /** Takes a new moment. */
  final void turnTo(long now, double loadNow, Probe probe) {
    load = Math.max(LEAST_LOAD, loadNow);
    luck.at(now);
    if (probe.isHeard()) {
      shown.at(now);
    }
  }

  /** Records come from outside or from a stage before. */
  final void take(long records) {
    queue += records;
    in += records;
  }

  /** Hands records on, evenly if several stages come after this one. */
  final void handOn(long records, long now) {
    out += records;
    spoiled.add(now, records * condition.spoiled(), records);
    int ways = next.size();
    if (ways == 1) {
      next.get(0).take(records);
    } else if (ways > 1) {
      long each = records / ways;
      int odd = (int) (records - each * ways);
      for (int i = 0; i < ways; i++) {
        next.get((turn + i) % ways).take(each + (i < odd ? 1 : 0));
      }
      turn = (turn + odd) % ways;
    }
  }

  final void drop(long records, long now) {
    dropped += records;
    spoiled.add(now, records, records);
  }

  /** How many records those after it have room for: what waits for a stream waits in memory. */
  final long room() {
    long room = Long.MAX_VALUE;
    for (Stage stage : next) {
      room = Math.min(room, stage.ownRoom());
    }
    return room == Long.MAX_VALUE ? room : room * next.size();
  }

  /** How many records it takes before it pushes back. */
  long ownRoom() {
    return Long.MAX_VALUE;
  }

  /** Sets aside what waits and cannot be taken, and by mistake some that could. */
  final void quarantine(double mistaken, long now) {
    long bad = Math.round(queue * Math.max(condition.rejected(), mistaken));
    queue -= bad;
    drop(bad, now);
  }

  /** Nothing is done until then. */
  final void takeDown(long until) {
    downUntil = Math.max(downUntil, until);
  }

  final boolean isDown(long now) {
    return now <= downUntil;
  }

  /**
   * More workers or fewer, at least until then and as long as they are needed.
   *
   * @param factor more than 0
   * @param enlarges whether what they run on grows, too
   */
  final void boost(double factor, boolean enlarges, long until) {
    giveBack();
    boost = factor;
    boostedUntil = until;
    if (enlarges && resource != null) {
      enlarged = (factor - 1) * usual;
      resource.enlarge(enlarged);
    }
  }

  private void giveBack() {
    boost = 1;
    if (enlarged != 0) {
      resource.enlarge(-enlarged);
      enlarged = 0;
    }
  }

  /**
   * Less is taken on until then.
   *
   * @param factor share of the usual work, 0 to 1
   */
  final void throttle(double factor, long until) {
    throttle = factor;
    throttledUntil = until;
  }

  /**
   * Records per second that it can do now, faults, sizes and neighbours considered.
   *
   * @param most that it can do if all is well
   */
  final double rate(double most, long now) {
    if (boost != 1 && now > boostedUntil && (boost < 1 || isWell())) {
      giveBack(); // as autoscaling does
    }
    double rate = most * boost * condition.capacity();
    if (condition.crawl() < 1) {
      rate = Math.min(rate, condition.crawl() * boost * usual * load);
    }
    return rate;
  }

  /** The part of a rate that the resource has for it. */
  final double onResource(double rate) {
    return resource == null ? rate : rate * resource.part();
  }

  /** Share of what usually comes that it may take on now; 1 or more: there is no such limit. */
  final double share(long now) {
    double own = now <= throttledUntil ? throttle : 1;
    return Math.min(own, condition.limit());
  }

  /** Adds this stage to the age of what comes from before. */
  final void grow() {
    double oldest = 0;
    for (Stage stage : before) {
      oldest = Math.max(oldest, stage.age);
    }
    age = oldest + (queue + inFlight()) / (usual * load);
  }
}
