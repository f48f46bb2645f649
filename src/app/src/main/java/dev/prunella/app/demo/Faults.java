package dev.prunella.app.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prunella.plant.Injection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The truth about what was broken, which the loop does not know.
 *
 * @param injections oldest first
 */
public record Faults(List<Injection> injections) {

  public Faults {
    injections = List.copyOf(injections);
  }

  /** Whether a fault lasted in one of its pipelines at some time while it was open. */
  boolean explain(Course course) {
    Instant opened = course.incident().getOpenedAt();
    Instant newest = course.incident().getUpdatedAt();
    return injections.stream()
        .filter(fault -> !fault.startedAt().isAfter(newest))
        .filter(fault -> fault.recoveredAt().map(end -> !end.isBefore(opened)).orElse(true))
        .anyMatch(
            fault ->
                course.incident().getStages().stream()
                    .anyMatch(stage -> stage.startsWith(fault.pipeline() + "/")));
  }

  /** One JSON object a line; times in UTC, null while it lasts. */
  public void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Injection fault : injections) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("fault", fault.fault());
      line.put("error_type", fault.errorType());
      line.put("stage", fault.stage());
      line.put("started_at", fault.startedAt().toString());
      line.put("healed_at", text(fault.healedAt()));
      line.put("healed_by", fault.healedBy());
      line.put("healer", fault.healer());
      line.put("recovered_at", text(fault.recoveredAt()));
      lines.add(new ObjectMapper().writeValueAsString(line));
    }
    Files.write(file, lines);
  }

  private static String text(Optional<Instant> time) {
    return time.map(Instant::toString).orElse(null);
  }
}
