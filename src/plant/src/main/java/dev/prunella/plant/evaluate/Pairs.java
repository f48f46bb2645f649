package dev.prunella.plant.evaluate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The same faults under two policies. */
final class Pairs {

  private Pairs() {}

  /** One fault under both. */
  record Pair(EpisodeResult own, EpisodeResult other) {}

  /**
   * The faults that both have met, in the order in which they began. A cascade that one of them
   * prevented has no partner.
   *
   * @param other of the same scenario and seed; null: there are none
   */
  static List<Pair> of(TrialResult own, TrialResult other) {
    Map<Integer, EpisodeResult> others = new HashMap<>();
    if (other != null) {
      other.episodes().forEach(episode -> others.put(episode.number(), episode));
    }
    List<Pair> pairs = new ArrayList<>();
    for (EpisodeResult episode : own.episodes()) {
      EpisodeResult partner = others.get(episode.number());
      if (partner != null) {
        pairs.add(new Pair(episode, partner));
      }
    }
    return pairs;
  }

  /** Those after the first shift of their error type, after the second, and so on. */
  static Collection<List<Pair>> afterShifts(List<Pair> pairs) {
    Map<Integer, List<Pair>> byShift = new TreeMap<>();
    for (Pair pair : pairs) {
      if (pair.own().shifts() > 0) {
        byShift.computeIfAbsent(pair.own().shifts(), n -> new ArrayList<>()).add(pair);
      }
    }
    return byShift.values();
  }
}
