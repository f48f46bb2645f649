package dev.prunella.app;

import dev.prunella.schemas.Topic;
import dev.prunella.schemas.Topic.Cleanup;
import dev.prunella.schemas.Topics;
import dev.prunella.settings.Connection;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the catalogue of topics beside what the cluster has of it. */
@Command(
    name = "describe",
    description = "Shows every topic: what it is, who writes it, and whether it is there.",
    footer = {
      "direction  in: you write it and Prunella reads it. out: Prunella writes it. executors:",
      "           executors write and read it.",
      "key        what a record's key is; records of one key keep their order.",
      "record     the type of its values; schemas/ has each as Avro IDL.",
      "retention  how long records stay. compacted: the newest of each key stays for ever.",
      "there      yes, no (`topics create` makes it), differs (how is told below the table),",
      "           or ? when no broker answers.",
      "",
      "  ./prunella topics describe",
      "  ./prunella topics describe --json | jq -r '.topics[].topic'",
      "",
      "Exit code: 0 all are there; 1 one is missing, or Kafka does not answer; 2 mistakes in the",
      "configuration."
    })
final class TopicsDescribeVerb implements Callable<Integer> {

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
      tell(states, true);
      return states.stream().allMatch(TopicState::exists) ? 0 : 1;
    } catch (Failure e) {
      // The catalogue is worth reading without a cluster, too.
      tell(topics.stream().map(topic -> new TopicState(topic, false, List.of())).toList(), false);
      throw e;
    }
  }

  private void tell(List<TopicState> states, boolean answered) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      List<Map<String, Object>> rows = states.stream().map(s -> row(s, answered)).toList();
      out.println(Json.write(Map.of("topics", rows)));
      return;
    }
    TextTable table = new TextTable();
    table.row(
        "TOPIC", "DIRECTION", "KEY", "RECORD", "PARTITIONS", "RETENTION", "THERE", "WHAT IT IS");
    for (TopicState state : states) {
      Topic topic = state.topic();
      table.row(
          topic.name(),
          direction(topic),
          topic.key(),
          topic.record().getSimpleName(),
          Integer.toString(topic.partitions()),
          retention(topic),
          there(state, answered),
          topic.description());
    }
    table.lines().forEach(out::println);
    for (TopicState state : states) {
      if (!state.differences().isEmpty()) {
        out.println(
            "differs: " + state.topic().name() + " has " + String.join(", ", state.differences()));
      }
    }
  }

  private static Map<String, Object> row(TopicState state, boolean answered) {
    Topic topic = state.topic();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("topic", topic.name());
    row.put("direction", direction(topic));
    row.put("key", topic.key());
    row.put("record", topic.record().getSimpleName());
    row.put("partitions", topic.partitions());
    row.put("cleanup", topic.cleanup().name().toLowerCase(Locale.ROOT));
    row.put("retention_ms", topic.retention().map(Duration::toMillis).orElse(null));
    row.put("max_message_bytes", topic.maxMessageBytes());
    row.put("description", topic.description());
    row.put("exists", answered ? state.exists() : null);
    row.put("differences", state.differences());
    return row;
  }

  private static String direction(Topic topic) {
    return topic.direction().name().toLowerCase(Locale.ROOT);
  }

  private static String retention(Topic topic) {
    if (topic.cleanup() == Cleanup.COMPACT) {
      return "compacted";
    }
    return topic.retention().map(time -> time.toDays() + "d").orElse("for ever");
  }

  private static String there(TopicState state, boolean answered) {
    if (!answered) {
      return "?";
    }
    if (!state.exists()) {
      return "no";
    }
    return state.differences().isEmpty() ? "yes" : "differs";
  }
}
