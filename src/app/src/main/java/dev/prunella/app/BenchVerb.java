package dev.prunella.app;

import dev.prunella.app.bench.Bench;
import dev.prunella.app.bench.Plan;
import dev.prunella.app.bench.Plan.Backend;
import dev.prunella.app.bench.Plot;
import dev.prunella.app.bench.Report;
import dev.prunella.app.bench.Run;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** How fast the job is. */
@Command(
    name = "bench",
    description = "Measures the job against one that passes telemetry through, on this machine.",
    footer = {
      "Starts a Kafka broker and two Flink jobs in this process: Prunella's, and one with the same",
      "source, decoding, key and sink and nothing between them. They are measured turn by turn. Each",
      "stage has three metrics and four days of past, so detection is at work from the first record.",
      "",
      "  TPUT         records a second of the job, as fast as it goes; and by the pass-through's",
      "  SIGNAL P99   from a failed run to its signal, at half of that load; and by the pass-through's",
      "  COMMAND P99  from a failed run to its command; of that, p99 of waiting for the clock record",
      "  CHECKPOINT   how long one takes under that load, the median; and what is saved in all",
      "  STATE        bytes that DETECT saves for each stage",
      "",
      "  ./prunella bench --quick                             a minute: does it work?",
      "  ./prunella bench --out o                             then o/bench.json and o/bench.png",
      "  PRUNELLA_JAVA_OPTS=-Xmx6g ./prunella bench           100,000 stages need a heap of 5 GB",
      "",
      "Exit code: 0 it was measured, whatever the figures; 1 it failed; 2 bad usage."
    })
final class BenchVerb implements Callable<Integer> {

  /** Bytes of heap that a stage takes at most while its past is written, or in HASHMAP. */
  private static final long HEAP_PER_STAGE = 40_000;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write bench.json (every figure) and bench.png (a plot).")
  private Path out;

  @Option(names = "--json", description = "Prints bench.json instead of the table.")
  private boolean json;

  @Option(
      names = "--quick",
      description = "A small run that shows that it works: 200 stages; its figures say little.")
  private boolean quick;

  @Option(
      names = "--stages",
      paramLabel = "N",
      split = ",",
      defaultValue = "1000,10000,100000",
      description = "How many stages are watched; without it, ${DEFAULT-VALUE}.")
  private List<Integer> stages;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "hashmap,rocksdb",
      converter = OfBackend.class,
      description = "Where the job's state lies; without it, ${DEFAULT-VALUE}.")
  private List<Backend> backends;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "1",
      description = "Parallel instances of each operator, 1 or 2; without it, ${DEFAULT-VALUE}.")
  private int parallelism;

  @Option(
      names = "--tick",
      paramLabel = "TIME",
      defaultValue = "1s",
      converter = Words.OfDuration.class,
      description = "Between two clock records; without it, ${DEFAULT-VALUE}, as in the job.")
  private Duration tick;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the telemetry's noise, 0 or more; without it, ${DEFAULT-VALUE}.")
  private long seed;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    check();
    Plan plan = plan();
    Instant begin = Instant.now();
    Report.Machine machine = Report.Machine.here();
    List<Run> runs;
    try (Screen screen = new Screen(plan)) {
      runs = Bench.run(plan, screen);
    }
    Report report = new Report(begin.toString(), machine, Report.Versions.here(), plan, runs);
    String text = Json.write(report);
    PrintWriter terminal = spec.commandLine().getOut();
    (json ? List.of(text) : table(runs).lines()).forEach(terminal::println);
    terminal.flush();
    if (out != null) {
      Files.writeString(out.resolve("bench.json"), text + "\n");
      Plot.write(runs, out.resolve("bench.png"));
    }
    return 0;
  }

  private Plan plan() {
    return quick
        ? new Plan(List.of(200), backends, parallelism, 6_000, 2, 1, 2, 100, tick.toMillis(), seed)
        : new Plan(stages, backends, parallelism, 300_000, 5, 10, 2, 5_000, tick.toMillis(), seed);
  }

  private void check() {
    for (int count : stages) {
      if (count < 1) {
        throw Failure.usage("--stages is " + count + "; expected 1 or more");
      }
      long needed = count * HEAP_PER_STAGE;
      if (!quick && needed > Runtime.getRuntime().maxMemory()) {
        throw Failure.usage(
            "--stages %d needs a heap of %d MB, and there are %d MB; set PRUNELLA_JAVA_OPTS=-Xmx%dm"
                .formatted(
                    count, needed >> 20, Runtime.getRuntime().maxMemory() >> 20, needed >> 20));
      }
    }
    if (parallelism < 1 || parallelism > 2) {
      throw Failure.usage("--parallelism is " + parallelism + "; expected 1 or 2");
    }
    if (tick.toMillis() < 1) {
      throw Failure.usage("--tick is " + tick + "; expected 1ms or more");
    }
    if (seed < 0) {
      throw Failure.usage("--seed is " + seed + "; expected 0 or more");
    }
    if (out != null) {
      try {
        Files.createDirectories(out);
      } catch (IOException e) {
        throw Failure.usage("--out " + out + " cannot be written: " + e.getMessage());
      }
    }
  }

  private static TextTable table(List<Run> runs) {
    TextTable table =
        new TextTable()
            .row(
                "STAGES",
                "BACKEND",
                "TPUT",
                "",
                "SIGNAL P99",
                "",
                "COMMAND P99",
                "CLOCK",
                "CHECKPOINT",
                "",
                "STATE");
    for (Run run : runs) {
      table.row(
          say("%,d", run.stages()),
          run.backend(),
          say("%,.0f/s", run.recordsPerSecond().job().median()),
          say("%.0f %%", 100 * run.throughputRatio()),
          say("%d ms", run.signalMs().job().p99()),
          say("x %.2f", run.signalP99Ratio()),
          say("%.0f ms", run.commandP99Ms()),
          say("%d ms", run.clockWaitMs().p99()),
          say("%.2f s", run.checkpointSeconds()),
          say("%,d MB", run.checkpoints().get(run.checkpoints().size() - 1).bytes() >> 20),
          say("%,.0f B", run.stateBytesPerStage()));
    }
    return table;
  }

  /** A backend, by Flink's name for it. */
  private static final class OfBackend implements ITypeConverter<Backend> {
    @Override
    public Backend convert(String text) {
      return Arrays.stream(Backend.values())
          .filter(backend -> backend.id().equals(text))
          .findFirst()
          .orElseThrow(
              () -> new TypeConversionException("'" + text + "'; expected hashmap or rocksdb"));
    }
  }

  private static String say(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** On a terminal, a bar of the steps; in a pipe, silence. */
  private static final class Screen implements Bench.Listener, AutoCloseable {
    private final ProgressBar bar; // null in a pipe

    Screen(Plan plan) {
      bar =
          System.console() == null
              ? null
              : new ProgressBarBuilder()
                  .setTaskName("bench")
                  .setInitialMax(Bench.steps(plan))
                  .setStyle(ProgressBarStyle.ASCII)
                  .setUpdateIntervalMillis(200)
                  .build();
    }

    @Override
    public void onStep(String what) {
      if (bar != null) {
        bar.step();
        bar.setExtraMessage(" " + what);
      }
    }

    @Override
    public void close() {
      if (bar != null) {
        bar.close();
      }
    }
  }
}
