package dev.prunella.plant.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The results of trials in a file, one JSON object a line, so that an evaluation that was broken
 * off goes on where it was. A trial is known again by its key: scenario, seed, policy, detection,
 * and the code that it ran with. Thread-safe.
 */
public final class TrialLog implements AutoCloseable {
  private final Path file;
  private final String code;
  private final Map<String, TrialResult> results = new HashMap<>(); // by key
  private final Map<String, String> scenarios = new HashMap<>(); // name -> fingerprint
  private final BufferedWriter out;

  private record Line(String key, TrialResult result) {}

  /**
   * Reads what is there.
   *
   * @param file that is there or will be; its folder is made
   * @param code names the code that trials run with: lines of other code do not count
   */
  public TrialLog(Path file, String code) throws IOException {
    this.file = file;
    this.code = code;
    Files.createDirectories(file.toAbsolutePath().getParent());
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        read(line);
      }
    }
    out = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    out.newLine(); // the last line may have been broken off
  }

  private void read(String text) {
    try {
      Line line = JsonForm.LINE.readValue(text, Line.class);
      results.put(line.key(), line.result());
    } catch (JsonProcessingException e) {
      // Broken off, empty, or of another version: its trial is run again.
    }
  }

  /** What a trial came to, if it was run before. */
  public synchronized Optional<TrialResult> find(Trial trial) {
    return Optional.ofNullable(results.get(key(trial)));
  }

  /** Keeps what a trial came to. */
  public synchronized void add(Trial trial, TrialResult result) throws IOException {
    String key = key(trial);
    results.put(key, result);
    out.write(JsonForm.LINE.writeValueAsString(new Line(key, result)));
    out.newLine();
    out.flush();
  }

  /** Leaves in the file what these trials came to, in their order, and nothing else. */
  public synchronized void tidy(List<Trial> trials) throws IOException {
    Path tidy = file.resolveSibling(file.getFileName() + ".new");
    try (BufferedWriter lines = Files.newBufferedWriter(tidy)) {
      for (Trial trial : trials) {
        String key = key(trial);
        lines.write(JsonForm.LINE.writeValueAsString(new Line(key, results.get(key))));
        lines.newLine();
      }
    }
    out.close();
    Files.move(tidy, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private String key(Trial trial) {
    String scenario =
        scenarios.computeIfAbsent(
            trial.scenario().name(), name -> Fingerprint.of(trial.scenario()));
    return Fingerprint.digest(
        List.of(
            code,
            scenario,
            Long.toString(trial.seed()),
            trial.policy(),
            Boolean.toString(trial.perfectDetection())));
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
  }
}
