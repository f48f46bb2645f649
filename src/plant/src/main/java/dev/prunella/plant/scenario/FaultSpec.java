package dev.prunella.plant.scenario;

import java.time.Duration;
import java.util.List;

/**
 * What goes wrong.
 *
 * @param meanGap mean time between two that are drawn, in the whole fleet; zero: none is drawn
 * @param only names of the faults that are drawn; empty: all there are
 * @param spacing least time between two that are drawn in one pipeline; zero or more
 * @param atOnce how many begin together, in pipelines of their own; from 1
 * @param flapping share that comes and goes; 0 to 1
 * @param cascading share that hurts its neighbours, too; 0 to 1
 * @param planned those that are not left to chance
 */
public record FaultSpec(
    Duration meanGap,
    List<String> only,
    Duration spacing,
    Range atOnce,
    double flapping,
    double cascading,
    List<PlannedFault> planned) {

  public static final FaultSpec USUAL =
      new FaultSpec(
          Duration.ofMinutes(30),
          List.of(),
          Duration.ofHours(2),
          Range.of(1),
          0.05,
          0.1,
          List.of());

  /** Nothing goes wrong. */
  public static final FaultSpec NONE =
      new FaultSpec(Duration.ZERO, List.of(), Duration.ofHours(2), Range.of(1), 0, 0, List.of());

  public FaultSpec {
    only = List.copyOf(only);
    planned = List.copyOf(planned);
    Expect.notNegative("meanGap", meanGap);
    Expect.notNegative("spacing", spacing);
    Expect.within("atOnce", atOnce, 1, 1000);
    Expect.share("flapping", flapping);
    Expect.share("cascading", cascading);
  }

  public FaultSpec withMeanGap(Duration gap) {
    return new FaultSpec(gap, only, spacing, atOnce, flapping, cascading, planned);
  }

  public FaultSpec only(String... faults) {
    return new FaultSpec(meanGap, List.of(faults), spacing, atOnce, flapping, cascading, planned);
  }

  public FaultSpec withSpacing(Duration least) {
    return new FaultSpec(meanGap, only, least, atOnce, flapping, cascading, planned);
  }

  public FaultSpec withPlanned(List<PlannedFault> given) {
    return new FaultSpec(meanGap, only, spacing, atOnce, flapping, cascading, given);
  }

  public FaultSpec withPlanned(PlannedFault... given) {
    return withPlanned(List.of(given));
  }
}
