package dev.prunella.app.replay;

import dev.prunella.app.LocalJob;
import dev.prunella.app.LoopView;
import dev.prunella.app.broker.EmbeddedKafka;
import dev.prunella.schemas.Topic;
import dev.prunella.schemas.Topics;
import dev.prunella.settings.Configuration;
import dev.prunella.settings.Connection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verb {@code replay}. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Plays recorded series through the real job, in shadow.",
      "",
      "Starts a Kafka broker and the Flink job in this process, writes the series to the telemetry topic as fast as it goes, and"
          + " shows the incidents that the job finds, each with an explanation and with what it would do. Time is the time of the"
          + " recording; nothing is acted on.",
      "",
      "A series is a CSV file with the columns timestamp and value. It becomes one metric of one stage, named after its folder and"
          + " file unless --stage and --metric say otherwise."
    },
    footer = {
      "",
      "Examples:",
      "  prunella replay docs/examples/machine_temperature_system_failure.csv",
      "  prunella replay --json recordings/ | jq -r '[.openedAt, .series, .explanation] | @tsv'",
      "  prunella replay --keep recordings/     # then look at the topics and at Flink's web UI",
      "",
      "Exit code: 0 replayed, 1 the job failed, 2 a file cannot be read."
    })
public final class ReplayVerb implements Callable<Integer> {

  private static final int PARTITIONS = 2;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "CSV files, or folders of them.")
  private List<Path> files;

  @Option(
      names = "--fleet",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "Fleet that the series belong to (default: ${DEFAULT-VALUE}).")
  private String fleet;

  @Option(
      names = "--stage",
      paramLabel = "PIPELINE/STAGE",
      description = "Stage that the series belong to (default: folder/file).")
  private String stage;

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      description = "Metric that the series measure (default: the file's name).")
  private String metric;

  @Option(
      names = "--json",
      description =
          "Print one JSON object a line: the record of the topic incidents, 'series' (the file it began in) and 'intended' (the"
              + " command).")
  private boolean json;

  @Option(
      names = "--keep",
      description = "Leave broker and web UI up, until Ctrl-C.")
  private boolean keep;

  @Override
  public Integer call() throws Exception {
    Path state = Files.createTempDirectory("prunella-replay");
    List<Series> series;
    try {
      series = Series.of(files, fleet, stage, metric);
    } catch (IOException e) {
      System.err.println("replay: " + e.getMessage());
      return 2;
    }
    try (EmbeddedKafka kafka = new EmbeddedKafka()) {
      Connection connection = connection(kafka.start());
      createTopics(connection);
      String topic = connection.topics().of("telemetry");
      Player player = new Player(topic, PARTITIONS, connection.clientProperties());
      try (Recording recording = new Recording(series, System.err::println);
          LocalJob job = LocalJob.start(connection, PARTITIONS, state, keep);
          LoopView view = new LoopView(connection)) {
        Replay.run(recording, player, job, view, state, p -> {});
        IncidentReport report = new IncidentReport(view, series);
        if (json) {
          report.json(System.out);
        } else {
          report.table(System.out);
        }
        if (keep) {
          stay(connection, job);
        }
      }
    }
    return 0;
  }

  private static void stay(Connection connection, LocalJob job) throws InterruptedException {
    System.err.printf(
        "Kafka listens on %s, Flink's web UI on %s. Ctrl-C ends both.%n",
        connection.bootstrapServers(), job.webUi().orElse("-"));
    CountDownLatch forever = new CountDownLatch(1);
    forever.await();
  }

  private static Connection connection(String brokers) {
    return Configuration.load(
            Map.of(
                "connection.brokers", brokers,
                "connection.clock", "records",
                "connection.topics.telemetry", "[{name: telemetry, out_of_order: 0s}]",
                "connection.job.name", "prunella-replay"))
        .connection();
  }

  private static void createTopics(Connection connection) throws Exception {
    List<NewTopic> topics = new ArrayList<>();
    for (Topic topic : Topics.withPrefix("").all()) {
      Map<String, String> configuration = new HashMap<>(topic.configuration());
      configuration.put("retention.ms", "-1"); // what is played is old
      int partitions = topic.name().equals("telemetry") ? PARTITIONS : 1;
      topics.add(new NewTopic(topic.name(), partitions, (short) 1).configs(configuration));
    }
    try (Admin admin = Admin.create(connection.clientProperties())) {
      admin.createTopics(topics).all().get();
    }
  }
}
