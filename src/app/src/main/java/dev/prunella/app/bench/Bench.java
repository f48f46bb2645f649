package dev.prunella.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Measures the job against a pass-through job, for each number of stages on each backend. */
public final class Bench {

  private Bench() {}

  /** Who follows it. */
  public interface Listener {

    /** What is done now: one step of {@link #steps}. */
    void onStep(String what);
  }

  /** How many steps it will take. */
  public static int steps(Plan plan) {
    return plan.stages().size() * (1 + plan.backends().size() * Trial.steps(plan));
  }

  /** Measures. It takes some gigabytes of heap and of the temporary folder's disk. */
  public static List<Run> run(Plan plan, Listener listener) throws Exception {
    List<Run> runs = new ArrayList<>();
    Path folder = Files.createTempDirectory("prunella-bench");
    try {
      for (int stages : plan.stages()) {
        listener.onStep(stages + " stages: their past");
        String past = folder.resolve("past-" + stages).toUri().toString();
        Past.write(new Stages(stages, 0), new Facts(plan.seed()), past);
        for (Plan.Backend backend : plan.backends()) {
          Path checkpoints = folder.resolve(backend.id() + "-" + stages);
          String title = stages + " stages, " + backend.id() + ": ";
          Trial trial = new Trial(plan, stages, backend, what -> listener.onStep(title + what));
          runs.add(trial.run(past, checkpoints));
          delete(checkpoints);
        }
        delete(Path.of(java.net.URI.create(past)));
      }
    } finally {
      delete(folder);
    }
    return runs;
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
