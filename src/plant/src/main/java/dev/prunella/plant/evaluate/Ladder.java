package dev.prunella.plant.evaluate;

import java.util.Comparator;
import java.util.List;

/** The policies in the order of what they may know, from nothing to the hidden cause. */
public final class Ladder {
  public static final String DO_NOTHING = "do-nothing";
  public static final String RANDOM = "random";
  public static final String RETRY_AND_PAGE = "retry-and-page";
  public static final String RUNBOOK = "runbook";
  public static final String BEST_STATIC = "best-static";

  /** The learner of the running job. */
  public static final String LEARNER = "learner";

  public static final String BEST_INFORMED = "best-informed";
  public static final String ORACLE = "oracle";

  /** All of them. */
  public static final List<String> NAMES =
      List.of(
          DO_NOTHING, RANDOM, RETRY_AND_PAGE, RUNBOOK, BEST_STATIC, LEARNER, BEST_INFORMED, ORACLE);

  /** In that order; others at the end, by name. */
  public static final Comparator<String> ORDER =
      Comparator.comparing((String name) -> NAMES.contains(name) ? NAMES.indexOf(name) : 99)
          .thenComparing(Comparator.naturalOrder());

  private Ladder() {}
}
