package dev.prunella.app.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.prunella.app.chaos.check.Strike;
import dev.prunella.app.chaos.check.Tape;
import dev.prunella.app.chaos.check.Testimony;
import dev.prunella.app.chaos.check.Violation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run came to, as in {@code chaos.json}.
 *
 * @param seed of the faults and of the strikes
 * @param seconds how long strikes fell, by the wall clock
 * @param simulatedSeconds how far the plant's time went from the first fault to the end
 * @param records of telemetry that the job was told meanwhile
 * @param faults that were injected
 * @param incidents that opened, in the fleet or outside
 * @param decisions in the topic, those of lost writers included
 * @param commands by id
 * @param calls that the services saw
 * @param kills kills, stalls and the other strikes, in their order
 * @param killsByKind how many of each kind
 * @param recoverySeconds of all strikes that it recovered from
 * @param violations what the checker found; empty if all promises were kept
 */
public record ChaosReport(
    long seed,
    double seconds,
    double simulatedSeconds,
    long records,
    int faults,
    int incidents,
    int decisions,
    int commands,
    int calls,
    List<Kill> kills,
    Map<String, Integer> killsByKind,
    Recovery recoverySeconds,
    List<Violation> violations) {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /**
   * One strike.
   *
   * @param at by the wall clock, in UTC
   * @param recoveredSeconds from the strike until the whole loop had caught up again; null if it
   *     did not
   */
  public record Kill(String kind, String member, String at, Double recoveredSeconds) {

    static Kill of(Strike strike) {
      return new Kill(
          strike.kind(),
          strike.member(),
          strike.at().toString(),
          strike.recovery().map(took -> took.toMillis() / 1000.0).orElse(null));
    }
  }

  /** Seconds by the wall clock; null if nothing was struck. */
  public record Recovery(Double p50, Double max) {

    static Recovery of(List<Kill> kills) {
      List<Double> sorted =
          kills.stream()
              .map(Kill::recoveredSeconds)
              .filter(seconds -> seconds != null)
              .sorted()
              .toList();
      return sorted.isEmpty()
          ? new Recovery(null, null)
          : new Recovery(sorted.get((sorted.size() - 1) / 2), sorted.get(sorted.size() - 1));
    }
  }

  static ChaosReport of(
      long seed,
      double seconds,
      double simulatedSeconds,
      long records,
      Testimony said,
      List<Violation> violations) {
    Tape tape = said.tape();
    List<Kill> kills = said.strikes().stream().map(Kill::of).toList();
    Map<String, Integer> byKind = new TreeMap<>();
    kills.forEach(kill -> byKind.merge(kill.kind() + " " + kill.member(), 1, Integer::sum));
    return new ChaosReport(
        seed,
        seconds,
        simulatedSeconds,
        records,
        said.faults().size(),
        (int) tape.incidents().stream().map(each -> each.value().getId()).distinct().count(),
        tape.decisions().size(),
        (int) tape.commands().stream().map(each -> each.value().getId()).distinct().count(),
        said.calls().size(),
        kills,
        byKind,
        Recovery.of(kills),
        violations);
  }

  /** Each kind of strike with its times to recover; rows of kind, times, median and most. */
  public List<List<String>> table() {
    Map<String, List<Kill>> byKind = new TreeMap<>();
    for (Kill kill : kills) {
      boolean one = kill.kind().equals("kill") || kill.kind().equals("stall");
      String name = one ? kill.kind() + " " + kill.member().replaceAll("-\\d$", "") : kill.kind();
      byKind.computeIfAbsent(name, k -> new ArrayList<>()).add(kill);
    }
    List<List<String>> rows = new ArrayList<>();
    byKind.forEach(
        (name, all) -> {
          Recovery recovery = Recovery.of(all);
          rows.add(
              List.of(
                  name,
                  Integer.toString(all.size()),
                  seconds(recovery.p50()),
                  seconds(recovery.max())));
        });
    return rows;
  }

  private static String seconds(Double seconds) {
    return seconds == null ? "never" : "%.1f s".formatted(seconds);
  }

  public void write(Path file) throws IOException {
    MAPPER.writeValue(file.toFile(), this);
  }
}
