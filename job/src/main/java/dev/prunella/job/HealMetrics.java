package dev.prunella.job;

import dev.prunella.heal.Effects;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Credit;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.DecisionKind;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.IncidentStatus;
import dev.prunella.schemas.Lesson;
import dev.prunella.schemas.PolicySnapshot;
import dev.prunella.settings.Connection.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * What HEAL counts on its way out, since this instance started. Names end in their unit; what is
 * counted by kind has the kind as a label.
 */
final class HealMetrics {

  /** The newest values that a histogram is made of. */
  private static final int WINDOW = 1000;

  private final LabelledCounters<ErrorType> opened;
  private final LabelledCounters<IncidentStatus> closed;
  private final LabelledCounters<Action> decided;
  private final LabelledCounters<Action> commanded;
  private final LabelledCounters<Lesson> credited;
  private final Histogram decisionLatency; // null: time does not run by the wall clock
  private final Histogram timeToRecover;
  private final Histogram reward;
  private final Map<String, Integer> open = new HashMap<>(); // by fleet
  private final Map<String, Integer> cells = new HashMap<>(); // by fleet

  HealMetrics(MetricGroup metrics, TimeSource clock) {
    opened =
        new LabelledCounters<>(metrics, "incidents_opened_total", "error_type", ErrorType.class);
    closed =
        new LabelledCounters<>(metrics, "incidents_closed_total", "status", IncidentStatus.class);
    decided = new LabelledCounters<>(metrics, "decisions_total", "action", Action.class);
    commanded = new LabelledCounters<>(metrics, "commands_total", "action", Action.class);
    credited = new LabelledCounters<>(metrics, "credits_total", "lesson", Lesson.class);
    decisionLatency = clock == TimeSource.WALL ? histogram(metrics, "decision_latency_ms") : null;
    timeToRecover = histogram(metrics, "time_to_recover_seconds");
    reward = histogram(metrics, "reward_thousandths"); // a histogram takes whole numbers only
    metrics.gauge("incidents_open", () -> sum(open));
    metrics.gauge("policy_cells", () -> sum(cells));
  }

  /** A fleet has so many incidents that have not ended. */
  void open(String fleet, int incidents) {
    open.put(fleet, incidents);
  }

  /**
   * Counts what goes out.
   *
   * @param now milliseconds since 1970, by the wall clock
   */
  Effects before(Effects out, long now) {
    return new Effects() {
      @Override
      public void incident(Incident incident) {
        count(incident);
        out.incident(incident);
      }

      @Override
      public void decision(Decision decision) {
        count(decision, now);
        out.decision(decision);
      }

      @Override
      public void command(Command command) {
        commanded.inc(command.getAction());
        out.command(command);
      }

      @Override
      public void policy(PolicySnapshot snapshot) {
        cells.put(snapshot.getFleet(), snapshot.getCells().size());
        out.policy(snapshot);
      }
    };
  }

  private void count(Incident incident) {
    if (incident.getVersion() == 1) {
      opened.inc(incident.getErrorType());
    }
    if (incident.getClosedAt() != null) {
      closed.inc(incident.getStatus());
    }
    if (incident.getStatus() == IncidentStatus.RECOVERED) {
      Duration lasted = Duration.between(incident.getOpenedAt(), incident.getClearSince());
      timeToRecover.update(lasted.toSeconds());
    }
  }

  private void count(Decision decision, long now) {
    Credit credit = decision.getCredit();
    if (decision.getKind() == DecisionKind.DECIDED) {
      decided.inc(decision.getChosen());
      if (decisionLatency != null) {
        decisionLatency.update(now - decision.getAt().toEpochMilli());
      }
    } else if (credit != null) {
      credited.inc(credit.getLesson());
      if (credit.getLesson() == Lesson.LEARNED) {
        reward.update(Math.round(credit.getReward() * 1000));
      }
    }
  }

  private static Histogram histogram(MetricGroup metrics, String name) {
    return metrics.histogram(name, new DescriptiveStatisticsHistogram(WINDOW));
  }

  private static int sum(Map<String, Integer> byFleet) {
    return byFleet.values().stream().mapToInt(Integer::intValue).sum();
  }
}
