package dev.prunella.app.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The figures of a demo, as in {@code summary.json}. All but the last lines are about the live
 * phase: what opened, was ordered, decided or measured in it. An incident that was merged into
 * another one is part of that one.
 *
 * @param incidents that opened
 * @param healed recovered after a command that succeeded and was more than a page, without people;
 *     the demo's faults do not heal by themselves
 * @param escalated people were called for
 * @param commands orders to executors, each id once; pages are among them
 * @param mttrSeconds mean simulated time from an incident's first evidence to the beginning of its
 *     recovery, in seconds; one that had not recovered by the end counts until the end. Null
 *     without incidents
 * @param runbookMttrSeconds the same of the same faults under the static runbook, simulated without
 *     Kafka and Flink
 * @param sloAdherence share of the measurements with an SLO bound that were inside it, 0 to 1; null
 *     if none was measured
 * @param decisionLatencyMs see {@link DecisionLatency}
 * @param clockFactor simulated seconds for each second of the wall clock, as achieved
 * @param faults injected by the plant
 * @param falseAlarms incidents while no fault lasted in their pipelines; they are not counted as
 *     healed, nor in the times to recover
 * @param firstHealedSeconds from the start of this process until the first healed incident was
 *     known here, in seconds of the wall clock; null if none was
 * @param maxLagSeconds the most that the job was behind the plant, in simulated seconds
 * @param liveSeconds length of the live phase by the wall clock
 * @param simulatedSeconds length of the live phase in simulated time
 * @param historySeconds how long the history took to go through the job, by the wall clock
 * @param seed of the plant and of every draw
 */
public record Summary(
    int incidents,
    int healed,
    int escalated,
    int commands,
    Double mttrSeconds,
    Double runbookMttrSeconds,
    Double sloAdherence,
    DecisionLatency.Percentiles decisionLatencyMs,
    double clockFactor,
    int faults,
    int falseAlarms,
    Double firstHealedSeconds,
    double maxLagSeconds,
    double liveSeconds,
    double simulatedSeconds,
    double historySeconds,
    long seed) {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /** For people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        text(
            "incidents: %d, healed: %d, escalated to people: %d, commands: %d; in %s of simulated"
                + " time, %.0f times as fast as the clock",
            incidents, healed, escalated, commands, span(simulatedSeconds), clockFactor));
    if (mttrSeconds != null && runbookMttrSeconds != null) {
      lines.add(
          text(
              "mean time to recover: %s; of the same faults under the static runbook: %s",
              span(mttrSeconds), span(runbookMttrSeconds)));
    }
    if (sloAdherence != null) {
      lines.add(text("measurements inside their SLO bound: %.1f %%", 100 * sloAdherence));
    }
    if (decisionLatencyMs.p50() != null) {
      lines.add(
          text(
              "time to decide: %d ms (median), %d ms (99 %%)",
              decisionLatencyMs.p50(), decisionLatencyMs.p99()));
    }
    return lines;
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static String span(double seconds) {
    return seconds < 120
        ? text("%.0f s", seconds)
        : seconds < 7200 ? text("%.0f min", seconds / 60) : text("%.1f h", seconds / 3600);
  }

  public void write(Path file) throws IOException {
    MAPPER.writeValue(file.toFile(), this);
  }
}
