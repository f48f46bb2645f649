package dev.prunella.plant.scenario;

import java.time.Duration;

/**
 * What a pipeline promises. A minute in which one of the four is missed is a minute in violation.
 *
 * @param freshness age of the newest delivered work, at most; more than zero
 * @param success share of the runs of the last hour that end well, at least; 0 to 1
 * @param quality share of good records in what went through in the last hour, at least; 0 to 1
 * @param latency of a run, at most; more than zero
 */
public record SloSpec(Duration freshness, double success, double quality, Duration latency) {

  /** What the owner of a pipeline with batches every few minutes would promise. */
  public static final SloSpec USUAL =
      new SloSpec(Duration.ofMinutes(15), 0.8, 0.99, Duration.ofMinutes(10));

  public SloSpec {
    Expect.positive("freshness", freshness);
    Expect.share("success", success);
    Expect.share("quality", quality);
    Expect.positive("latency", latency);
  }
}
