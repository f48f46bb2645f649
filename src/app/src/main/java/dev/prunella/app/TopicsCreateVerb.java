package dev.prunella.app;

import dev.prunella.schemas.Topic;
import dev.prunella.schemas.Topics;
import dev.prunella.settings.Connection;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Creates the topics that are missing. */
@Command(
    name = "create",
    description = "Creates the topics that are missing, and leaves the others as they are.",
    footer = {
      "Partitions, cleanup and retention come from the catalogue (`topics describe`), the",
      "replication factor from the cluster. Where a topic that is there differs from the",
      "catalogue, the difference is told and nothing is changed.",
      "",
      "  ./prunella topics create",
      "  ./prunella topics create -D connection.brokers=kafka:9092",
      "",
      "Exit code: 0 all are there; 1 Kafka refused; 2 mistakes in the configuration."
    })
final class TopicsCreateVerb implements Callable<Integer> {

  @Mixin private ConfigOptions config;

  @Option(names = "--json", description = "Answers with one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Connection connection = config.loadOrDefaults().connection();
    List<Topic> topics = Topics.withPrefix(connection.topics().prefix()).all();
    try (Cluster cluster = Cluster.connect(connection)) {
      List<TopicState> states = TopicState.of(topics, cluster);
      List<Topic> missing =
          states.stream().filter(state -> !state.exists()).map(TopicState::topic).toList();
      if (!missing.isEmpty()) {
        TopicState.create(missing, cluster);
      }
      tell(states, cluster.address());
    }
    return 0;
  }

  private void tell(List<TopicState> states, String address) {
    PrintWriter out = spec.commandLine().getOut();
    List<String> created =
        states.stream()
            .filter(state -> !state.exists())
            .map(state -> state.topic().name())
            .toList();
    if (json) {
      out.println(
          Json.write(
              Map.of(
                  "created",
                  created,
                  "existing",
                  states.stream().filter(TopicState::exists).map(this::row).toList())));
      return;
    }
    created.forEach(name -> out.println("created  " + name));
    for (TopicState state : states) {
      if (!state.differences().isEmpty()) {
        out.println(
            "differs  " + state.topic().name() + ": " + String.join(", ", state.differences()));
      }
    }
    out.printf(
        "%s: created %d, already there %d.%n",
        address, created.size(), states.size() - created.size());
  }

  private Map<String, Object> row(TopicState state) {
    return Map.of("topic", state.topic().name(), "differences", state.differences());
  }
}
