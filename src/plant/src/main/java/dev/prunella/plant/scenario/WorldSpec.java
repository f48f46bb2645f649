package dev.prunella.plant.scenario;

/**
 * The ranges that a world's hidden parameters are drawn from.
 *
 * @param ambiguity how little symptoms tell: 0 all, 1 nothing
 * @param remedies how surely a fitting remedy heals, as a multiple of each fault's own probability;
 *     0 to 1
 * @param harms the same for actions that make things worse; 0 to 1
 * @param callsFail share of the calls in which nothing is done; 0 to 1
 * @param pace how long actions take, as a multiple of what is usual; more than 0
 * @param concentration of the mix of faults (Dirichlet), more than 0: the smaller, the more does
 *     each world have few usual causes
 */
public record WorldSpec(
    Range ambiguity,
    Range remedies,
    Range harms,
    Range callsFail,
    Range pace,
    Range concentration) {

  public static final WorldSpec USUAL =
      new WorldSpec(
          Range.of(0.3, 0.6),
          Range.of(0.85, 1),
          Range.of(0.5, 1),
          Range.of(0, 0.04),
          Range.of(0.7, 1.3),
          Range.of(0.6, 1.4));

  public WorldSpec {
    Expect.shares("ambiguity", ambiguity);
    Expect.shares("remedies", remedies);
    Expect.shares("harms", harms);
    Expect.shares("callsFail", callsFail);
    Expect.within("pace", pace, 0.01, 100);
    Expect.within("concentration", concentration, 0.01, 100);
  }

  public WorldSpec withAmbiguity(Range drawn) {
    return new WorldSpec(drawn, remedies, harms, callsFail, pace, concentration);
  }
}
