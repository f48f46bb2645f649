package dev.prunella.plant.scenario;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.StageKind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A stage of a pipeline.
 *
 * @param name in its pipeline
 * @param kind what it does; not UNKNOWN
 * @param upstream names of the stages of the same pipeline that it takes its work from
 * @param every between two runs of a batch stage, more than zero; zero for a stage that is none
 * @param resource name of the resource that it runs on; empty: one of its own
 * @param permits actions that its owner permits; empty: the usual ones of its kind
 * @param harmful actions that make things worse on this stage whatever is behind an incident, and
 *     that its owner forgot to forbid
 */
public record StageSpec(
    String name,
    StageKind kind,
    List<String> upstream,
    Duration every,
    String resource,
    List<Action> permits,
    Set<Action> harmful) {

  /** These run in batches; all others work without a pause. */
  public static final Set<StageKind> BATCH = Set.of(StageKind.TRANSFORM, StageKind.LOAD);

  /** These act on nothing, so no stage can bear them badly. */
  private static final Set<Action> HARMLESS =
      EnumSet.of(Action.UNKNOWN, Action.WAIT, Action.PAGE_HUMAN);

  public StageSpec {
    upstream = List.copyOf(upstream);
    permits = List.copyOf(permits);
    harmful = Set.copyOf(harmful);
    Expect.name("the name of a stage", name);
    Expect.that(kind != StageKind.UNKNOWN, name + ": kind", kind, "a kind of stage");
    Expect.distinct(name + ": upstream", upstream);
    if (isBatch(kind)) {
      Expect.positive(name + ": every", every);
    } else {
      Expect.that(every.isZero(), name + ": every", every, "zero: it does not run in batches");
    }
    for (Action action : harmful) {
      Expect.that(
          !HARMLESS.contains(action), name + ": harmful", action, "actions that act on a stage");
    }
    Expect.that(
        !permits.contains(Action.UNKNOWN), name + ": permits", permits, "actions of the catalogue");
  }

  /** A stage with the usual pause between its runs, on a resource of its own. */
  public static StageSpec of(String name, StageKind kind, String... upstream) {
    return new StageSpec(name, kind, List.of(upstream), usualPause(kind), "", List.of(), Set.of());
  }

  /** Between two runs of a batch stage: a transform every 3 minutes, a load every 2. */
  public static Duration usualPause(StageKind kind) {
    return switch (kind) {
      case TRANSFORM -> Duration.ofMinutes(3);
      case LOAD -> Duration.ofMinutes(2);
      default -> Duration.ZERO;
    };
  }

  public static boolean isBatch(StageKind kind) {
    return BATCH.contains(kind);
  }

  /** Whether it runs in batches. */
  public boolean isBatch() {
    return isBatch(kind);
  }

  public StageSpec withEvery(Duration pause) {
    return new StageSpec(name, kind, upstream, pause, resource, permits, harmful);
  }

  public StageSpec on(String sharedResource) {
    return new StageSpec(name, kind, upstream, every, sharedResource, permits, harmful);
  }

  public StageSpec permitting(Action... actions) {
    return new StageSpec(name, kind, upstream, every, resource, List.of(actions), harmful);
  }

  public StageSpec harmedBy(Action... actions) {
    return new StageSpec(name, kind, upstream, every, resource, permits, Set.of(actions));
  }
}
