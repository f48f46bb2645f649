package dev.prunella.diagnose;

import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.Signal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where an incident began and what kind of failure it is.
 *
 * <p>Each stage with evidence gets the weight of its own signals, and for the evidence downstream
 * of it, which it would explain, half of that evidence's weight. The stage that explains most is
 * the root; among equals the one whose evidence is oldest. The error type is the one that the
 * root's signals, each by its weight, speak for; if the root's signals say nothing, those of the
 * other stages are asked.
 *
 * @param stage the root, pipeline/stage
 * @param errorType what kind of failure
 * @param confidence share of the evidence that agrees with both, 0 to 1
 */
public record RootCause(String stage, ErrorType errorType, double confidence) {

  /** Share of the evidence downstream that counts for the stage that would explain it. */
  private static final double EXPLAINED = 0.5;

  /**
   * @param evidence the newest state of each signal of the incident, ended ones included; not empty
   */
  public static RootCause of(List<Signal> evidence, PipelineGraph graph) {
    Map<String, Double> own = new TreeMap<>();
    Map<String, Long> since = new TreeMap<>();
    for (Signal signal : evidence) {
      own.merge(signal.getStage(), weight(signal), Double::sum);
      since.merge(signal.getStage(), signal.getOpenedAt().toEpochMilli(), Math::min);
    }
    String root = null;
    double best = 0;
    double total = 0;
    for (Map.Entry<String, Double> stage : own.entrySet()) {
      double score = stage.getValue();
      Set<String> reach = graph.reach(stage.getKey());
      for (Map.Entry<String, Double> other : own.entrySet()) {
        if (reach.contains(other.getKey())) {
          score += EXPLAINED * other.getValue();
        }
      }
      boolean older = root != null && score == best && since.get(stage.getKey()) < since.get(root);
      if (root == null || score > best || older) {
        root = stage.getKey();
        best = score;
      }
      total += stage.getValue();
    }
    Vote vote = Vote.of(evidence, root);
    return new RootCause(
        root, vote.type(), total == 0 ? 0 : vote.share() * Math.min(1, best / total));
  }

  private record Vote(ErrorType type, double share) {

    static Vote of(List<Signal> evidence, String root) {
      Vote atRoot = count(evidence, root);
      return atRoot.type() == ErrorType.UNKNOWN ? count(evidence, null) : atRoot;
    }

    private static Vote count(List<Signal> evidence, String stage) {
      Map<ErrorType, Double> votes = new EnumMap<>(ErrorType.class);
      double total = 0;
      for (Signal signal : evidence) {
        if (stage == null || stage.equals(signal.getStage())) {
          double vote = weight(signal) * Symptoms.certainty(signal);
          votes.merge(Symptoms.of(signal), vote, Double::sum);
          total += weight(signal);
        }
      }
      votes.remove(ErrorType.UNKNOWN);
      ErrorType type = ErrorType.UNKNOWN;
      double most = 0;
      for (Map.Entry<ErrorType, Double> vote : votes.entrySet()) {
        if (vote.getValue() > most) {
          type = vote.getKey();
          most = vote.getValue();
        }
      }
      return new Vote(type, type == ErrorType.UNKNOWN ? 0 : most / total);
    }
  }

  /**
   * How directly a kind of signal shows a failure, rather than a consequence of one; from 0.5 to 4,
   * and nothing for what only goes along with one.
   */
  private static double weight(Signal signal) {
    if (signal.getEvidence().equals(Evidence.SYMPTOM)) {
      return 0;
    }
    return switch (signal.getKind()) {
      case SCHEMA_DRIFT -> 4;
      case FAILURE -> 3;
      case DATA_QUALITY, SLO_BURN -> 2;
      case ANOMALY -> 1 + signal.getScore();
      case SILENCE, FORECAST -> 1;
      default -> 0.5;
    };
  }
}
