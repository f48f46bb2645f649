package dev.prunella.diagnose;

import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Which open incidents a signal belongs to. A signal of a stage that already has evidence belongs
 * to that incident; one of a neighbouring stage does too, if it opened soon enough after (or
 * before) the incident's newest evidence to be one story.
 */
public final class IncidentGrouping {

  /**
   * Between the opening of two neighbouring signals that are one story: long enough for a batch to
   * reach the next stage.
   */
  static final Duration ONE_STORY = Duration.ofMinutes(30);

  private IncidentGrouping() {}

  /**
   * The incidents that the signal belongs to, oldest first; more than one means that they are one
   * and the same.
   */
  public static List<Incident> matches(
      Signal signal, Collection<Incident> open, PipelineGraph graph) {
    List<Incident> found = new ArrayList<>();
    for (Incident incident : open) {
      if (belongs(signal, incident, graph)) {
        found.add(incident);
      }
    }
    found.sort(OLDEST_FIRST);
    return found;
  }

  /** By opening, then by id: the order in which the older incident survives a merge. */
  public static final Comparator<Incident> OLDEST_FIRST =
      Comparator.comparing(Incident::getOpenedAt).thenComparing(Incident::getId);

  private static boolean belongs(Signal signal, Incident incident, PipelineGraph graph) {
    for (Signal evidence : incident.getEvidence()) {
      if (evidence.getStage().equals(signal.getStage())) {
        return true;
      }
      Duration apart = Duration.between(evidence.getOpenedAt(), signal.getOpenedAt()).abs();
      if (apart.compareTo(ONE_STORY) <= 0 && graph.near(evidence.getStage(), signal.getStage())) {
        return true;
      }
    }
    return false;
  }
}
