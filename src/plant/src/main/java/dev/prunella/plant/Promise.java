package dev.prunella.plant;

import dev.prunella.plant.scenario.SloSpec;

/** Holds one pipeline against what it promises. Not thread-safe. */
final class Promise {
  private final double freshness; // seconds
  private final double success;
  private final double quality;
  private final double latency; // seconds

  private double minutes;
  private double violated;
  private double stale;
  private double failing;
  private double bad;
  private double slow;
  private boolean kept = true;
  private boolean fresh = true;

  Promise(SloSpec slo) {
    freshness = slo.freshness().toMillis() / 1000.0;
    success = slo.success();
    quality = slo.quality();
    latency = slo.latency().toMillis() / 1000.0;
  }

  void step(Stage[] stages, long now, double seconds) {
    double oldest = 0;
    double succeeded = 1;
    double spoiled = 0;
    double longest = 0;
    for (Stage stage : stages) {
      oldest = Math.max(oldest, stage.age);
      succeeded = Math.min(succeeded, stage.success());
      spoiled = Math.max(spoiled, stage.spoiled.share(0));
      longest = Math.max(longest, stage.duration());
    }
    double more = seconds / 60;
    fresh = oldest <= freshness;
    minutes += more;
    stale += fresh ? 0 : more;
    failing += succeeded < success ? more : 0;
    bad += 1 - spoiled < quality ? more : 0;
    slow += longest > latency ? more : 0;
    kept = fresh && succeeded >= success && 1 - spoiled >= quality && longest <= latency;
    violated += kept ? 0 : more;
  }

  /** Whether what is delivered is fresh enough now. */
  boolean isFresh() {
    return fresh;
  }

  Slo slo() {
    return new Slo(minutes, violated, stale, failing, bad, slow);
  }
}
