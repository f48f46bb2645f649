package dev.prunella.app;

import dev.prunella.app.broker.EmbeddedKafka;
import dev.prunella.app.demo.Demo;
import dev.prunella.app.demo.Display;
import dev.prunella.app.demo.Script;
import dev.prunella.app.demo.Summary;
import dev.prunella.app.demo.TopicFiles;
import dev.prunella.executor.CommandExecutor;
import dev.prunella.schemas.Settings;
import dev.prunella.settings.Configuration;
import dev.prunella.settings.Connection;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The whole loop in this process, on simulated pipelines. */
@Command(
    name = "demo",
    description = "Breaks simulated pipelines and heals them: the whole loop in this process.",
    footer = {
      "Starts a Kafka broker, the Flink job with its web UI, six simulated pipelines (DMS, Glue,",
      "Redshift, Airflow) and an executor. First two days without faults go through the job, so that",
      "it knows what is usual; nothing is preloaded. Then the pipelines break one after the other.",
      "The job sees no more than their telemetry: it finds what broke, orders a remedy, reads from",
      "the telemetry whether it helped, and learns. All of it goes through Kafka.",
      "",
      "On a terminal there is a live view, elsewhere a line for each event: what broke (which the",
      "job does not know), what was seen, ordered and done, and what came of it. At the end the",
      "figures are compared with the same faults under a static runbook.",
      "",
      "  ./prunella demo",
      "  ./prunella demo --headless --duration 3m --out o    then o/summary.json has the figures",
      "  ./prunella demo --keep                              then look around in topics and web UI",
      "",
      "Exit code: 0 it ran, or was ended by Ctrl-C; 1 it failed; 2 bad usage."
    })
final class DemoVerb implements Callable<Integer> {

  private static final int PARTITIONS = 2;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      defaultValue = "3m",
      converter = Words.OfDuration.class,
      description =
          "How long the pipelines break and heal, by the clock on the wall: 90s, 3m, 1h; without"
              + " it, ${DEFAULT-VALUE}.")
  private Duration duration;

  @Option(
      names = "--clock-factor",
      paramLabel = "N",
      defaultValue = "120",
      description = {
        "How many times faster than the wall clock simulated time goes, 1 to 240; without it,",
        "${DEFAULT-VALUE}. It slows down where the job cannot keep up."
      })
  private double clockFactor;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = {
        "Seed of the faults, their causes and of every draw, 0 or more; without it,",
        "${DEFAULT-VALUE}."
      })
  private long seed;

  @Option(names = "--headless", description = "One line for each event, also on a terminal.")
  private boolean headless;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = {
        "Where to write summary.json, and what was on the topics, one record a line:",
        "incidents.jsonl, decisions.jsonl, commands.jsonl, outcomes.jsonl; and in faults.jsonl what",
        "was really broken."
      })
  private Path out;

  @Option(
      names = "--web-port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Where Flink's web UI is served; without it, a free port.")
  private int webPort;

  @Option(names = "--keep", description = "Leaves broker and web UI up at the end, until Ctrl-C.")
  private boolean keep;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    check();
    Script script = new Script(seed, Script.LIVE);
    try (StopSignal stop = new StopSignal();
        EmbeddedKafka kafka = new EmbeddedKafka();
        StateFolder state = StateFolder.temporary()) {
      Connection connection = connection(kafka.start());
      FleetSetup.createTopics(connection, PARTITIONS);
      // Nothing is let out before the live phase: the past is past.
      publish(connection, script, part -> part.getAutonomy() == null);
      try (LocalJob job = LocalJob.start(connection, PARTITIONS, state, webPort)) {
        say("Kafka           %s", connection.bootstrapServers());
        say("Flink's web UI  %s", job.webUi().orElseThrow());
        say("");
        Summary summary = run(script, connection, job, stop);
        if (summary != null) {
          summary.lines().forEach(line -> say("%s", line));
          if (out != null) {
            say("These figures and the topics' records are in %s.", out);
          }
        }
        if (keep && !stop.isWished()) {
          say("");
          say(
              "Kafka stays on %s, Flink's web UI on %s. Ctrl-C ends both.",
              connection.bootstrapServers(), job.webUi().orElseThrow());
          say(
              "What happened in an incident: ./prunella explain -D connection.brokers=%s",
              connection.bootstrapServers());
          stop.await();
        }
      }
    }
    return 0;
  }

  /** The figures; null if it was ended before the live phase. */
  private Summary run(Script script, Connection connection, LocalJob job, StopSignal stop)
      throws Exception {
    try (TopicFiles files = out == null ? TopicFiles.none() : TopicFiles.in(out);
        Display display = display();
        Demo demo = new Demo(script, connection, PARTITIONS, job, files, display, stop)) {
      demo.history();
      if (stop.isWished()) {
        return null;
      }
      publish(connection, script, part -> part.getAutonomy() != null);
      try (CommandExecutor executor =
          CommandExecutor.start(connection, List.of(demo.connector()), outcome -> {})) {
        demo.live(duration, clockFactor);
      }
      Summary summary = demo.finish();
      if (out != null) {
        demo.faults().write(out.resolve("faults.jsonl"));
        summary.write(out.resolve("summary.json"));
      }
      return summary;
    }
  }

  private void check() {
    if (duration.isZero() || duration.compareTo(Duration.ofHours(4)) > 0) {
      throw Failure.usage("--duration is " + duration + "; expected more than 0, at most 4h");
    }
    if (!(clockFactor >= 1 && clockFactor <= 240)) {
      throw Failure.usage("--clock-factor is " + clockFactor + "; expected 1 to 240");
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

  private Display display() {
    PrintWriter terminal = spec.commandLine().getOut();
    return headless || System.console() == null
        ? Display.lines(terminal)
        : Display.onTerminal(terminal);
  }

  private Connection connection(String brokers) {
    Map<String, String> settings = new HashMap<>();
    settings.put("connection.brokers", brokers);
    settings.put("connection.clock", "records");
    settings.put("connection.topics.telemetry", "[{name: telemetry, out_of_order: 0s}]");
    settings.put("connection.job.name", "prunella-demo");
    settings.put("connection.job.seed", Long.toString(seed));
    return Configuration.load(settings).connection();
  }

  private static void publish(Connection connection, Script script, Predicate<Settings> which) {
    FleetSetup.publish(connection, script.settings().stream().filter(which).toList());
  }

  private void say(String format, Object... values) {
    PrintWriter terminal = spec.commandLine().getOut();
    terminal.println(format.formatted(values));
    terminal.flush();
  }
}
