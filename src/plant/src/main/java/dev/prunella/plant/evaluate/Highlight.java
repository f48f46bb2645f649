package dev.prunella.plant.evaluate;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The fault whose timeline says most: seen, healed by the learner rather than by people, after more
 * than one action but not too many.
 */
public record Highlight(Trial trial, EpisodeResult episode) {
  private static final double LEAST_SECONDS = 600;
  private static final double MOST_SECONDS = 3 * 3600.0;
  private static final int MOST_ACTIONS = 4;

  /** Among these trials; empty if none has such a fault. */
  public static Optional<Highlight> of(List<Trial> trials, List<TrialResult> results) {
    Highlight best = null;
    Comparator<Highlight> telling = Comparator.comparingInt(Highlight::worth);
    for (int i = 0; i < trials.size(); i++) {
      for (EpisodeResult episode : results.get(i).episodes()) {
        Highlight one = new Highlight(trials.get(i), episode);
        boolean better = best == null || telling.compare(one, best) > 0;
        best = one.worth() > 0 && better ? one : best;
      }
    }
    return Optional.ofNullable(best);
  }

  private int worth() {
    boolean readable =
        episode.recovered()
            && !Double.isNaN(episode.secondsToDetect())
            && episode.secondsToRecover() > LEAST_SECONDS
            && episode.secondsToRecover() < MOST_SECONDS
            && !episode.actions().isEmpty()
            && episode.actions().size() <= MOST_ACTIONS;
    if (!readable) {
      return 0;
    }
    int worth = 1 + Math.min(3, episode.actions().size());
    worth += episode.healedWithoutPerson() ? 4 : 0;
    worth += trial.policy().equals(Ladder.LEARNER) ? 8 : 0;
    return worth + Math.min(2, episode.symptoms().size());
  }
}
