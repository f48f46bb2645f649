package dev.prunella.app;

import dev.prunella.app.broker.EmbeddedKafka;
import dev.prunella.app.replay.IncidentReport;
import dev.prunella.app.replay.Player;
import dev.prunella.app.replay.Recording;
import dev.prunella.app.replay.Replay;
import dev.prunella.app.replay.Series;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Topic;
import dev.prunella.schemas.Topics;
import dev.prunella.settings.Configuration;
import dev.prunella.settings.Connection;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.NewTopic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays recorded series through the real job. */
@Command(
    name = "replay",
    description = "Plays recorded series through the real job, and shows what it would have done.",
    footer = {
      "Starts a Kafka broker and the Flink job in this process, writes the series to the telemetry",
      "topic as fast as it goes, and shows the incidents: each with an explanation, and with the",
      "command that would have been given. Time is the time of the recording; nothing is acted on.",
      "",
      "A series is a CSV file with the columns timestamp and value. It becomes one metric of one",
      "stage, named after its folder and file unless --stage and --metric say otherwise. What can be",
      "done about a stage is told by a configuration that names it (--config).",
      "",
      "  ./prunella replay docs/examples/nab",
      "  ./prunella replay --json recordings/ | jq -r '[.openedAt, .series, .explanation] | @tsv'",
      "  ./prunella replay --keep recordings/        then look at the topics and at Flink's web UI",
      "",
      "Exit code: 0 replayed; 1 the job failed; 2 a file or the configuration is not in order."
    })
final class ReplayVerb implements Callable<Integer> {

  private static final int PARTITIONS = 2;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "CSV files, or folders of them.")
  private List<Path> files;

  @Option(
      names = "--fleet",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "The fleet that the series belong to; without it, ${DEFAULT-VALUE}.")
  private String fleet;

  @Option(
      names = "--stage",
      paramLabel = "PIPELINE/STAGE",
      description = "The stage that the series belong to; without it, folder/file.")
  private String stage;

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      description = "The metric that the series measure; without it, the file's name.")
  private String metric;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A configuration whose fleets hold; its connection and autonomy do not.")
  private Path config;

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = {
        "Sets one setting of the connection, as in -D connection.format.incidents=json, which makes",
        "the topic readable for kcat. May be repeated."
      })
  private Map<String, String> overrides = new HashMap<>();

  @Option(
      names = "--json",
      description = {
        "One JSON object a line: the record of the topic incidents, 'series' (the file that it",
        "began in) and 'intended' (the command)."
      })
  private boolean json;

  @Option(names = "--keep", description = "Leaves broker and web UI up, until Ctrl-C.")
  private boolean keep;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    List<Series> series = series();
    Optional<Configuration> fleets =
        Optional.ofNullable(config).map(f -> Configuration.load(f, Map.of()));
    PrintWriter err = spec.commandLine().getErr();
    try (StopSignal stop = new StopSignal();
        EmbeddedKafka kafka = new EmbeddedKafka();
        StateFolder state = StateFolder.temporary();
        Recording recording = recording(series, err)) {
      Connection connection = connection(kafka.start());
      prepare(connection, fleets);
      Player player = new Player(connection, PARTITIONS);
      try (LocalJob job =
              LocalJob.start(connection, PARTITIONS, state, keep ? 0 : LocalJob.NO_WEB);
          LoopView view = new LoopView(connection);
          ReplayProgress progress = new ReplayProgress(recording.rows())) {
        replay(recording, player, job, view, checkedBefore(progress, stop));
        report(new IncidentReport(view, series), player.rows());
        if (keep) {
          err.printf(
              "Kafka listens on %s, Flink's web UI on %s. Ctrl-C ends both.%n",
              connection.bootstrapServers(), job.webUi().orElseThrow());
          stop.await();
        }
      }
    }
    return 0;
  }

  /** The listener, behind one that breaks the replay off once the end is wished. */
  private static Replay.Listener checkedBefore(Replay.Listener listener, StopSignal stop) {
    return (rows, incidents, time) -> {
      if (stop.isWished()) {
        throw Failure.failed("ended before the recording was played");
      }
      listener.onProgress(rows, incidents, time);
    };
  }

  private static void replay(
      Recording recording, Player player, LocalJob job, LoopView view, Replay.Listener listener)
      throws Exception {
    try {
      Replay.run(recording, player, job, view, listener);
    } catch (IOException e) {
      throw Failure.usage(e.getMessage());
    }
  }

  private List<Series> series() {
    try {
      return Series.of(files, fleet, stage, metric);
    } catch (IOException e) {
      throw Failure.usage(e.getMessage());
    }
  }

  private static Recording recording(List<Series> series, PrintWriter err) {
    try {
      return new Recording(series, err::println);
    } catch (IOException e) {
      throw Failure.usage(e.getMessage());
    }
  }

  private void report(IncidentReport report, long rows) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      report.json(out);
    } else {
      report.table(out, rows);
    }
    out.flush();
  }

  private Connection connection(String brokers) {
    Map<String, String> settings = new HashMap<>(overrides);
    settings.put("connection.brokers", brokers);
    settings.put("connection.clock", "records");
    settings.remove("connection.topics.prefix");
    settings.put("connection.topics.telemetry", "[{name: telemetry, out_of_order: 0s}]");
    settings.put("connection.job.name", "prunella-replay");
    return Configuration.load(settings).connection();
  }

  /**
   * Creates the topics and publishes what the configuration says of the fleets, their autonomy left
   * out.
   */
  private static void prepare(Connection connection, Optional<Configuration> fleets) {
    List<NewTopic> topics = new ArrayList<>();
    for (Topic topic : Topics.withPrefix("").all()) {
      Map<String, String> configuration = new HashMap<>(topic.configuration());
      configuration.put("retention.ms", "-1"); // what is played is old
      int partitions = topic.name().equals("telemetry") ? PARTITIONS : 1;
      topics.add(new NewTopic(topic.name(), partitions, (short) 1).configs(configuration));
    }
    try (Cluster cluster = Cluster.connect(connection)) {
      cluster.get(cluster.admin().createTopics(topics).all());
      if (fleets.isPresent()) {
        List<Settings> documents =
            fleets.get().settings(Instant.EPOCH).stream()
                .filter(part -> part.getAutonomy() == null)
                .toList();
        new SettingsTopic(cluster, connection)
            .write(SettingsChange.between(Map.of(), documents, fleets.get().fleets(), false));
      }
    }
  }
}
